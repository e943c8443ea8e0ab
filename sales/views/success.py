"""Pages of competitors, reasons, milestones, credit for deals, and points."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.actions import delete_record
from crm_project.columns import Column
from crm_project.form_pages import ActPage, CreatePage, DeletePage, EditPage
from crm_project.pages import DetailPage, ListPage
from sales import actions, queries
from sales.filters import ChurnReasonFilter, CompetitorFilter, LoyaltyBookingFilter, MilestoneFilter
from sales.forms.success import (
    ChurnReasonForm,
    CompetitorForm,
    CreditForm,
    MilestoneForm,
    ProgrammeForm,
    ReachForm,
    RedeemForm,
)
from sales.models import ChurnReason, Competitor, Deal, Lead, LoyaltyBooking, LoyaltyProgramme, Milestone


class CompetitorList(ListPage):
    model = Competitor
    columns = ("name", Column("position", kind="text"))
    filterset = CompetitorFilter
    shown_filters = ("search",)
    empty = _("Who else sells what you sell: lost deals and lost customers name them.")


class CompetitorDetail(DetailPage):
    model = Competitor
    facts = ("name", "position")


class CompetitorCreate(CreatePage):
    model = Competitor
    form = CompetitorForm


class CompetitorEdit(EditPage):
    model = Competitor
    form = CompetitorForm


class CompetitorDelete(DeletePage):
    model = Competitor
    action = staticmethod(delete_record)


class ChurnReasonList(ListPage):
    model = ChurnReason
    columns = ("name", Column("position", kind="text"))
    filterset = ChurnReasonFilter
    shown_filters = ("search",)
    empty = _("Why customers leave: price, quality, moved away. Without one, the reason is unknown.")


class ChurnReasonDetail(DetailPage):
    model = ChurnReason
    facts = ("name", "position")


class ChurnReasonCreate(CreatePage):
    model = ChurnReason
    form = ChurnReasonForm


class ChurnReasonEdit(EditPage):
    model = ChurnReason
    form = ChurnReasonForm


class ChurnReasonDelete(DeletePage):
    model = ChurnReason
    action = staticmethod(delete_record)


STEP = Column("step", kind="percent")


class MilestoneList(ListPage):
    model = Milestone
    columns = ("name", STEP, Column("position", kind="text"))
    filterset = MilestoneFilter
    shown_filters = ("search",)
    empty = _("What makes success likelier: an answer, a meeting, an offer sent.")


class MilestoneDetail(DetailPage):
    model = Milestone
    facts = ("name", STEP, "position")


class MilestoneCreate(CreatePage):
    model = Milestone
    form = MilestoneForm


class MilestoneEdit(EditPage):
    model = Milestone
    form = MilestoneForm


class MilestoneDelete(DeletePage):
    model = Milestone
    action = staticmethod(delete_record)


class LeadReach(ActPage):
    model = Lead
    form = ReachForm
    action = staticmethod(actions.reach_lead_milestone)
    title = _("Milestone reached")
    intro = _("It moves the success probability from that moment on.")
    submit = _("Reached")


class DealReach(LeadReach):
    model = Deal
    action = staticmethod(actions.reach_deal_milestone)


class DealSplit(EditPage):
    model = Deal
    verb = "assign"
    form = CreditForm
    title = _("Split the credit")
    intro = _("Whose success this deal is. The shares add up to 100 %; without a row it is its owner's alone.")


class ProgrammeDetail(DetailPage):
    """The one programme; its row is made when it is changed first."""

    model = LoyaltyProgramme
    template = "sales/loyaltyprogramme_detail.html"
    facts = ("active", "points_per_unit", "expires_after_days")

    def record(self, rows: Any = None) -> Any:
        return queries.programme()

    def get_title(self) -> str:
        return str(LoyaltyProgramme._meta.verbose_name).capitalize()

    def actions(self, record: Any) -> dict[str, Any]:
        may = self.request.user.can("change", LoyaltyProgramme)
        return {"edit_url": reverse("sales:loyaltyprogramme_edit") if may else "", "shown_buttons": []}


class ProgrammeEdit(EditPage):
    model = LoyaltyProgramme
    form = ProgrammeForm

    def record(self, rows: Any = None) -> Any:
        return queries.programme()

    def location(self, record: Any) -> str:
        return reverse("sales:loyaltyprogramme_detail")


class LoyaltyList(ListPage):
    """The ledger: every booking with what it did to the customer's balance."""

    model = LoyaltyBooking
    columns = ("at", "kind", "customer", Column("points", label=_("points"), kind="number"), "order", "note", "by")
    filterset = LoyaltyBookingFilter
    shown_filters = ("kind", "at")
    empty = _("Orders of a running loyalty programme earn points.")

    def rows(self, verb: str = "") -> Any:
        return super().rows(verb).with_points()


class LoyaltyDetail(DetailPage):
    model = LoyaltyBooking
    template = "sales/loyaltybooking_detail.html"
    facts = ("kind", "at", "customer", "order", "note", "by")

    def context(self, **more: Any) -> dict[str, Any]:
        entries = more["record"].entries.visible_to(self.request.user).select_related("line__product")
        return super().context(entries=entries.order_by("id"), **more)


class LoyaltyRedeem(CreatePage):
    """Hand out something for a customer's points."""

    model = LoyaltyBooking
    form = RedeemForm
    title = _("Redeem points")
    submit = _("Redeem")
    saved = _("Redeemed.")
