"""Daily figures of derived KPIs for publishing: month to date, from the daily revenue the cells hold."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal

from accounts.models import Organisation, TeamTree
from analytics.fact import fetch
from analytics.figures import Filters, Reader
from analytics.formula import Sum, as_ratio
from analytics.kpi import Derived, Period
from analytics.periods import DAY, PERIODS, Window, shift_month, trailing
from analytics.quotas import Book, targets

GRAINS = {Period.MONTH_TO_DATE: "month", Period.QUARTER_TO_DATE: "quarter", Period.YEAR_TO_DATE: "year"}
Scope = tuple[str, int]
Row = tuple[dt.date, str, int, dt.date, Decimal | None, Decimal | None]


class Series(Reader):
    """Answers ``amount`` from running totals of the cells, for one scope."""

    def __init__(
        self, organisation: Organisation, scope: Scope, daily: dict[dt.date, Decimal], teams: list[int]
    ) -> None:
        filters = {"owner": {"owner": [scope[1]]}, "team": {"team": teams}}.get(scope[0], {})
        super().__init__(organisation, filters)  # type: ignore[arg-type]
        self.scope, self.daily = scope, daily
        self._months: dict[dt.date, dict[dt.date, Decimal]] = {}

    def amount(self, kpi: object, window: Window) -> Decimal:
        """The total of days of one month, from its first."""
        first = window.first
        if first not in self._months:
            total, running = Decimal(0), {}
            for day in Window(first, shift_month(first, 1)):
                total += self.daily.get(day, Decimal(0))
                running[day] = total
            self._months[first] = running
        return self._months[first][window.last]


def derived_rows(kpi: Derived, organisation: Organisation, window: Window) -> list[Row]:
    """(day, scope, scope id, since, numerator, denominator) of a derived KPI: for each day of the window, or, where it
    has to be asked figure by figure, for the ends of months and the window's last day."""
    if not kpi.daily:
        return asked_rows(kpi, organisation, window)
    rows: list[Row] = []
    parts = [as_ratio(part).numerator for part in kpi.parts]
    before = Window(shift_month(window.first.replace(day=1), -1), window.last)
    daily = daily_totals(parts[0], before) if parts else {}
    tree = teams_below()
    book = Book(targets("sales_revenue", organisation.zone))
    asked = {row.owner_id for found in book.rows.values() for row in found if row.owner_id}
    scopes: set[Scope] = {
        ("company", 0),
        *(("team", team) for team in tree),
        *(("owner", one) for one in asked),
        *daily,
    }
    for scope in sorted(scopes):
        if scope[0] == "owner" and scope[1] == 0:
            continue
        reader = Series(organisation, scope, daily.get(scope, {}), [scope[1], *sorted(tree.get(scope[1], ()))])
        reader.book = book
        rows += scope_rows(kpi, reader, window)
    return rows


def asked_rows(kpi: Derived, organisation: Organisation, window: Window) -> list[Row]:
    """The figures of the company, and of teams where it can be split by them."""
    days = sorted({day for day in window if (day + DAY).day == 1} | {window.last})
    scopes: list[tuple[Scope, Filters]] = [(("company", 0), {})]
    if "team" in kpi.dimensions:
        scopes += [(("team", team), {"team": [team, *sorted(below)]}) for team, below in sorted(teams_below().items())]
    rows: list[Row] = []
    for scope, filters in scopes:
        reader = Reader(organisation, filters)
        for day in days:
            period = own_period(kpi, day)
            numerator, denominator = kpi.compute(reader, period)
            upper = numerator / kpi.unit.scale if numerator is not None else None
            rows.append((day, *scope, period.first, upper, denominator))
    return rows


def own_period(kpi: Derived, day: dt.date) -> Window:
    """The KPI's own period that ends with a day."""
    if kpi.period in GRAINS:
        return Window(PERIODS[GRAINS[kpi.period]](day).first, day)
    if kpi.period == Period.TRAILING_YEAR:
        return trailing(day, 365)
    return kpi.span(Window(day, day))


def scope_rows(kpi: Derived, reader: Series, window: Window) -> list[Row]:
    rows: list[Row] = []
    for day in window:
        month = Window(day.replace(day=1), day)
        numerator, denominator = kpi.compute(reader, month)
        if reader.scope[0] != "owner" or numerator or denominator:
            rows.append((day, *reader.scope, month.first, numerator, denominator))
    return rows


def daily_totals(terms: Sum, window: Window) -> dict[Scope, dict[dt.date, Decimal]]:
    """Per scope and day the total of a sum of measures, teams with those below them."""
    daily: dict[Scope, dict[dt.date, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for sign, measure in terms:
        sql = f"""
            SELECT 'company', 0, day, sum(amounts[{measure.index + 1}]) FROM analytics_cell
                WHERE fact = %s AND slice = 'all' AND day BETWEEN %s AND %s GROUP BY day
            UNION ALL SELECT 'owner', key, day, sum(amounts[{measure.index + 1}]) FROM analytics_cell
                WHERE fact = %s AND slice = 'owner' AND day BETWEEN %s AND %s GROUP BY key, day
            UNION ALL SELECT 'team', t.ancestor_id, day, sum(amounts[{measure.index + 1}]) FROM analytics_cell c
                JOIN accounts_teamtree t ON t.team_id = c.team
                WHERE fact = %s AND slice = 'team' AND day BETWEEN %s AND %s GROUP BY t.ancestor_id, day"""
        for scope, scope_id, day, amount in fetch(sql, [measure.fact.name, window.first, window.last] * 3):
            daily[(scope, scope_id)][day] += sign * amount
    return daily


def teams_below() -> dict[int, set[int]]:
    """Every team with the teams below it."""
    below: dict[int, set[int]] = defaultdict(set)
    for ancestor, team in TeamTree.objects.values_list("ancestor_id", "team_id"):
        below[ancestor] |= {team} - {ancestor}
    return below
