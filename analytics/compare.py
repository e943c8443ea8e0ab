"""A figure beside another: how it changed, and how it stands against its target. Good or bad follows ``better``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from analytics.fact import today
from analytics.figures import Reader
from analytics.formula import divide
from analytics.kpi import Better, Derived, Kpi, Unit
from analytics.models import Target
from analytics.periods import PERIODS, Window
from analytics.quotas import Book, targets

NEAR = Decimal("0.9")  # within a tenth of the target
UNSEEN = Decimal("0.0005")  # rounds to ±0 where it is written
SUMMED = (Unit.MONEY, Unit.COUNT)
QUOTA_KPI = "sales_revenue"
ATTAINMENT = "sales_quota_attainment"  # grows towards its target like what it is a share of


@dataclass(frozen=True)
class Change:
    """From one value to another: ``difference`` in the KPI's unit, ``share`` of the earlier one (None for ratios)."""

    difference: Decimal
    share: Decimal | None
    direction: str  # up, down or level
    tone: str  # good, bad or plain


def change(kpi: Kpi, now: Decimal | None, before: Decimal | None) -> Change | None:
    """How a value changed; None where one of the two is not there."""
    if now is None or before is None:
        return None
    difference = now - before
    share = None if kpi.unit is Unit.RATIO else divide(difference, abs(before))
    better = {Better.HIGHER: 1, Better.LOWER: -1, Better.AT_MOST_TARGET: -1}.get(kpi.better, 0)
    seen = difference if share is None else share
    sign = 0 if abs(seen) < UNSEEN else 1 if seen > 0 else -1
    direction = {1: "up", -1: "down"}.get(sign, "level")
    return Change(difference, share, direction, {1: "good", -1: "bad"}.get(sign * better, "plain"))


@dataclass(frozen=True)
class Goal:
    """A target and how a value stands against it. ``share`` is the value over the whole target: 1.3 is 130 %.

    ``by_now`` is the part of a summed target that falls on the days gone by, ``a_day`` what each remaining day has to
    bring; both None for rates and for periods that are over.
    """

    amount: Decimal
    share: Decimal | None
    tone: str  # good, warn, bad or plain
    by_now: Decimal | None = None
    a_day: Decimal | None = None


class Goals:
    """The targets that stand for some KPIs, read once for a page."""

    def __init__(self, reader: Reader, kpis: Iterable[Kpi]) -> None:
        self.reader = reader
        self.rows: dict[str, list[Target]] = {}
        codes = {kpi.code for kpi in kpis}
        for row in self.standing(codes | {QUOTA_KPI}) if reader.as_of is None else self.stood(codes):
            self.rows.setdefault(row.kpi, []).append(row)
        if reader.as_of is None and "book" not in vars(reader):
            reader.book = Book(self.rows.get(QUOTA_KPI, []))

    def standing(self, codes: set[str]) -> Iterable[Target]:
        """All in one statement: the quotas too, which the reader's derived KPIs need."""
        return Target.objects.standing().filter(kpi__in=codes)

    def stood(self, codes: set[str]) -> Iterable[Target]:
        """Those that stood at the end of the as-of day."""
        zone, day = self.reader.organisation.zone, self.reader.as_of
        return [row for code in codes for row in targets(code, zone, day)]

    def goal(self, kpi: Kpi, window: Window, value: Decimal | None) -> Goal | None:
        """The target of a KPI over a window, if it has one."""
        if isinstance(kpi, Derived) and not kpi.over:
            return None
        whole = whole_period(window, today(self.reader.organisation))
        amount = self.summed(kpi, whole) if kpi.unit in SUMMED and kpi.additive else self.rate(kpi, window)
        if not amount:
            return None
        if kpi.unit in SUMMED and kpi.additive:
            return self.paced(kpi, amount, whole, value)
        by_now = amount * gone_share(whole, today(self.reader.organisation)) if kpi.code == ATTAINMENT else amount
        return Goal(amount, divide(value, amount), tone(kpi, value, by_now))

    def summed(self, kpi: Kpi, whole: Window) -> Decimal:
        if kpi.code == QUOTA_KPI:
            return self.reader.book.quota(whole, self.reader.filters)
        if not self.rows.get(kpi.code):
            return Decimal(0)
        return Book(self.rows[kpi.code], self.reader.book.memberships).quota(whole, self.reader.filters)

    def paced(self, kpi: Kpi, amount: Decimal, whole: Window, value: Decimal | None) -> Goal:
        day = today(self.reader.organisation)
        gone = len(whole.until(day))
        left = len(whole) - gone
        by_now = amount * gone / len(whole) if left else amount
        a_day = max(amount - value, Decimal(0)) / left if left and value is not None else None
        return Goal(amount, divide(value, amount), tone(kpi, value, by_now), by_now if left else None, a_day)

    def rate(self, kpi: Kpi, window: Window) -> Decimal | None:
        """A rate's target: the one said for exactly this scope in the shortest period around the last day."""
        for period, around in PERIODS.items():
            for row in self.rows.get(kpi.code, ()):
                if (row.period, row.starts_on) == (period, around(window.last).first) and self.said_here(row):
                    return row.amount
        return kpi.target

    def said_here(self, row: Target) -> bool:
        filters = self.reader.filters
        if row.category_id is not None:
            return False
        if "owner" in filters:
            return row.owner_id in filters["owner"]
        if "team" in filters:
            return row.team_id == next(iter(filters["team"]))
        return row.owner_id is None and row.team_id is None


def gone_share(whole: Window, now: dt.date) -> Decimal:
    """The part of a period's days that has gone by."""
    return Decimal(len(whole.until(now))) / len(whole)


def whole_period(window: Window, now: dt.date) -> Window:
    """What a period to date is the beginning of: its month, quarter or year; any other window is itself."""
    if window.last >= now:
        for around in PERIODS.values():
            whole = around(window.first)
            if whole.first == window.first and window.last <= whole.last:
                return whole
    return window


def tone(kpi: Kpi, value: Decimal | None, target: Decimal) -> str:
    """Good when reached, warn within a tenth of it, else bad."""
    if value is None or kpi.better is Better.NEITHER:
        return "plain"
    reached = divide(value, target) if kpi.better is Better.HIGHER else divide(target, value) or Decimal(1)
    if reached is None:
        return "plain"
    return "good" if reached >= 1 else "warn" if reached >= NEAR else "bad"
