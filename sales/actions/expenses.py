"""Expenses: claimed at the rate of their day, decided by somebody else, taken back by a negative one."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.records import create_record, delete_record, instance_of, lock, update_record, write_record
from accounts.models import User
from accounts.queries import organisation, stamp_for, start_of_day, team_of, today
from accounts.rates import rate_on, to_home, to_money
from crm_project.errors import ActionRefused
from sales.models import Expense
from sales.models.expenses import LONGEST_SPREAD

Status = Expense.Status


@transaction.atomic
def record_expense(source: Any, by: User | None) -> Expense:
    """Save a new expense in its currency and, at the rate of its day, in home currency; it waits for a decision.

    It belongs to ``by`` unless it says whose it is. Raises ActionRefused for nothing, for a day to come without a
    spread, or when no rate is known.
    """
    expense = instance_of(source)
    expense.status, expense.currency = Status.SUBMITTED, expense.currency or organisation().home_currency
    _check(expense)
    _convert(expense)
    stamp_for(expense.owner or by, None, start_of_day(expense.day)).put_on(expense)
    return create_record(source, by)


@transaction.atomic
def update_expense(source: Any, by: User | None, version: int | None = None) -> Expense:
    """Save a changed expense. One that was approved stays as it is; one that was rejected waits again."""
    expense = instance_of(source)
    stored = lock(Expense, expense.pk)
    if stored.status == Status.APPROVED or stored.reverses_id:
        raise ActionRefused(_("This expense was approved, so it stays as it is. Take it back and claim it anew."))
    _check(expense)
    _convert(expense)
    expense.status, expense.decided_at, expense.decided_by = Status.SUBMITTED, None, None
    if expense.owner_id != stored.owner_id and expense.team_id == stored.team_id:
        expense.team = team_of(expense.owner, expense.day)
    return update_record(source, by, version)


@transaction.atomic
def approve_expense(expense: Expense, *, by: User | None) -> Expense:
    """Accept a claim. Nobody decides on their own."""
    return _decide(expense, by, Status.APPROVED, "approve")


@transaction.atomic
def reject_expense(expense: Expense, *, by: User | None) -> Expense:
    """Refuse a claim: it disappears from its own day."""
    return _decide(expense, by, Status.REJECTED, "reject")


@transaction.atomic
def reverse_expense(
    expense: Expense, *, by: User | None, day: dt.date | None = None, amount: Decimal | None = None, note: str = ""
) -> Expense:
    """Take an approved expense back, whole or in part, once: a negative expense on a local day (default today).

    ``amount`` is positive, in the currency of the expense, at its rate.
    """
    expense, day = lock(Expense, expense.pk), day or today()
    if expense.status != Status.APPROVED or expense.amount < 0:
        raise ActionRefused(_("Only an approved expense can be taken back."))
    if Expense.objects.filter(reverses=expense).exists():
        raise ActionRefused(_("This expense was taken back already."))
    if day < expense.day or day > today():
        raise ActionRefused(_("The day lies between that of the expense and today."), field="day")
    amount = expense.amount if amount is None else to_money(amount)
    if not 0 < amount <= expense.amount:
        raise ActionRefused(_("More than nothing, and at most what was spent."), field="amount")
    home = expense.amount_home if amount == expense.amount else to_home(amount, expense.rate)
    kept = ["kind", "cost_center", "currency", "rate", "campaign_id", "project", "is_acquisition"]
    kept += ["owner_id", "team_id", "segment_id", "channel_id"]
    reversal = Expense(
        day=day, amount=-amount, amount_home=-home, note=note or expense.note, reverses=expense,
        status=Status.APPROVED, decided_at=timezone.now(), decided_by=by,
        **{name: getattr(expense, name) for name in kept},
    )  # fmt: skip
    return create_record(reversal, by, action="reverse")


@transaction.atomic
def delete_expense(expense: Expense, *, by: User | None) -> None:
    """Throw a claim away that was not approved."""
    if lock(Expense, expense.pk).status == Status.APPROVED:
        raise ActionRefused(_("This expense was approved, so it stays as it is. Take it back and claim it anew."))
    delete_record(expense, by)


def _decide(expense: Expense, by: User | None, status: str, action: str) -> Expense:
    expense = lock(Expense, expense.pk)
    if expense.status != Status.SUBMITTED:
        raise ActionRefused(_("This expense was decided on already."))
    if by is not None and expense.owner_id == by.pk:
        raise ActionRefused(_("Somebody else decides on your own expenses."))
    expense.status, expense.decided_at, expense.decided_by = status, timezone.now(), by
    return write_record(expense, by, action)


def _check(expense: Expense) -> None:
    if expense.amount is None or expense.amount <= 0:
        raise ActionRefused(_("An expense is more than nothing; what comes back is taken back."), field="amount")
    if expense.cost_center == Expense.CostCenter.SERVICE and expense.is_acquisition:
        raise ActionRefused(_("Customer service cost does not win new customers."), field="is_acquisition")
    first, last = expense.spread_from, expense.spread_until
    if (first is None) != (last is None):
        raise ActionRefused(_("A spread has a first and a last day."), field="spread_until")
    if first and last and not 0 <= (last - first).days < LONGEST_SPREAD:
        raise ActionRefused(_("The last day comes after the first, within ten years."), field="spread_until")
    if first is None and expense.day > today():
        raise ActionRefused(_("This day is still to come."), field="day")


def _convert(expense: Expense) -> None:
    expense.rate = rate_on(expense.currency, expense.day)
    expense.amount_home = to_home(expense.amount, expense.rate)
