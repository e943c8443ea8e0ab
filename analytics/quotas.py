"""Sales targets read as a quota: which rows answer for which scope and window."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from accounts.models import Membership
from analytics.kpi import Kpi, Pair
from analytics.models import Target
from analytics.periods import DAY, PERIODS, Window, month_of, start_of

if TYPE_CHECKING:
    from analytics.figures import Reader

ZERO = Decimal(0)
Filters = dict[str, Collection[Any]]


def targets(code: str, zone: Any, as_of: dt.date | None = None) -> QuerySet[Target]:
    """The targets of a KPI that stand, or stood at the end of a past day."""
    rows = Target.objects.filter(kpi=code)
    if as_of is None:
        return rows.filter(replaced_at__isnull=True)
    end = start_of(as_of + DAY, zone)
    return rows.filter(Q(replaced_at__isnull=True) | Q(replaced_at__gte=end), set_at__lt=end)


class Book:
    """The targets of one KPI in memory (they are few), to be asked for any scope and window."""

    def __init__(self, rows: Iterable[Target], memberships: list[Any] | None = None) -> None:
        self.rows: dict[tuple[str, dt.date], list[Target]] = {}
        for row in rows:
            self.rows.setdefault((row.period, row.starts_on), []).append(row)
        people = Membership.objects.values_list("user_id", "team_id", "since", "until")
        self.known: dict[tuple[Any, ...], Decimal] = {}
        self.memberships = list(people) if memberships is None else memberships

    def members(self, teams: list[int], month: Window) -> set[int]:
        """People who were in one of the teams in that month."""
        return {
            user
            for user, team, since, until in self.memberships
            if team in teams and since <= month.last and (until is None or until >= month.first)
        }

    def quota(self, window: Window, filters: Filters) -> Decimal:
        """What the window's months ask for in full. A quarter's or year's target answers for its months only where
        no month of it has one, and once."""
        key = (*window.month_starts(), *((name, *keys) for name, keys in filters.items()))
        if key not in self.known:
            self.known[key] = sum((row.amount for row in self.used(window, filters)), ZERO)
        return self.known[key]

    def used(self, window: Window, filters: Filters) -> list[Target]:
        """The targets that a quota is the sum of."""
        rows: list[Target] = []
        counted = set()
        for month in window.month_starts():
            match = self.match(filters, month_of(month))
            for period in ("month", "quarter", "year"):
                start = PERIODS[period](month).first
                found = match.best(self.rows.get((period, start), []))
                if found:
                    rows += found if (period, start) not in counted else []
                    counted.add((period, start))
                    break
        return rows

    def paced(self, window: Window, filters: Filters) -> Decimal:
        """The share of the quota that falls on the window's days."""
        total = ZERO
        for start in window.month_starts():
            month = month_of(start)
            part = Window(max(window.first, month.first), min(window.last, month.last))
            total += self.quota(month, filters) * len(part) / len(month)
        return total

    def match(self, filters: Filters, month: Window) -> Match:
        """The rows that answer for what is looked at. Rows of nobody, no team or no category have no target: the
        company's is not theirs."""
        known = {
            name: [key for key in filters[name] if key] for name in ("owner", "team", "category") if name in filters
        }
        categories = set(known["category"]) if "category" in known else None
        if not all(known.values()):
            return Match(set(), None, categories)
        if "owner" in known:
            return Match(set(known["owner"]), None, categories)
        if "team" in known:
            return Match(self.members(known["team"], month), known["team"], categories)
        return Match(None, None, categories)


class Match:
    """Which target rows answer for a scope: the one said for exactly it, else its parts added up, never both."""

    def __init__(self, owners: set[int] | None, teams: list[int] | None, categories: set[int] | None) -> None:
        self.owners, self.teams, self.categories = owners, teams, categories

    def best(self, rows: list[Target]) -> list[Target]:
        rows = [row for row in rows if self._in_category(row)]
        for answer in (self._said_for_it, self._parts):
            if found := answer(rows):
                return self._widest(found)
        return []

    def _in_category(self, row: Target) -> bool:
        return row.category_id in self.categories if self.categories else True

    def _said_for_it(self, rows: list[Target]) -> list[Target]:
        if self.teams is not None:
            return [row for row in rows if row.team_id == self.teams[0]]
        if self.owners is not None:
            return [row for row in rows if row.owner_id in self.owners]
        return [row for row in rows if row.owner_id is None and row.team_id is None]

    def _parts(self, rows: list[Target]) -> list[Target]:
        """The people of the scope; where none has a target, its teams."""
        if self.teams is None and self.owners is not None:
            return []
        everybody = self.teams is None
        people = [r for r in rows if r.owner_id is not None and (everybody or r.owner_id in (self.owners or ()))]
        return people or [r for r in rows if r.team_id is not None and (everybody or r.team_id in (self.teams or ()))]

    def _widest(self, rows: list[Target]) -> list[Target]:
        """A target for a category is a part of the one without; per owner or team the widest counts."""
        if self.categories:
            return rows
        whole = {(row.owner_id, row.team_id) for row in rows if row.category_id is None}
        return [row for row in rows if row.category_id is None or (row.owner_id, row.team_id) not in whole]


def quota(reader: Reader, window: Window) -> Pair:
    return reader.book.quota(window, reader.filters), None


def quota_pace(reader: Reader, window: Window) -> Pair:
    return reader.book.paced(window, reader.filters), None


def attainment(revenue: Kpi) -> Callable[[Reader, Window], Pair]:
    """Revenue over the full quota; without a quota the denominator is zero and there is no rate."""
    return lambda reader, window: (reader.amount(revenue, window), quota(reader, window)[0])


def pace(revenue: Kpi) -> Callable[[Reader, Window], Pair]:
    return lambda reader, window: (reader.amount(revenue, window), quota_pace(reader, window)[0])
