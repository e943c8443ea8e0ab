"""Expenses: the rate of the day, who decides, taking back, spreading over days."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import ExchangeRate, User
from crm_project.errors import ActionRefused
from sales.actions import approve_expense, record_expense, reject_expense, reverse_expense, update_expense
from sales.models import Expense, ExpenseDay

DAY = dt.date(2025, 3, 3)


def claim(by: User, **said: Any) -> Expense:
    return record_expense(Expense(**{"day": DAY, "amount": Decimal(800), **said}), by)


def test_it_is_converted_at_the_rate_of_its_day(lin: User) -> None:
    ExchangeRate.objects.create(currency="USD", day=dt.date(2025, 1, 1), rate="7.2")
    assert claim(lin, amount=Decimal(10), currency="USD").amount_home == 72


def test_it_belongs_to_who_claims_it_and_their_team(lin: User, north: Any) -> None:
    expense = claim(lin)
    assert (expense.owner, expense.team, expense.status) == (lin, north, "submitted")


def test_nobody_decides_on_their_own(max_: User) -> None:
    expense = claim(max_)
    with pytest.raises(ActionRefused, match="Somebody else"):
        approve_expense(expense, by=max_)


def test_a_rejected_claim_does_not_stand(lin: User, max_: User) -> None:
    reject_expense(claim(lin), by=max_)
    assert not ExpenseDay.objects.standing().exists()


def test_a_decision_stands(lin: User, max_: User) -> None:
    expense = approve_expense(claim(lin), by=max_)
    with pytest.raises(ActionRefused, match="decided"):
        reject_expense(expense, by=max_)


def test_what_was_approved_is_not_edited(lin: User, max_: User) -> None:
    expense = approve_expense(claim(lin), by=max_)
    expense.amount = Decimal(1)
    with pytest.raises(ActionRefused, match="stays as it is"):
        update_expense(expense, lin)


def test_a_part_is_taken_back_on_its_own_day(lin: User, max_: User) -> None:
    expense = approve_expense(claim(lin), by=max_)
    back = reverse_expense(expense, by=max_, amount=Decimal(200), day=DAY + dt.timedelta(days=31))
    assert (back.amount_home, back.reverses, back.owner, back.day.month) == (-200, expense, lin, 4)


def test_only_once(lin: User, max_: User) -> None:
    expense = approve_expense(claim(lin), by=max_)
    reverse_expense(expense, by=max_)
    with pytest.raises(ActionRefused, match="already"):
        reverse_expense(expense, by=max_)


def test_a_monthly_bill_counts_in_parts_that_add_up(lin: User) -> None:
    claim(lin, amount=Decimal(100), spread_from=dt.date(2025, 3, 1), spread_until=dt.date(2025, 3, 30))
    parts = list(ExpenseDay.objects.order_by("day").values_list("amount_home", flat=True))
    assert (len(parts), sum(parts), max(parts) - min(parts)) == (30, 100, Decimal("0.0001"))


@pytest.mark.parametrize(
    "said",
    [
        {"amount": Decimal(0)},
        {"day": dt.date(2999, 1, 1)},
        {"spread_from": DAY},
        {"spread_from": DAY, "spread_until": DAY - dt.timedelta(days=1)},
        {"cost_center": "customer_service", "is_acquisition": True},
        {"currency": "XYZ"},
    ],
)
def test_nonsense_is_refused(lin: User, said: dict[str, Any]) -> None:
    with pytest.raises(ActionRefused):
        claim(lin, **said)
