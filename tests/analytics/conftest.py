"""The busy company of the contract tests."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

import pytest

from accounts.models import Organisation
from analytics.fact import today
from analytics.fill import fill
from analytics.kpi import Kpi
from analytics.kpis import KPIS
from analytics.periods import Window, month_of, trailing
from analytics.scopes import Scope
from tests.analytics.busy import Busy


@pytest.fixture
def busy(organisation: Organisation) -> Busy:
    return Busy(Random(7)).fill_up(60)


@pytest.fixture
def filled(busy: Busy) -> Busy:
    fill()
    return busy


@pytest.fixture(params=KPIS.values(), ids=lambda kpi: kpi.code)
def kpi(request: pytest.FixtureRequest) -> Kpi:
    return request.param


def questions(busy: Busy, organisation: Organisation) -> list[tuple[Window, dict[str, Any]]]:
    """Windows and scopes a KPI is asked about."""
    now = today(organisation)
    month = month_of(now - dt.timedelta(days=40))
    windows = [Window(month.last, month.last), month, trailing(now, 365), Window(dt.date(now.year, 1, 1), now)]
    team, person = busy.teams[0], busy.people[0]
    filters = [{}, Scope("team", team.pk).filters(), Scope("owner", person.pk).filters()]
    return [(window, chosen) for window in windows for chosen in filters]
