"""Orders from a file earn points like those entered by hand, by the same rule."""

from __future__ import annotations

from decimal import Decimal

import pytest

from accounts.models import Customer
from sales.models import LoyaltyBooking, LoyaltyProgramme
from sales.queries import points_of
from tests.importing.conftest import Import, example

ORDERS = """Order,Placed (UTC),Customer No,Company,Rep,Cur,State,Article,Text,Group,Qty,Price,Disc %,Cost
A1,2024-03-01 10:00,7,Wu Ltd,Lin Na,CNY,shipped,P1,Pen,Office/Pens,3,2.50,,4
A1,2024-03-01 10:00,7,Wu Ltd,Lin Na,CNY,shipped,P2,Ink,Office/Ink,1,11,,4
"""


@pytest.fixture
def programme(db: object) -> LoyaltyProgramme:
    return LoyaltyProgramme.objects.create(pk=1, active=True, points_per_unit=Decimal("0.5"))


def points(load: Import, lines: str) -> int:
    load("orders", lines, example("orders"))
    return points_of(Customer.objects.get(external_id="7"))


def test_each_line_earns_rounded_down(programme: LoyaltyProgramme, load: Import) -> None:
    assert points(load, ORDERS) == 3 + 5


def test_again_earns_nothing_more(programme: LoyaltyProgramme, load: Import) -> None:
    points(load, ORDERS)
    assert (points(load, ORDERS), LoyaltyBooking.objects.count()) == (8, 1)


def test_a_corrected_file_books_the_difference(programme: LoyaltyProgramme, load: Import) -> None:
    points(load, ORDERS)
    assert points(load, ORDERS.replace("Ink,1,11", "Ink,1,5")) == 3 + 2


def test_an_order_the_file_calls_off_earned_nothing(programme: LoyaltyProgramme, load: Import) -> None:
    points(load, ORDERS)
    assert points(load, ORDERS.replace("shipped", "void")) == 0


def test_orders_from_before_the_programme_never_earn(load: Import) -> None:
    points(load, ORDERS)
    LoyaltyProgramme.objects.create(pk=1, active=True)
    assert points(load, ORDERS.replace("Ink,1,11", "Ink,1,5")) == 0
