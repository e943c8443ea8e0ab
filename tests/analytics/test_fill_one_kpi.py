"""Filling one KPI publishes that one and nothing about KPIs whose facts were left alone."""

from __future__ import annotations

import pytest

from analytics.fill import fill
from analytics.models import Snapshot
from tests.analytics.busy import Busy


@pytest.mark.django_db
def test_nothing_is_said_of_kpis_that_were_not_filled(busy: Busy) -> None:
    fill(kpi="win_rate")
    assert not Snapshot.objects.filter(kpi="transactions").exists()


@pytest.mark.django_db
def test_the_next_fill_publishes_the_rest_without_restating(busy: Busy) -> None:
    fill(kpi="win_rate")
    fill()
    assert not Snapshot.objects.filter(revision__gt=1).exists()
