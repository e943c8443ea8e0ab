"""A short window counts on from the day before it, and comes out as if every day had been counted from nothing."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from accounts.models import Organisation
from analytics import sweeps
from analytics.cells import digest
from analytics.demo import company
from analytics.facts.customers import BOUGHT, KEPT_ACTIVE, LAST_YEARS_BUYERS
from analytics.fill import filling
from analytics.models import Cell, FactFill
from analytics.periods import Window
from sales.models import Order
from tests.demo.conftest import quiet

TODAY = dt.date(2026, 3, 24)
WHOLE = Window(dt.date(2024, 3, 24), TODAY)


def sweep(fact, window: Window) -> set:
    """Fill the window; what its cells are then."""
    sql, params = filling(fact, Organisation.objects.get(), window)
    cells = Cell.objects.filter(fact=fact.name, day__range=(window.first, window.last))
    cells.delete()
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
    return {
        (*row[:-1], tuple(row[-1]))
        for row in cells.values_list("slice", "day", "team", "key", "amounts")
        if any(row[-1])
    }


def change(window: Window) -> None:
    """One order of the window is cancelled, one becomes another customer's."""
    start, end = window.instants(company.ZONE)
    known = Order.objects.valid().filter(customer__isnull=False, ordered_at__gte=start, ordered_at__lt=end)
    first, second = known.order_by("pk").values_list("pk", flat=True)[:2]
    Order.objects.filter(pk=first).update(status="cancelled")
    Order.objects.filter(pk=second).update(customer=Order.objects.exclude(pk=second).earliest("pk").customer_id)


@pytest.mark.django_db
@pytest.mark.parametrize("fact", [BOUGHT, LAST_YEARS_BUYERS, KEPT_ACTIVE], ids=lambda fact: fact.name)
def test_a_changed_window_is_what_counting_from_nothing_says(fact) -> None:
    company.build(seed=7, size=80, today=TODAY + dt.timedelta(days=1), told=quiet)
    organisation = Organisation.objects.get()
    sweep(fact, WHOLE)
    filled = {"signature": digest(fact, organisation), "since": WHOLE.first, "until": WHOLE.last}
    for first in (dt.date(2026, 3, 2), dt.date(2026, 3, 15)):
        window = Window(first, TODAY)
        change(window)
        FactFill.objects.create(fact=fact.name, **filled)
        assert sweeps.counts_on(fact, organisation, window)
        counted_on = sweep(fact, window)
        FactFill.objects.all().delete()
        assert not sweeps.counts_on(fact, organisation, window)
        assert counted_on == sweep(fact, window)
        sweep(fact, WHOLE)
