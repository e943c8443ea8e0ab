"""Orders: lines to heads, amounts, rates, updates."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from accounts.models import ExchangeRate, User
from sales.models import Order, OrderLine
from tests.importing.conftest import Import, example, made

HEAD = "Order,Placed (UTC),Customer No,Company,Rep,Cur,State,Article,Text,Group,Qty,Price,Disc %,Cost\n"
ONE = "A1,2024-03-01 10:00,7,Wu Ltd,Lin Na,CNY,shipped,P1,Pen,Office/Pens,3,2.50,20%,4\n"
TWO = "A1,2024-03-01 10:00,7,Wu Ltd,Lin Na,CNY,shipped,SHIP,Freight,,1,9,,\n"
OTHER = "A2,2024-03-02 20:00,,,,USD,shipped,P1,Pen,Office/Pens,1,10.00,,\n"


def rate() -> None:
    ExchangeRate.objects.create(currency="USD", day=dt.date(2024, 1, 1), rate=Decimal("7.1"))


def test_it_works(load: Import) -> None:
    rate()
    report = load("orders", HEAD + ONE + OTHER + TWO, example("orders"))
    order = Order.objects.get(number="A1")
    assert made(report) == (2, 0, 0, 0)
    assert (order.net, order.cost_home, order.items, order.customer.name) == (6, 4, 3, "Wu Ltd")
    assert [line.kind for line in order.lines.order_by("id")] == ["product", "shipping"]
    assert order.lines.first().category.top.name == "Office"


def test_foreign_money_at_the_rate_of_the_day(load: Import) -> None:
    rate()
    load("orders", HEAD + OTHER, example("orders"))
    order = Order.objects.get(number="A2")
    assert (order.net, order.net_home, order.rate, order.customer) == (10, 71, Decimal("7.1"), None)


def test_no_rate_rejects_the_order(load: Import) -> None:
    report = load("orders", HEAD + ONE + OTHER, example("orders"))
    assert made(report) == (1, 0, 0, 1)
    assert report.reasons == {3: "there is no exchange rate for USD on 2024-03-03"}


def test_half_an_order_is_not_imported(load: Import) -> None:
    report = load(
        "orders", HEAD + ONE + TWO.replace(",1,9,", ",one,9,") + OTHER.replace("USD", "CNY"), example("orders")
    )
    assert made(report) == (1, 0, 0, 2)
    assert "row 3 was rejected" in report.reasons[2]


def test_changed_line_updates_its_order(load: Import) -> None:
    load("orders", HEAD + ONE + TWO, example("orders"))
    report = load("orders", HEAD + ONE.replace("2.50", "5.00"), example("orders"))
    assert made(report) == (0, 1, 0, 0)
    assert (Order.objects.get().net, OrderLine.objects.count()) == (12, 1)


def test_first_row_decides_the_head(load: Import) -> None:
    report = load("orders", HEAD + ONE + TWO.replace("Lin Na", "Sam"), example("orders"))
    assert Order.objects.get().owner.display_name == "Lin Na"
    assert [(w["rows"], w["first_lines"]) for w in report.warnings] == [(1, [3])]


def test_new_owner_cannot_sign_in(load: Import) -> None:
    report = load("orders", HEAD + ONE, example("orders"))
    user = User.objects.get(username="lin.na")
    assert (user.role, user.has_usable_password(), report.beside["owners"]) == ("rep", False, 1)


def test_half_a_cent_goes_to_even(load: Import) -> None:
    ExchangeRate.objects.create(currency="USD", day=dt.date(2024, 1, 1), rate=Decimal("0.5"))
    load("orders", HEAD + OTHER.replace("10.00", "0.0001"), example("orders"))
    assert Order.objects.get().net_home == Decimal(0)
