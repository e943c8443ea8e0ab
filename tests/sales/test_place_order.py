"""Placing an order: its lines, its rate, whose it is."""

import datetime as dt
from decimal import Decimal

import pytest

from accounts.actions import assign_owner
from accounts.models import Customer, Team, User
from accounts.queries import start_of_day
from crm_project.errors import ActionRefused
from sales.actions import edit_order_lines, place_order, update_order
from sales.models import Order, OrderLine, Product


def line(product: Product | None = None, **said) -> dict:
    return {"product": product, **{name: Decimal(value) for name, value in said.items()}}


def test_it_works(huawei: Customer, chair: Product, lin: User, north: Team) -> None:
    order = place_order(huawei, [line(chair, quantity=3, unit_price="99.99", discount="9.97")], by=lin)
    assert (order.net, order.net_home, order.cost_home, order.items) == (290, 290, 180, 3)
    assert (order.owner, order.team, order.segment, order.currency) == (lin, north, huawei.segment, "CNY")
    assert order.number == f"O-{order.pk:06d}"
    assert OrderLine.objects.get().category == chair.category


def test_shipping_is_not_revenue_and_a_service_is_no_item(order: Order, chair: Product, lin: User) -> None:
    assert (order.net, order.items) == (100, 3)
    service = {"kind": "service", "unit_price": Decimal(50)}
    assert edit_order_lines(order, [service], by=lin).items == 0
    assert order.__class__.objects.get().net == 50


def test_the_rate_is_that_of_the_local_day(rates: None, huawei: Customer, lin: User) -> None:
    """16:00 UTC on 9 May is 10 May in Shanghai."""
    before, after = (
        place_order(huawei, [line(unit_price=100)], by=lin, currency="USD", ordered_at=at)
        for at in (dt.datetime(2024, 5, 9, 15, 59, tzinfo=dt.UTC), dt.datetime(2024, 5, 9, 16, tzinfo=dt.UTC))
    )
    assert (before.net_home, after.net_home) == (710, 725)


def test_three_currencies(rates: None, huawei: Customer, lin: User) -> None:
    for currency in ("CNY", "USD", "EUR"):
        place_order(huawei, [line(unit_price="10.01")], by=lin, currency=currency)
    homes = Order.objects.order_by("id").values_list("net_home", flat=True)
    assert list(homes) == [Decimal("10.0100"), Decimal("72.5725"), Decimal("78.0780")]


def test_a_missing_rate_is_refused(huawei: Customer, lin: User) -> None:
    with pytest.raises(ActionRefused) as refused:
        place_order(huawei, [line(unit_price=1)], by=lin, currency="USD")
    assert refused.value.field == "currency"
    assert not Order.objects.exists()


def test_it_belongs_to_the_customers_owner_of_the_day(huawei: Customer, omar: User, lin: User, max_: User) -> None:
    assign_owner(huawei, omar, start_of_day(dt.date(2024, 5, 1)), by=max_)
    ordered = start_of_day(dt.date(2024, 4, 30))
    assert place_order(huawei, [line(unit_price=1)], by=max_, ordered_at=ordered).owner == lin
    assert place_order(huawei, [line(unit_price=1)], by=max_).owner == omar


def test_a_list_price_is_the_default(huawei: Customer, chair: Product, lin: User) -> None:
    assert place_order(huawei, [line(chair, quantity=2)], by=lin).net == 200


def test_the_order_keeps_the_cost_of_its_day(order: Order, chair: Product) -> None:
    chair.cost = Decimal(1)
    chair.save()
    assert Order.objects.get().cost_home == 180


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [line(unit_price=1, quantity=0)],
        [line(unit_price=1, quantity=-1)],
        [line(unit_price=-1)],
        [line(unit_price=1, discount=2)],
        [line(unit_price=1, discount=-1)],
        [line(unit_price=1, amount=3)],
    ],
)
def test_a_line_makes_sense(lines: list, huawei: Customer, lin: User) -> None:
    with pytest.raises(ActionRefused) as refused:
        place_order(huawei, lines, by=lin)
    assert refused.value.field == "lines"
    assert not Order.objects.exists()


def test_nobody_needs_to_be_the_customer(lin: User) -> None:
    assert place_order(None, [line(unit_price=1)], by=lin).customer is None


def test_the_future_is_refused(huawei: Customer, lin: User, now) -> None:
    with pytest.raises(ActionRefused):
        place_order(huawei, [line(unit_price=1)], by=lin, ordered_at=dt.datetime(2024, 6, 1, tzinfo=dt.UTC))


def test_a_number_taken_is_a_sentence(huawei: Customer, lin: User) -> None:
    place_order(huawei, [line(unit_price=1)], by=lin, number="A1")
    with pytest.raises(ActionRefused):
        place_order(huawei, [line(unit_price=1)], by=lin, number="A1")


def test_another_day_brings_another_rate(rates: None, huawei: Customer, lin: User) -> None:
    order = place_order(huawei, [line(unit_price=100)], by=lin, currency="USD")
    order.ordered_at = dt.datetime(2024, 5, 2, tzinfo=dt.UTC)
    assert update_order(order, lin).net_home == 710
