"""A team's figure is that of the team and the teams below it: asked, published, and in the rows behind it."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.models import Organisation, Team
from analytics.behind import rows_behind
from analytics.figures import Reader
from analytics.fill import fill
from analytics.kpis import KPIS
from analytics.models import Snapshot
from analytics.periods import Window
from analytics.scopes import Scope
from sales.models import Order

YESTERDAY = Window(dt.date(2024, 5, 9), dt.date(2024, 5, 9))


@pytest.fixture
def orders(organisation: Organisation, north: Team, service_team: Team, time_machine) -> None:  # type: ignore[no-untyped-def]
    """One of a team below Sales, one of another team."""
    time_machine.move_to(dt.datetime(2024, 5, 10, 4, tzinfo=dt.UTC), tick=False)
    for number, team in enumerate((north, service_team)):
        at = dt.datetime(2024, 5, 9, 4, tzinfo=dt.UTC)
        Order.objects.create(number=f"A-{number}", ordered_at=at, currency="CNY", team=team)


@pytest.fixture
def reader(organisation: Organisation, sales_team: Team) -> Reader:
    return Reader(organisation, Scope("team", sales_team.pk).filters())


def test_asked(orders: None, reader: Reader) -> None:
    assert reader.figure(KPIS["transactions"], YESTERDAY).value == 1


def test_published(orders: None, sales_team: Team) -> None:
    fill()
    row = Snapshot.objects.get(kpi="transactions", scope="team", scope_id=sales_team.pk, day=YESTERDAY.first)
    assert row.numerator == 1


def test_rows_behind(orders: None, reader: Reader) -> None:
    assert rows_behind(reader, KPIS["transactions"], YESTERDAY, "numerator").count == 1
