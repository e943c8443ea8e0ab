"""Business seconds between two instants, against a simulator that walks minute by minute."""

import datetime as dt
import time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.clock import Clock, Clocks, Hours, open_seconds
from service.models import Queue

from .conftest import SHANGHAI, local

NINE_TO_SIX = [(dt.time(9), dt.time(18))]
OFFICE = Hours(dict.fromkeys(range(1, 6), NINE_TO_SIX), frozenset({dt.date(2024, 5, 1)}))
NEW_YORK = ZoneInfo("America/New_York")
ALWAYS = Hours({day: [(dt.time(0), dt.time(23, 59, 59))] for day in range(1, 8)})


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        (local(4, 26, 17, 50), local(4, 29, 9, 20), 30),
        (local(4, 30, 17, 30), local(5, 2, 9, 30), 60),
        (local(4, 27, 12), local(4, 29, 9, 5), 5),
        (local(4, 26, 17, 55), local(4, 29, 9, 5), 10),
        (local(4, 27, 1), local(4, 28, 23), 0),
        (local(4, 29, 10), local(4, 29, 10, 10), 10),
        (local(4, 29, 10), local(4, 29, 9), 0),
        (local(1, 1), local(12, 31, 23), (262 - 1 - 1) * 540 + 540),
    ],
    ids=["weekend", "holiday", "saturday", "friday 17:55", "closed", "ten minutes", "backwards", "a year"],
)
def test_it_works(start: dt.datetime, end: dt.datetime, minutes: int) -> None:
    assert open_seconds(OFFICE, start, end, SHANGHAI) == minutes * 60


@pytest.mark.parametrize("hours", [None, Hours({})])
def test_without_hours_it_is_always_open(hours: Hours | None) -> None:
    assert open_seconds(hours, local(4, 26), local(4, 27), SHANGHAI) == 86_400


def test_the_golden_case_m23() -> None:
    """Business minutes 30 + 60 + 5 = 95, calendar minutes 3810 + 2400 + 2705 = 8915; T4 has no answer yet."""
    waits = [
        (local(4, 26, 17, 50), local(4, 29, 9, 20)),
        (local(4, 30, 17, 30), local(5, 2, 9, 30)),
        (local(4, 27, 12), local(4, 29, 9, 5)),
    ]
    assert sum(open_seconds(OFFICE, *wait, SHANGHAI) for wait in waits) == 95 * 60
    assert sum(open_seconds(None, *wait, SHANGHAI) for wait in waits) == 8915 * 60


def test_overlapping_hours_count_once() -> None:
    twice = Hours({1: [(dt.time(9), dt.time(12)), (dt.time(10), dt.time(11)), (dt.time(11), dt.time(13))]})
    assert open_seconds(twice, local(4, 29), local(4, 30), SHANGHAI) == 4 * 3600


@pytest.mark.parametrize(("day", "hours"), [(dt.date(2024, 3, 10), 23), (dt.date(2024, 11, 3), 25)])
def test_a_day_when_the_clocks_change(day: dt.date, hours: int) -> None:
    start, end = (
        dt.datetime.combine(d, dt.time(), NEW_YORK).astimezone(dt.UTC) for d in (day, day + dt.timedelta(days=1))
    )
    assert open_seconds(ALWAYS, start, end, NEW_YORK) == hours * 3600


def test_a_calendar_is_read_once(desk: Queue, django_assert_num_queries) -> None:
    clocks = Clocks()
    with django_assert_num_queries(2):
        waits = [clocks.of(desk).open_seconds(local(4, 26, 17, 50), local(4, 29, 9, 20)) for _ in range(9)]
    assert set(waits) == {1800}


def test_a_hundred_thousand_waits_are_quick() -> None:
    """A guard against walking through the minutes or days of each wait; a few seconds at worst."""
    clock, first = Clock(OFFICE, SHANGHAI), local(1, 1)
    started = time.perf_counter()
    for number in range(100_000):
        start = first + dt.timedelta(minutes=7 * number)
        clock.open_seconds(start, start + dt.timedelta(minutes=number))
    assert time.perf_counter() - started < 15


def simulated(hours: Hours, start: dt.datetime, end: dt.datetime, zone: ZoneInfo) -> int:
    """Count the minutes whose wall clock is inside opening hours, one by one."""
    counted, minute = 0, start.astimezone(dt.UTC)
    while minute < end:
        wall = minute.astimezone(zone)
        spans = hours.weekly.get(wall.isoweekday(), ()) if wall.date() not in hours.holidays else ()
        counted += any(opens <= wall.time() < closes for opens, closes in spans)
        minute += dt.timedelta(minutes=1)
    return counted * 60


TIMES = st.builds(dt.time, st.integers(0, 23), st.sampled_from([0, 1, 15, 30, 59]))
SPANS = st.lists(st.tuples(TIMES, TIMES).filter(lambda span: span[0] < span[1]), max_size=3)
ZONES = st.sampled_from(
    ["Asia/Shanghai", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Beirut", "America/Havana"]
)
STARTS = st.one_of(
    st.datetimes(dt.datetime(2023, 1, 1), dt.datetime(2025, 1, 1)),
    st.sampled_from([dt.datetime(2024, month, day) for month, day in [(3, 9), (3, 30), (4, 6), (10, 26), (11, 2)]]),
)


@settings(max_examples=150, deadline=None)
@given(
    weekly=st.dictionaries(st.integers(1, 7), SPANS, min_size=3).filter(lambda weekly: any(weekly.values())),
    start=STARTS,
    minutes=st.integers(0, 4 * 24 * 60),
    zone=ZONES,
    closed=st.integers(0, 4),
)
def test_it_agrees_with_the_minutes(weekly, start, minutes, zone, closed) -> None:
    start = start.replace(second=0, microsecond=0, tzinfo=dt.UTC)
    end = start + dt.timedelta(minutes=minutes)
    hours = Hours(weekly, frozenset({(start + dt.timedelta(days=closed)).date()}))
    where = ZoneInfo(zone)
    assert open_seconds(hours, start, end, where) == simulated(hours, start, end, where)


@settings(deadline=None)
@given(starts=st.lists(st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2030, 1, 1)), min_size=2, max_size=6))
def test_the_order_of_the_questions_does_not_matter(starts) -> None:
    clock, day = Clock(OFFICE, SHANGHAI), dt.timedelta(days=3, hours=5)
    for start in (s.replace(microsecond=0, tzinfo=dt.UTC) for s in starts):
        assert clock.open_seconds(start, start + day) == open_seconds(OFFICE, start, start + day, SHANGHAI)
