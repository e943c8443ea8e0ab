"""Giving money back: at the order's rate, never more than was paid for, cut into the lines exactly."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db.models import Sum
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Customer, ExchangeRate, User
from crm_project.errors import ActionRefused
from sales.actions import allocate, cancel_order, place_order, refund_order
from sales.models import Order, OrderLine, Refund, RefundLine

from .conftest import NOW


def homes(refund: Refund) -> list[Decimal]:
    return list(refund.lines.order_by("line").values_list("amount_home", flat=True))


def test_it_works(order: Order, lin: User) -> None:
    refund = refund_order(order, by=lin, amount=Decimal(50), reason="scratched")
    assert (refund.amount, refund.amount_home, refund.refunded_at) == (50, 50, NOW)
    assert homes(refund) == [5, 10, 35]


def test_the_order_stays_what_it_was(order: Order, lin: User) -> None:
    refund_order(order, by=lin)
    after = Order.objects.get()
    assert (after.net, after.status) == (100, "placed")


def test_shipping_is_not_refunded(order: Order, lin: User) -> None:
    assert refund_order(order, by=lin).amount == 100


def test_more_than_is_left_is_refused(order: Order, lin: User) -> None:
    refund_order(order, by=lin, amount=Decimal(60))
    with pytest.raises(ActionRefused) as refused:
        refund_order(order, by=lin, amount=Decimal("40.0001"))
    assert refused.value.field == "amount"
    assert refund_order(order, by=lin, amount=Decimal(40)).pk


def test_when_nothing_is_left_it_is_refused(order: Order, lin: User) -> None:
    refund_order(order, by=lin)
    with pytest.raises(ActionRefused):
        refund_order(order, by=lin)


@pytest.mark.parametrize("rate", ["7.12345678", "0.00004321", "19.33333333"])
def test_a_full_refund_nets_to_nothing_at_home(rate: str, huawei: Customer, lin: User) -> None:
    ExchangeRate.objects.create(currency="USD", day=dt.date(2024, 1, 1), rate=Decimal(rate))
    lines = [{"unit_price": Decimal(price)} for price in ("33.33", "0.07", "11.19")]
    order = place_order(huawei, lines, by=lin, currency="USD")
    for amount in (Decimal("7.77"), Decimal("0.01"), None):
        refund_order(order, by=lin, amount=amount)
    assert Refund.objects.aggregate(home=Sum("amount_home"))["home"] == order.net_home
    for line in OrderLine.objects.all():
        assert line.refund_lines.aggregate(home=Sum("amount_home"))["home"] == line.amount_home


def test_the_rate_is_that_of_the_order(rates: None, huawei: Customer, lin: User, now) -> None:
    ordered = dt.datetime(2024, 5, 2, tzinfo=dt.UTC)
    order = place_order(huawei, [{"unit_price": Decimal(100)}], by=lin, currency="USD", ordered_at=ordered)
    assert refund_order(order, by=lin, amount=Decimal(10)).amount_home == 71


def test_named_lines(order: Order, lin: User) -> None:
    first, second, third, _shipping = order.lines.order_by("id")
    refund = refund_order(
        order, by=lin, lines=[{"line": third, "quantity": 1}, {"line": first, "amount": Decimal("2.5")}]
    )
    assert refund.amount == Decimal("72.5")
    assert RefundLine.objects.get(line=third).amount_home == 70
    assert not RefundLine.objects.filter(line=second).exists()


def test_more_of_a_line_than_there_is_is_refused(order: Order, lin: User) -> None:
    first = order.lines.order_by("id").first()
    with pytest.raises(ActionRefused):
        refund_order(order, by=lin, lines=[{"line": first, "amount": Decimal(11)}])
    with pytest.raises(ActionRefused):
        refund_order(order, by=lin, lines=[{"line": first, "quantity": 2}])


def test_a_line_of_another_order_is_refused(order: Order, huawei: Customer, lin: User) -> None:
    other = place_order(huawei, [{"unit_price": Decimal(1)}], by=lin)
    with pytest.raises(ActionRefused):
        refund_order(order, by=lin, lines=[{"line": other.lines.get(), "amount": Decimal(1)}])


def test_parts_that_do_not_add_up_are_refused(order: Order, lin: User) -> None:
    first = order.lines.order_by("id").first()
    with pytest.raises(ActionRefused):
        refund_order(order, by=lin, amount=Decimal(5), lines=[{"line": first, "amount": Decimal(4)}])


@pytest.mark.parametrize("amount", [Decimal(0), Decimal(-1)])
def test_nothing_is_refused(amount: Decimal, order: Order, lin: User) -> None:
    with pytest.raises(ActionRefused):
        refund_order(order, by=lin, amount=amount)


def test_a_cancelled_order_is_refused(order: Order, lin: User) -> None:
    cancel_order(order, by=lin)
    with pytest.raises(ActionRefused):
        refund_order(order, by=lin)


def test_before_the_order_is_refused(order: Order, lin: User) -> None:
    with pytest.raises(ActionRefused):
        refund_order(order, by=lin, at=NOW - dt.timedelta(days=1))


MONEY = st.decimals(min_value=0, max_value=10**9, places=4)


@given(total=MONEY, weights=st.lists(MONEY, min_size=1, max_size=9))
def test_parts_always_add_up(total: Decimal, weights: list[Decimal]) -> None:
    assert sum(allocate(total, weights), Decimal(0)) == total
