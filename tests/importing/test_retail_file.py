"""One shop export with sales and returns, imported once as each."""

from __future__ import annotations

from decimal import Decimal

import pytest

from accounts.models import Customer, Organisation
from sales.models import Order, Refund
from tests.importing.conftest import Import, example, made

LINES = """InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
536365,85123A,WHITE HEART,6,12/1/2010 8:26,2.55,17850,United Kingdom
536366,22633,HAND WARMER,6,12/1/2010 8:28,1.85,,United Kingdom
536365,71053,LANTERN,3,12/1/2010 8:26,3.395,17850,United Kingdom
536365,POST,POSTAGE,1,12/1/2010 8:26,18.00,17850,United Kingdom
C536379,85123A,WHITE HEART,-2,12/2/2010 9:41,2.55,17850,United Kingdom
C536379,D,Discount,-1,12/2/2010 9:41,27.50,17850,United Kingdom
C536379,D,Discount,-1,12/2/2010 9:41,27.50,17850,United Kingdom
536589,21777,,-10,12/1/2010 16:50,0,,United Kingdom
""".encode("latin-1")


@pytest.fixture
def shop(load: Import, organisation: Organisation) -> Import:
    Organisation.objects.update(home_currency="GBP", time_zone="Europe/London")
    return load


def test_sales(shop: Import) -> None:
    report = shop("orders", LINES, example("retail-orders"))
    assert made(report) == (2, 0, 0, 0)
    assert report.skipped == 4
    order = Order.objects.get(number="536365")
    assert (order.net, order.items, order.customer.external_id) == (Decimal("25.485"), 9, "17850")
    assert Order.objects.get(number="536366").customer is None


def test_returns_count_on_their_day_and_are_no_transaction(shop: Import) -> None:
    shop("orders", LINES, example("retail-orders"))
    report = shop("refunds", LINES, example("retail-refunds"))
    assert made(report) == (3, 0, 0, 0)
    assert sum(refund.amount_home for refund in Refund.objects.valid()) == Decimal("60.1")
    assert Order.objects.valid().count() == 2
    assert Customer.objects.count() == 1


def test_returns_twice(shop: Import) -> None:
    shop("refunds", LINES, example("retail-refunds"))
    assert made(shop("refunds", LINES, example("retail-refunds"))) == (0, 0, 3, 0)


def test_returns_know_their_article(shop: Import) -> None:
    shop("refunds", LINES, example("retail-refunds"))
    part = Refund.objects.get(amount=Decimal("5.1")).lines.get()
    assert (part.line.product.sku, part.quantity, part.amount_home) == ("85123A", 2, Decimal("5.1"))
