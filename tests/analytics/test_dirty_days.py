"""A write marks the local days its record counted on before and counts on now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from accounts.models import Customer, Organisation
from analytics import triggers
from analytics.models import DirtyDay
from sales.models import Order, Refund
from service.models import AgentState

EVENING = dt.datetime(2024, 5, 9, 17, tzinfo=dt.UTC)  # the tenth has begun in Shanghai
LATER = EVENING + dt.timedelta(days=5)
Marked = Callable[[str], list[int]]


@pytest.fixture
def order(organisation: Organisation) -> Order:
    triggers.install()
    customer = Customer.objects.create(name="Huawei", since=dt.date(2024, 1, 1))
    return Order.objects.create(number="A-1", customer=customer, ordered_at=EVENING, currency="CNY")


@pytest.fixture
def refund(order: Order) -> Refund:
    return Refund.objects.create(order=order, refunded_at=LATER, amount=1, amount_home=1)


@pytest.fixture
def marked() -> Marked:
    """Days of May of a source."""
    return lambda source: sorted({row.day.day for row in DirtyDay.objects.filter(source=source)})


def forget() -> None:
    DirtyDay.objects.all().delete()


def test_the_day_is_the_company_s(order: Order, marked: Marked) -> None:
    assert marked("order") == [10]


def test_a_record_that_moves_marks_both_days(order: Order, marked: Marked) -> None:
    forget()
    Order.objects.update(ordered_at=LATER)
    assert marked("order") == [10, 15]


def test_a_refund_marks_its_own_day(refund: Refund, marked: Marked) -> None:
    assert marked("refund") == [15]


def test_a_cancelled_order_marks_its_refunds(refund: Refund, marked: Marked) -> None:
    forget()
    Order.objects.update(status="cancelled")
    assert marked("refund") == [15]


def test_a_merge_marks_first_orders_of_both(order: Order, marked: Marked) -> None:
    other = Customer.objects.create(name="Huawei Ltd", since=dt.date(2024, 1, 1))
    Order.objects.create(number="A-2", customer=other, ordered_at=LATER, currency="CNY")
    forget()
    Customer.objects.filter(pk=other.pk).update(merged_into=order.customer, merged_at=LATER)
    assert marked("first") == [10, 15]


def test_a_state_over_midnight_marks_both_days(order: Order, ana, marked: Marked) -> None:
    evening = EVENING - dt.timedelta(hours=3)
    AgentState.objects.create(owner=ana, state="staffed", started_at=evening, ended_at=EVENING)
    assert marked("agent_state") == [9, 10]


def test_a_customer_first_noted_earlier_marks_both_days(order: Order, marked: Marked) -> None:
    Customer.objects.update(since=dt.date(2024, 5, 3))
    forget()
    Customer.objects.update(since=dt.date(2024, 5, 20))
    assert marked("prospect") == [3, 20]
