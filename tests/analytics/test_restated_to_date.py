"""Published sums to date: what a late record moves, and where they begin anew."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.models import Organisation
from analytics.fill import fill
from analytics.models import Snapshot
from marketing.models import Spend


@pytest.mark.django_db
def test_a_late_expense_moves_every_later_day_of_its_month(organisation: Organisation, time_machine) -> None:  # type: ignore[no-untyped-def]
    time_machine.move_to(dt.datetime(2024, 6, 3, tzinfo=dt.UTC), tick=False)
    for day in (1, 20):
        Spend.objects.create(day=dt.date(2024, 5, day), kind="advertising", planned=100, actual=50)
        fill()
    restated = Snapshot.objects.filter(kpi="ad_cost_control_rate", scope="company", revision=2).order_by("day")
    assert [row.day.day for row in restated] == list(range(20, 32))


@pytest.mark.django_db
def test_a_month_begins_at_nothing(organisation: Organisation, time_machine) -> None:  # type: ignore[no-untyped-def]
    time_machine.move_to(dt.datetime(2024, 6, 3, 4, tzinfo=dt.UTC), tick=False)
    Spend.objects.create(day=dt.date(2024, 5, 9), kind="advertising", planned=100, actual=50)
    fill()
    row = Snapshot.objects.get(kpi="ad_cost_control_rate", scope="company", day=dt.date(2024, 6, 1))
    assert row.numerator == 0
