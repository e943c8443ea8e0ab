"""Refunds at their order's rate, cut to its lines, once."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from accounts.models import ExchangeRate
from sales.models import Order, Refund, RefundLine
from tests.importing.conftest import Import, example, made
from tests.importing.test_orders import HEAD as ORDERS
from tests.importing.test_orders import OTHER

HEAD = "Credit note,Order,Date,Amount,Article,Qty,Why\n"
ONE = "R1,A2,2024-03-05,-4.00,P1,-1,broken\n"
REST = "R2,A2,2024-03-06,-6.00,,,\n"


def order(load: Import) -> None:
    ExchangeRate.objects.create(currency="USD", day=dt.date(2024, 1, 1), rate=Decimal("7.33333333"))
    load("orders", ORDERS + OTHER, example("orders"))


def test_it_works(load: Import) -> None:
    order(load)
    assert made(load("refunds", HEAD + ONE, example("refunds"))) == (1, 0, 0, 0)
    refund = Refund.objects.get()
    assert (refund.amount, refund.amount_home, refund.reason) == (4, Decimal("29.3333"), "broken")
    assert RefundLine.objects.get().amount_home == refund.amount_home


def test_everything_back_is_exactly_nothing(load: Import) -> None:
    order(load)
    load("refunds", HEAD + ONE + REST, example("refunds"))
    assert sum(refund.amount_home for refund in Refund.objects.all()) == Order.objects.get().net_home


def test_second_run_changes_nothing(load: Import) -> None:
    order(load)
    load("refunds", HEAD + ONE + REST, example("refunds"))
    assert made(load("refunds", HEAD + ONE + REST, example("refunds"))) == (0, 0, 2, 0)
    assert RefundLine.objects.count() == 2


def test_unknown_order_is_rejected(load: Import) -> None:
    assert load("refunds", HEAD + ONE, example("refunds")).reasons == {2: "there is no order “A2”"}


def test_positive_where_negative_is_meant(load: Import) -> None:
    order(load)
    assert "negative" in load("refunds", HEAD + ONE.replace("-4", "4"), example("refunds")).reasons[2]
