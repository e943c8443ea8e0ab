"""Pages of expenses, trainings and market sizes."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import current
from accounts.actions import delete_record
from accounts.queries import today
from crm_project.columns import Column
from crm_project.form_pages import ActPage, CreatePage, DeletePage, EditPage
from crm_project.pages import Button, DetailPage, ListPage
from sales import actions
from sales.filters import ExpenseFilter, MarketSizeFilter, TrainingFilter
from sales.forms.expenses import AttendeesForm, ExpenseForm, MarketSizeForm, ReverseForm, TrainingForm
from sales.models import Expense, MarketSize, Training

Status = Expense.Status


def waits(expense: Expense) -> bool:
    return expense.status == Status.SUBMITTED


def can_go_back(expense: Expense) -> bool:
    return expense.status == Status.APPROVED and expense.amount > 0 and not hasattr(expense, "reversal")


class ExpenseList(ListPage):
    model = Expense
    columns = (
        "day",
        "kind",
        "cost_center",
        Column("amount", currency="currency"),
        "amount_home",
        "status",
        "owner",
        "project",
    )
    filterset = ExpenseFilter
    shown_filters = ("status", "kind", "cost_center", "owner", "day")
    empty = _("Claim what it cost to sell: trips, calls, meals, help from others.")


class ExpenseDetail(DetailPage):
    model = Expense
    facts = (
        "status",
        "day",
        "kind",
        "cost_center",
        Column("amount", currency="currency"),
        "amount_home",
        "spread_from",
        "spread_until",
        "owner",
        "team",
        "campaign",
        "channel",
        "project",
        "is_acquisition",
        "decided_by",
        "decided_at",
        "reverses",
        Column("reversal", label=_("taken back by"), kind="link"),
        "note",
        "external_id",
    )
    related = ("reversal",)
    buttons = (
        Button("sales:expense_approve", _("Approve"), icon="check", verb="assign", style="primary", when=waits),
        Button("sales:expense_reject", _("Reject"), icon="x", verb="assign", when=waits),
        Button("sales:expense_reverse", _("Take back"), icon="undo-2", when=can_go_back),
    )

    def actions(self, record: Any) -> dict[str, Any]:
        """What was approved stays: it is taken back instead."""
        found = super().actions(record)
        return {**found, "edit_url": "", "delete_url": ""} if record.status == Status.APPROVED else found


class ExpenseCreate(CreatePage):
    model = Expense
    form = ExpenseForm
    submit = _("Save expense")

    def start(self) -> Expense:
        return Expense(currency=current.organisation().home_currency, day=today())


class ExpenseEdit(EditPage):
    model = Expense
    form = ExpenseForm


class ExpenseDelete(DeletePage):
    model = Expense
    action = staticmethod(actions.delete_expense)


class ExpenseApprove(ActPage):
    model = Expense
    verb = "assign"
    action = staticmethod(actions.approve_expense)
    title = _("Approve the expense")
    submit = _("Approve")
    saved = _("Approved.")


class ExpenseReject(ActPage):
    model = Expense
    verb = "assign"
    action = staticmethod(actions.reject_expense)
    title = _("Reject the expense")
    intro = _("It disappears from the figures of its day.")
    submit = _("Reject")
    saved = _("Rejected.")


class ExpenseReverse(ActPage):
    model = Expense
    form = ReverseForm
    action = staticmethod(actions.reverse_expense)
    title = _("Take the expense back")
    intro = _("A negative expense counts on the day you give; the original stays where it is.")
    submit = _("Take back")
    saved = _("Taken back.")


class TrainingList(ListPage):
    model = Training
    columns = ("name", "completed_on", "effect_days", "cost")
    filterset = TrainingFilter
    shown_filters = ("completed_on",)
    empty = _("Note a training and who attended; what it changed in sales is counted by itself.")


class TrainingDetail(DetailPage):
    model = Training
    template = "sales/training_detail.html"
    facts = ("completed_on", "effect_days", "cost", "note")
    buttons = (Button("sales:training_attend", _("Add attendees"), icon="user-plus", style="primary"),)

    def context(self, **more: Any) -> dict[str, Any]:
        attendees = more["record"].attendees.visible_to(self.request.user).select_related("user", "team")
        return super().context(attendees=attendees, **more)


class TrainingCreate(CreatePage):
    model = Training
    form = TrainingForm


class TrainingEdit(EditPage):
    model = Training
    form = TrainingForm


class TrainingDelete(DeletePage):
    model = Training
    action = staticmethod(delete_record)


class TrainingAttend(ActPage):
    model = Training
    form = AttendeesForm
    action = staticmethod(actions.add_attendees)
    title = _("Add attendees")
    submit = _("Add")
    saved = _("Added.")


class MarketSizeList(ListPage):
    model = MarketSize
    columns = ("market", "region", "category", "period", "starts_on", "size", "published_by", "estimated_on")
    filterset = MarketSizeFilter
    shown_filters = ("period", "region", "category")
    empty = _("Enter how large your market is; your share of it follows.")


class MarketSizeDetail(DetailPage):
    model = MarketSize
    facts = ("market", "region", "category", "period", "starts_on", "size", "published_by", "estimated_on")


class MarketSizeCreate(CreatePage):
    model = MarketSize
    form = MarketSizeForm


class MarketSizeEdit(EditPage):
    model = MarketSize
    form = MarketSizeForm


class MarketSizeDelete(DeletePage):
    model = MarketSize
    action = staticmethod(delete_record)
