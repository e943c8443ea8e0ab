"""Business time: how many seconds of a wait fell into opening hours (rules.md G11)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from accounts.queries import organisation
from service.models import BusinessCalendar, Queue

Span = tuple[int, int]

DAY = 24 * 60 * 60
# A time field cannot say 24:00, so the last second of a day means its end.
END_OF_DAY = dt.time(23, 59, 59)


@dataclass(frozen=True)
class Hours:
    """Opening hours by ISO weekday (1 Monday … 7 Sunday) and the local days on which all is closed."""

    weekly: Mapping[int, Iterable[tuple[dt.time, dt.time]]]
    holidays: frozenset[dt.date] = frozenset()

    def spans(self, day: dt.date) -> list[Span]:
        """Open spans of a local day in seconds of the wall clock, in order, overlapping ones joined."""
        if day in self.holidays:
            return []
        joined: list[Span] = []
        for opens, closes in sorted((_second(a), _second(b)) for a, b in self.weekly.get(day.isoweekday(), ())):
            if joined and opens <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(joined[-1][1], closes))
            else:
                joined.append((opens, closes))
        return joined


@dataclass
class Clock:
    """Opening hours in a time zone, with every day's sum remembered: a wait costs two look-ups, however long."""

    hours: Hours | None
    zone: ZoneInfo
    _first: dt.date = dt.date.max
    _before: list[int] = field(default_factory=lambda: [0])
    _days: dict[dt.date, list[Span]] = field(default_factory=dict)

    def open_seconds(self, start: dt.datetime, end: dt.datetime) -> int:
        """Open seconds from ``start`` until ``end`` (instants); 0 when ``end`` is not after ``start``.

        Without hours it is always open. Seconds are real ones: an open hour that a change of the clocks repeats
        counts twice, one that it skips does not count.
        """
        since, until = int(start.timestamp()), int(end.timestamp())
        if until <= since:
            return 0
        if self.hours is None or not any(self.hours.weekly.values()):
            return until - since
        # The earlier one first: it may move the first remembered day.
        before = self._opened(start, since)
        return self._opened(end, until) - before

    def _opened(self, at: dt.datetime, second: int) -> int:
        """Open seconds from the first remembered day until an instant."""
        day = at.astimezone(self.zone).date()
        self._remember(day)
        today = sum(max(0, min(second, closes) - opens) for opens, closes in self._spans(day))
        return self._before[(day - self._first).days] + today

    def _remember(self, day: dt.date) -> None:
        if day < self._first:
            # A year early, so that waits read in any order do not start over again and again.
            self._first, self._before = day - dt.timedelta(days=min(366, day.toordinal() - 1)), [0]
        for known in range(len(self._before) - 1, (day - self._first).days):
            spans = self._spans(self._first + dt.timedelta(days=known))
            self._before.append(self._before[-1] + sum(closes - opens for opens, closes in spans))

    def _spans(self, day: dt.date) -> list[Span]:
        """Open spans of a local day, in seconds of the epoch."""
        if day not in self._days:
            assert self.hours is not None
            wall = self.hours.spans(day)
            self._days[day] = [
                (max(since, opens - offset), min(until, closes - offset))
                for since, until, offset in _pieces(day, self.zone)
                for opens, closes in ((a + _midnight(day), b + _midnight(day)) for a, b in wall)
                if max(since, opens - offset) < min(until, closes - offset)
            ]
        return self._days[day]


def open_seconds(calendar: Hours | None, start: dt.datetime, end: dt.datetime, zone: ZoneInfo) -> int:
    """Open seconds between two instants, for a single wait; for many, keep a ``Clock``."""
    return Clock(calendar, zone).open_seconds(start, end)


def hours_of(calendar: BusinessCalendar | None) -> Hours | None:
    """The hours a calendar says; None (always open) without a calendar or without hours."""
    if calendar is None:
        return None
    weekly: dict[int, list[tuple[dt.time, dt.time]]] = {}
    for row in calendar.hours.all():
        weekly.setdefault(row.weekday, []).append((row.opens, row.closes))
    return Hours(weekly, frozenset(row.day for row in calendar.holidays.all())) if weekly else None


class Clocks:
    """The clock of each queue, read once: keep one for a batch of tickets."""

    def __init__(self) -> None:
        self.zone = organisation().zone
        self.by_calendar: dict[int | None, Clock] = {}

    def of(self, queue: Queue | None) -> Clock:
        number = queue.calendar_id if queue else None
        if number not in self.by_calendar:
            self.by_calendar[number] = Clock(hours_of(queue.calendar if queue else None), self.zone)
        return self.by_calendar[number]


def _second(time: dt.time) -> int:
    if time >= END_OF_DAY:
        return DAY
    return time.hour * 3600 + time.minute * 60 + time.second


def _midnight(day: dt.date) -> int:
    """The wall clock's 00:00 of a day as seconds of the epoch, as if the zone were UTC."""
    return (day.toordinal() - dt.date(1970, 1, 1).toordinal()) * DAY


def _pieces(day: dt.date, zone: ZoneInfo) -> list[tuple[int, int, int]]:
    """A local day as instants (since, until, offset in seconds): one piece, or two when the clocks change."""
    since, until = (int(dt.datetime.combine(d, dt.time(), zone).timestamp()) for d in (day, day + dt.timedelta(days=1)))
    early, late = _offset(since, zone), _offset(until - 1, zone)
    if early == late:
        return [(since, until, early)]
    before, after = since, until - 1
    while after - before > 1:
        middle = (before + after) // 2
        before, after = (middle, after) if _offset(middle, zone) == early else (before, middle)
    return [(since, after, early), (after, until, late)]


def _offset(second: int, zone: ZoneInfo) -> int:
    shift = dt.datetime.fromtimestamp(second, zone).utcoffset()
    assert shift is not None
    return int(shift.total_seconds())
