"""Windows of local days, and how they meet the calendar and the clock."""

from __future__ import annotations

import calendar
import datetime as dt
import zoneinfo
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

DAY = dt.timedelta(days=1)
EPOCH = dt.date(1970, 1, 1)  # before any record: where "since the beginning" begins


@dataclass(frozen=True, order=True)
class Window:
    """Local days from ``first`` to ``last``, both inclusive."""

    first: dt.date
    last: dt.date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"the window ends ({self.last}) before it begins ({self.first})")

    def __str__(self) -> str:
        return f"{self.first} – {self.last}" if self.first != self.last else str(self.first)

    def __len__(self) -> int:
        return (self.last - self.first).days + 1

    def __iter__(self) -> Iterator[dt.date]:
        return (self.first + n * DAY for n in range(len(self)))

    def instants(self, zone: zoneinfo.ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
        """The half-open span of instants the window covers: a day is [00:00, 24:00) local, 23 or 25 hours long."""
        return start_of(self.first, zone), start_of(self.last + DAY, zone)

    @property
    def is_months(self) -> bool:
        """Whole calendar months only."""
        return self.first.day == 1 and (self.last + DAY).day == 1

    @property
    def is_year(self) -> bool:
        return self.first == self.first.replace(month=1, day=1) and self.last == self.first.replace(month=12, day=31)

    @property
    def months(self) -> int:
        """How many calendar months it touches."""
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1

    def month_starts(self) -> list[dt.date]:
        """The first day of each calendar month it touches."""
        return [shift_month(self.first.replace(day=1), n) for n in range(self.months)]

    def previous(self) -> Window:
        """What it is compared with: whole months with as many months before, days of one month with the same days
        of the month before (clamped to its length), anything else with as many days just before."""
        if self.is_months:
            return Window(shift_month(self.first, -self.months), self.first - DAY)
        if self.first.day == 1 and self.months == 1:
            return Window(shift_month(self.first, -1), shift_month(self.last, -1))
        return Window(self.first - len(self) * DAY, self.first - DAY)

    def year_before(self) -> Window | None:
        """The same dates a year earlier; whole months stay whole; 29 February alone has no counterpart."""
        if self.is_months:
            return Window(shift_month(self.first, -12), shift_month(self.last + DAY, -12) - DAY)
        if is_leap_day(self.first):
            return None
        last = self.last.replace(day=28) if is_leap_day(self.last) else self.last
        return Window(self.first.replace(year=self.first.year - 1), last.replace(year=last.year - 1))

    def until(self, day: dt.date) -> Window:
        """Its part up to ``day``; at least its first day."""
        return Window(self.first, max(self.first, min(self.last, day)))


def start_of(day: dt.date, zone: zoneinfo.ZoneInfo) -> dt.datetime:
    """The instant a local day begins, in UTC; where midnight does not exist, the first instant after it."""
    return dt.datetime.combine(day, dt.time.min, zone).astimezone(dt.UTC)


def local_day(instant: dt.datetime, zone: zoneinfo.ZoneInfo) -> dt.date:
    return instant.astimezone(zone).date()


def is_leap_day(day: dt.date) -> bool:
    return (day.month, day.day) == (2, 29)


def shift_month(day: dt.date, months: int) -> dt.date:
    """The same day ``months`` later, clamped to the length of that month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def month_of(day: dt.date) -> Window:
    first = day.replace(day=1)
    return Window(first, shift_month(first, 1) - DAY)


def quarter_of(day: dt.date) -> Window:
    first = dt.date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    return Window(first, shift_month(first, 3) - DAY)


def year_of(day: dt.date) -> Window:
    return Window(dt.date(day.year, 1, 1), dt.date(day.year, 12, 31))


def trailing(day: dt.date, days: int) -> Window:
    """The ``days`` days that end with ``day``."""
    return Window(day - (days - 1) * DAY, day)


def merged(windows: Iterable[Window]) -> list[Window]:
    """Overlapping and adjoining windows as one."""
    result: list[Window] = []
    for window in sorted(windows):
        if result and window.first <= result[-1].last + DAY:
            result[-1] = Window(result[-1].first, max(result[-1].last, window.last))
        else:
            result.append(window)
    return result


def cut(windows: Iterable[Window], whole: Window) -> list[Window]:
    return [
        Window(max(w.first, whole.first), min(w.last, whole.last))
        for w in windows
        if w.first <= whole.last and w.last >= whole.first
    ]


PERIODS = {"month": month_of, "quarter": quarter_of, "year": year_of}
