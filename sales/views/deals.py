"""Pages of deals. The board is in sales/views/board.py."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.forms import TouchForm
from accounts.models import Interaction
from crm_project.columns import Column
from crm_project.form_pages import ActPage, CreatePage, EditPage
from crm_project.pages import Button, DetailPage, ListPage, PickPage
from sales import actions, queries
from sales.filters import DealFilter
from sales.forms.deals import (
    AssignDealForm,
    DealForm,
    LoseForm,
    MoveForm,
    NewDealForm,
    ReopenForm,
    WhenForm,
)
from sales.models import Deal, Order


def is_open(deal: Deal) -> bool:
    return not deal.is_closed


def won_or_open(deal: Deal) -> bool:
    return deal.outcome != "lost"


class DealList(ListPage):
    model = Deal
    template = "sales/deal_list.html"
    columns = (
        "name",
        "customer",
        "stage",
        Column("amount", currency="currency"),
        "probability",
        "expected_close",
        "owner",
    )
    filterset = DealFilter
    shown_filters = ("outcome", "stage", "owner", "expected_close")
    empty = _("Add a deal, or convert a lead into one.")


class DealDetail(DetailPage):
    model = Deal
    template = "sales/deal_detail.html"
    facts = (
        "outcome",
        "stage",
        Column("amount", currency="currency"),
        Column("amount_home"),
        "probability",
        "expected_close",
        "customer",
        "contact",
        "owner",
        "team",
        "category",
        "product",
        "lead",
        "campaign",
        "opened_at",
        "closed_at",
        "loss_reason",
        "competitor",
        "external_id",
        "note",
    )
    buttons = (
        Button("sales:deal_touch", _("Log interaction"), icon="phone-call", style="primary", when=is_open),
        Button("sales:deal_win", _("Won"), icon="trophy", style="good", when=is_open),
        Button("sales:deal_lose", _("Lost"), icon="circle-x", style="bad", when=is_open),
        Button("sales:deal_reopen", _("Reopen"), icon="rotate-ccw", when=lambda deal: deal.is_closed),
        Button("sales:deal_reach", _("Milestone reached"), icon="milestone", when=is_open),
        Button("sales:deal_split", _("Split the credit"), icon="users-round", verb="assign"),
        Button("sales:deal_assign", _("Assign owner"), icon="user-round-check", verb="assign", when=is_open),
        Button(
            "sales:order_create",
            _("New order"),
            icon="shopping-cart",
            verb="add",
            model="sales.order",
            when=won_or_open,
            query=lambda deal: {"deal": deal.pk, "customer": deal.customer_id or "", "currency": deal.currency},
        ),
    )

    def context(self, **more: Any) -> dict[str, Any]:
        deal, user = more["record"], self.request.user
        touches = Interaction.objects.visible_to(user).filter(deal_link__deal=deal)
        history = deal.changes.visible_to(user).select_related("stage", "owner", "by")
        return super().context(
            steps=queries.steps(deal) if is_open(deal) else [],
            may_move=self.allows("change", deal),
            history=history.order_by("-at", "-pk")[:20],
            orders=deal.orders.visible_to(user).order_by("-ordered_at", "-pk")[:10]
            if user.can("view", Order)
            else None,
            touches=touches.select_related("owner").order_by("-at", "-pk")[:10],
            sees_money="amount" in user.may("read", Deal),
            credits=deal.credits.visible_to(user).select_related("user"),
            reached=deal.milestones.visible_to(user).select_related("milestone", "by").order_by("-at", "-pk"),
            **more,
        )


class DealCreate(CreatePage):
    model = Deal
    form = NewDealForm


class DealEdit(EditPage):
    model = Deal
    form = DealForm


class DealPick(PickPage):
    model = Deal


class DealMove(ActPage):
    model = Deal
    form = MoveForm
    action = staticmethod(actions.move_deal)
    title = _("Move to a stage")
    submit = _("Move")
    saved = _("Moved.")


class DealTouch(ActPage):
    """A touch about the deal, with its customer."""

    model = Deal
    form = TouchForm
    title = _("Log interaction")
    submit = _("Log it")
    saved = _("Logged.")

    def write(self, form: Any) -> Deal:
        actions.log_on_deal(self.found, form, by=self.request.user)
        return self.found


class DealWin(ActPage):
    model = Deal
    form = WhenForm
    action = staticmethod(actions.win_deal)
    title = _("This deal is won")
    intro = _("It counts as won from that moment on, for its owner and their team of that day.")
    submit = _("Won")
    saved = _("Won. Well done!")


class DealLose(ActPage):
    model = Deal
    form = LoseForm
    action = staticmethod(actions.lose_deal)
    title = _("This deal is lost")
    submit = _("Lost")
    saved = _("Noted as lost.")


class DealReopen(ActPage):
    model = Deal
    form = ReopenForm
    action = staticmethod(actions.reopen_deal)
    title = _("Reopen the deal")
    intro = _("Its closing does not count any more.")
    submit = _("Reopen")
    saved = _("Open again.")


class DealAssign(ActPage):
    model = Deal
    verb = "assign"
    form = AssignDealForm
    action = staticmethod(actions.assign_deal)
    title = _("Assign owner")
    intro = _("From that moment on the deal is theirs.")
    submit = _("Assign")
