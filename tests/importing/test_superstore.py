"""The public sample file gives its published sums."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from accounts.models import Customer, Organisation
from analytics.models import DirtyDay
from sales.models import Order, OrderLine, Product, ProductCategory
from tests.importing.conftest import Import, example, made

FILE = Path(__file__).resolve().parents[3] / "shared" / "data" / "superstore.csv"

pytestmark = pytest.mark.skipif(not FILE.exists(), reason="the sample file is not here")


@pytest.fixture
def loaded(load: Import, organisation: Organisation) -> Import:
    Organisation.objects.update(home_currency="USD", time_zone="America/New_York")
    report = load("orders", FILE.read_bytes(), example("superstore-orders"))
    assert made(report) == (5009, 0, 0, 0)
    return load


def sql(query: str) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()


def test_sums(loaded: Import) -> None:
    assert sql("SELECT sum(net_home), sum(net_home - cost_home), sum(items) FROM sales_order") == (
        Decimal("2297200.8603"),
        Decimal("286397.0217"),
        Decimal(37873),
    )
    assert (Order.objects.count(), OrderLine.objects.count(), Customer.objects.count()) == (5009, 9994, 793)


def test_what_came_on_the_way(loaded: Import) -> None:
    assert sorted(ProductCategory.objects.filter(parent=None).values_list("name", flat=True)) == [
        "Furniture", "Office Supplies", "Technology",
    ]  # fmt: skip
    assert Product.objects.get(sku="FUR-BO-10001798").category.top.name == "Furniture"
    claire = Customer.objects.get(external_id="CG-12520")
    assert (claire.name, claire.kind, claire.segment.name, claire.source) == (
        "Claire Gute",
        "person",
        "Consumer",
        "superstore",
    )


def test_day_is_the_files_day(loaded: Import) -> None:
    order = Order.objects.get(number="CA-2016-152156")
    assert order.ordered_at.astimezone(Organisation.objects.get().zone).date() == dt.date(2016, 11, 8)


def test_second_run_changes_nothing(loaded: Import) -> None:
    marks, versions = DirtyDay.objects.count(), sql("SELECT sum(xmin::text::bigint) FROM sales_orderline")
    report = loaded("orders", FILE.read_bytes(), example("superstore-orders"))
    assert made(report) == (0, 0, 5009, 0)
    assert (DirtyDay.objects.count(), sql("SELECT sum(xmin::text::bigint) FROM sales_orderline")) == (marks, versions)
