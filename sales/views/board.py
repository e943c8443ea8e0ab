"""The pipeline as a board: a column for each open stage, a card for each deal."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from crm_project.conceal import conceal
from crm_project.errors import ActionRefused
from crm_project.guard import guard
from crm_project.links import safe_next
from crm_project.pages import ListPage
from sales import actions, queries
from sales.filters import DealFilter
from sales.models import Deal, Stage


class DealBoard(ListPage):
    """Counts and sums are of all open deals this person may see; only the cards are limited."""

    model = Deal
    template = "sales/deal_board.html"
    title = gettext_lazy("Pipeline")
    filterset = DealFilter
    shown_filters = ("owner", "team", "category")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        rows = self.rows()
        filters = self.filters(rows)
        piles = queries.board(filters.qs)
        conceal(request.user, [deal for pile in piles for deal in pile.deals])
        return self.render(
            piles=piles,
            movable=self.movable(piles),
            count=sum(pile.count for pile in piles),
            worth=sum(pile.amount_home for pile in piles),
            sees_money="amount_home" in self.may_read(),
            today=timezone.localdate(),  # of the organisation, whose clock the page shows
            filters=filters,
            filter_fields=self.filter_fields(filters),
            search=filters.form["search"],
            narrowed=bool(self.active(filters)),
            reset_url=request.path,
            here=request.get_full_path(),
            create_url=reverse("sales:deal_create") if request.user.can("add", Deal) else "",
        )

    def movable(self, piles: list[queries.Pile]) -> set[int]:
        """Which of the cards this person may move."""
        shown = [deal.pk for pile in piles for deal in pile.deals]
        if self.request.user.reach("change", Deal) in ("", "all"):
            return set(shown) if self.request.user.can("change", Deal) else set()
        return set(self.rows("change").filter(pk__in=shown).values_list("pk", flat=True))


@require_POST
@guard("change", Deal)
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a deal to the stage a card was put on, and go back to the board; a refusal is said there."""
    deal = Deal.objects.visible_to(request.user, "change").filter(pk=pk).first()
    said = request.POST.get("stage", "")
    stages = Stage.objects.visible_to(request.user)
    stage = stages.filter(pk=said).first() if said.isascii() and said.isdigit() and len(said) < 10 else None
    if deal is None or stage is None:
        raise Http404
    try:
        actions.move_deal(deal, stage, by=request.user)
    except ActionRefused as error:
        messages.error(request, error.sentence)
    else:
        messages.success(request, _("“%(deal)s” is now in %(stage)s.") % {"deal": deal, "stage": stage})
    return HttpResponseRedirect(safe_next(request) or reverse("sales:deal_board"))
