"""A use of data counts when the customer's consent to its purpose stood on that day."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.actions import create_customer, merge_customers, record_consent
from accounts.models import Consent, Customer, Organisation, User
from analytics.figures import Reader
from analytics.fill import fill
from analytics.kpis import KPIS
from analytics.models import DirtyDay
from analytics.periods import Window
from marketing.actions import record_use
from marketing.models import DataUse

KPI = KPIS["customer_data_utilization"]
MARCH = Window(dt.date(2026, 3, 1), dt.date(2026, 3, 31))


@pytest.fixture
def wang(root: User) -> Customer:
    return create_customer(Customer(name="Wang", since=dt.date(2026, 1, 1)), root)


def use(customer: Customer, root: User, day: int = 10, consented: bool = True) -> None:
    record_use(DataUse(customer=customer, on=dt.date(2026, 3, day), use="campaign", consented=consented), root)


def say(customer: Customer, root: User, day: int, given: bool, purpose: str = "campaign") -> None:
    at = dt.datetime(2026, 3, day, 4, tzinfo=dt.UTC)
    record_consent(Consent(customer=customer, purpose=purpose, given=given, at=at), root)


def counted() -> int:
    reader = Reader(Organisation.objects.get(), {}, live=True)
    return int(reader.figure(KPI, MARCH).numerator or 0)


def test_without_a_consent_on_record_the_use_says(wang: Customer, root: User) -> None:
    use(wang, root)
    assert counted() == 1


def test_a_consent_given_before_counts_whatever_the_use_says(wang: Customer, root: User) -> None:
    use(wang, root, consented=False)
    say(wang, root, 9, True)
    assert counted() == 1


def test_a_withdrawal_before_takes_it_out(wang: Customer, root: User) -> None:
    use(wang, root)
    say(wang, root, 8, True)
    say(wang, root, 9, False)
    assert counted() == 0


def test_a_withdrawal_afterwards_does_not(wang: Customer, root: User) -> None:
    use(wang, root)
    say(wang, root, 11, False)
    assert counted() == 1


def test_another_purpose_says_nothing(wang: Customer, root: User) -> None:
    use(wang, root)
    say(wang, root, 9, False, "survey")
    assert counted() == 1


def test_a_merged_duplicate_s_withdrawal_counts(wang: Customer, root: User) -> None:
    twin = create_customer(Customer(name="Wang W.", since=dt.date(2026, 1, 1)), root)
    say(twin, root, 9, False)
    use(wang, root)
    merge_customers(wang, twin, by=root)
    assert counted() == 0


def test_a_late_withdrawal_moves_what_is_filled(wang: Customer, root: User) -> None:
    use(wang, root)
    fill()
    say(wang, root, 9, False)
    assert sorted(DirtyDay.objects.filter(source="data_use").values_list("day", flat=True)) == [dt.date(2026, 3, 10)]
