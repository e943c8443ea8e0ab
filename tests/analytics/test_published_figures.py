"""A published figure is the figure of its own period in its scope, and is never changed."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.models import Organisation
from analytics.fact import today
from analytics.figures import Reader
from analytics.fill import fill
from analytics.kpis import KPIS
from analytics.models import Snapshot
from analytics.periods import Window
from analytics.scopes import Scope
from sales.models import Order
from tests.analytics.busy import Busy


@pytest.mark.django_db
def test_a_published_figure_is_the_live_one(filled: Busy, organisation: Organisation) -> None:
    wrong = []
    for kpi in KPIS.values():
        for row in Snapshot.objects.filter(kpi=kpi.code).order_by("numerator", "day")[::400]:
            reader = Reader(organisation, Scope(row.scope, row.scope_id).filters(), live=True)
            figure = reader.figure(kpi, Window(row.since, row.day))
            said = tuple(None if x is None else round(x, 12) for x in (figure.numerator, figure.denominator))
            if said != (row.numerator, row.denominator):
                wrong.append((kpi.code, row.day, row.scope, said, row.numerator, row.denominator))
    assert not wrong


@pytest.mark.django_db
def test_no_figure_is_published_for_a_day_that_is_not_over(filled: Busy, organisation: Organisation) -> None:
    assert not Snapshot.objects.filter(day__gte=today(organisation)).exists()


@pytest.mark.django_db
def test_a_late_order_adds_a_revision_and_keeps_the_first(filled: Busy, organisation: Organisation) -> None:
    day = today(organisation) - dt.timedelta(days=30)
    at = dt.datetime.combine(day, dt.time(12), organisation.zone)
    Order.objects.create(number="late", ordered_at=at, currency="CNY")
    fill()
    rows = Snapshot.objects.filter(kpi="transactions", scope="company", day=day).order_by("revision")
    first, second = rows
    assert (second.numerator - first.numerator, second.reason) == (1, "restated")


@pytest.mark.django_db
def test_a_late_order_restates_only_the_days_in_its_windows(filled: Busy, organisation: Organisation) -> None:
    day = today(organisation) - dt.timedelta(days=30)
    at = dt.datetime.combine(day, dt.time(12), organisation.zone)
    Order.objects.create(number="late", ordered_at=at, currency="CNY")
    fill()
    assert not Snapshot.objects.filter(revision__gt=1, day__lt=day).exists()
