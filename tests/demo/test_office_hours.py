"""Seconds of office hours between two moments."""

from __future__ import annotations

import datetime as dt

import pytest

from analytics.demo.company import ZONE
from analytics.demo.desk import after_open, open_seconds

HOUR = 3600


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-03-02 10:00", "2026-03-02 11:00", 1),
        ("2026-03-02 17:00", "2026-03-03 10:00", 2),
        ("2026-03-06 17:00", "2026-03-09 10:00", 2),  # over a weekend
        ("2026-02-13 17:00", "2026-02-24 10:00", 2),  # over the spring festival
        ("2026-03-07 10:00", "2026-03-08 10:00", 0),
    ],
)
def test_only_office_hours_count(start: str, end: str, hours: int) -> None:
    assert open_seconds(at(start), at(end)) == hours * HOUR


def test_the_way_back() -> None:
    start = at("2026-02-13 17:30")
    for seconds in (0, 1, 1800, 1801, 40000, 200000):
        assert open_seconds(start, after_open(start, seconds)) == seconds
