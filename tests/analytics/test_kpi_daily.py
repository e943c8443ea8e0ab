"""The SQL view kpi_daily: one row a KPI, day and scope, the figure that stands."""

from __future__ import annotations

from analytics.fact import fetch
from analytics.models import Snapshot
from tests.analytics.busy import Busy


def test_one_row_a_kpi_day_and_scope(filled: Busy) -> None:
    many = "SELECT count(*) - count(DISTINCT (kpi, day, scope, scope_id)) FROM kpi_daily"
    assert fetch(many, []) == [(0,)]


def test_a_restatement_replaces(filled: Busy) -> None:
    old = Snapshot.objects.filter(kpi="transactions", scope="company").latest("day")
    Snapshot.objects.create(
        kpi=old.kpi, day=old.day, scope=old.scope, since=old.since, revision=old.revision + 1, value=4711
    )
    assert (
        fetch("SELECT value FROM kpi_daily WHERE kpi = 'transactions' AND scope = 'company' AND day = %s", [old.day])[
            0
        ][0]
        == 4711
    )


def test_it_names_people_and_teams(filled: Busy) -> None:
    assert fetch("SELECT 1 FROM kpi_daily WHERE scope <> 'company' AND scope_name IS NULL LIMIT 1", []) == []


def test_it_names_the_kpi(filled: Busy) -> None:
    assert fetch("SELECT DISTINCT name_en, name_zh FROM kpi_daily WHERE kpi = 'win_rate'", []) == [
        ("Opportunity win rate", "赢单率")
    ]
