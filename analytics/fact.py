"""What a fact is: rows with a day and dimensions, and the one SQL relation every reader and filler takes from it.

``Happening`` rows have an instant or a date, ``Standing`` rows an interval of days, ``WholePeriod`` facts one row per
customer over a window. Each gives a relation with the columns ``x_row`` (primary key of ``model``), ``x_day``,
``x_<dimension>`` and ``x_<n>``, the contribution of the row to the fact's n-th measure (NULL: none).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Case, DateField, Expression, F, Model, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, Trunc, TruncDate

from accounts.models import Organisation
from analytics.formula import Lazy, Measure
from analytics.periods import Window, start_of

FIXED = Window(dt.date(2000, 1, 1), dt.date(2000, 1, 1))
Relation = tuple[str, tuple[Any, ...]]
Paths = dict[str, str]


@dataclass(frozen=True)
class Ask:
    """What is asked of a fact: a window, what was known when, only which keys of which dimensions."""

    organisation: Organisation
    window: Window
    as_of: dt.date | None = None
    filters: dict[str, Collection[Any]] = field(default_factory=dict)
    busy: tuple[Window, ...] = ()  # only customers who ordered on one of those days, as the filler asks
    grid: str = ""  # "month": asked for every month of the window at once, as the filler does

    def period_start(self, day: Any) -> Any:
        """The first day of the period a day is counted in: of the window, or of the day's own month."""
        return Trunc(day, self.grid, output_field=DateField()) if self.grid else Value(self.window.first)

    @property
    def known_before(self) -> dt.datetime | None:
        """The instant at which the as-of day ends."""
        return start_of(self.as_of + dt.timedelta(days=1), self.organisation.zone) if self.as_of else None

    def trunc(self, path: str) -> TruncDate:
        return TruncDate(path, tzinfo=self.organisation.zone)

    def during(self, path: str) -> Q:
        """Instants of the window."""
        start, end = self.window.instants(self.organisation.zone)
        return Q(**{f"{path}__gte": start, f"{path}__lt": end})

    def on(self, path: str) -> Q:
        """Dates of the window."""
        return Q(**{f"{path}__gte": self.window.first, f"{path}__lte": self.window.last})


@dataclass(frozen=True, eq=False)
class LeftOut:
    """Records a fact does not count, and why: of several reasons the first that holds.

    Every record of ``model`` is either counted or has a reason; a contract test holds facts to it unless not
    ``complete`` (of the other orders only the first count, say). ``at`` or ``on`` is the stored column of its day,
    ``paths`` lead to the people and teams it belongs to.
    """

    model: type[Model]
    reasons: tuple[tuple[Lazy, Q], ...]
    at: str = ""
    on: str = ""
    paths: Paths = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    complete: bool = True


@dataclass(eq=False)
class Fact:
    """Rows that happen: each counts on the local day of ``at`` (an instant) or ``on`` (a date)."""

    name: str
    label: Lazy
    model: type[Model]
    rows: Callable[[Ask], QuerySet]
    at: str = ""
    on: str = ""
    dimensions: Paths = field(default_factory=dict)  # kept in cells
    also: Paths = field(default_factory=dict)  # asked of the rows
    sources: tuple[str, ...] = ()  # whose dirty days make it dirty
    columns: tuple[str, ...] = ()  # shown when its rows are opened
    distinct_on: Callable[[list[str]], tuple[str, ...]] | None = None  # by the dimensions asked
    outer: bool = False  # its rows look back at earlier ones, so days and filters are applied to what they made
    began: str = ""  # a stored column that holds the day of its first row, where ``at`` or ``on`` is made by ``rows``
    entered: str = ""  # the name of the page where what it counts is entered
    excluded: LeftOut | None = None  # which records it leaves out, and why
    measures: list[Measure] = field(default_factory=list)
    cached: bool = True  # its fingerprint holds for a process; not where it is made of rows
    flow = True

    def count(self, label: Lazy, where: Any = None, **more: Any) -> Measure:
        return self._add(Measure(self, label, None, where, **more))

    def total(self, label: Lazy, value: Any, where: Any = None, **more: Any) -> Measure:
        return self._add(Measure(self, label, F(value) if isinstance(value, str) else value, where, **more))

    def _add(self, measure: Measure) -> Measure:
        self.measures.append(measure)
        return measure

    @property
    def path_of(self) -> Paths:
        return self.dimensions | self.also

    def reach(self, day: dt.date, organisation: Organisation) -> Window:
        """The days whose figures a row of ``day`` can change."""
        return Window(day, day)

    def signature(self, organisation: Organisation) -> str:
        """The SQL of the fact on a fixed day: it changes with a rule, a measure or a setting of the company."""
        return repr(self.relation(Ask(organisation, FIXED), self.dimensions))

    def day(self, ask: Ask) -> Expression | F:
        return ask.trunc(self.at) if self.at else F(self.on)

    def within(self, rows: QuerySet, ask: Ask) -> QuerySet:
        """Rows of the window, known on the as-of day; on the bare column, so that an index can serve."""
        if self.on:
            rows = rows.filter(**{f"{self.on}__gte": ask.window.first, f"{self.on}__lte": ask.window.last})
            return rows.filter(**{f"{self.on}__lte": ask.as_of}) if ask.as_of else rows
        start, end = ask.window.instants(ask.organisation.zone)
        if ask.known_before:
            end = min(end, ask.known_before)
        return rows.filter(**{f"{self.at}__gte": start, f"{self.at}__lt": end})

    def filtered(self, rows: QuerySet, ask: Ask) -> QuerySet:
        for name, keys in ask.filters.items():
            rows = rows.filter(in_keys(self.path_of[name], keys))
        return rows

    def relation(self, ask: Ask, dimensions: Iterable[str] = ()) -> Relation:
        names = list(dimensions)
        if self.outer:
            return self.looked_back(ask, names)
        rows = self.filtered(self.within(self.rows(ask), ask), ask).order_by()
        if not self.distinct_on:
            return compiled(rows.values(**self.columns_of(ask, names)))
        keys = {f"x_once{n}": F(path) for n, path in enumerate(self.distinct_on(names))}
        sql, params = compiled(rows.values(**self.columns_of(ask, names), **keys))
        return f"SELECT DISTINCT ON ({', '.join(keys)}) * FROM ({sql}) q ORDER BY {', '.join(keys)}, x_row", params

    def looked_back(self, ask: Ask, names: list[str]) -> Relation:
        """All rows worked out, then those of the window and of the keys asked."""
        columns = self.columns_of(ask, dict.fromkeys([*names, *ask.filters]))
        sql, params = compiled(self.rows(ask).order_by().values(**columns))
        where, keys = kept_keys(ask)
        sql = f"SELECT * FROM ({sql}) q WHERE x_day BETWEEN %s AND %s{where}"
        return sql, (*params, ask.window.first, ask.window.last, *keys)

    def columns_of(self, ask: Ask, dimensions: Iterable[str]) -> dict[str, Any]:
        columns: dict[str, Any] = {"x_row": F("pk"), "x_day": self.day(ask)}
        columns |= {f"x_{name}": F(self.path_of[name]) for name in dimensions}
        return columns | {f"x_{n}": contribution(m, ask) for n, m in enumerate(self.measures)}

    def ask_rows(self, ask: Ask, measures: list[Measure], by: str | None = None) -> dict[Any, list[Decimal]]:
        """Live totals of ``measures``, past the cells: by key of ``by``, or under None."""
        sql, params = self.relation(ask, [by] if by else [])
        sums = ", ".join(f"coalesce(sum(x_{m.index}), 0)::numeric" for m in measures)
        group = f"x_{by}" if by else "NULL::int"
        tail = "GROUP BY 1" if by else ""
        return {row[0]: list(row[1:]) for row in fetch(f"SELECT {group}, {sums} FROM ({sql}) r {tail}", params)}


@dataclass(eq=False)
class Standing(Fact):
    """Rows that stand from ``x_from`` until the day before ``x_until`` (NULL: still); a day counts what stood at its
    end. ``rows`` annotates both; so does ``swept``, for all rows at once."""

    swept: Callable[[Ask], QuerySet] | None = None
    moved: Callable[[Ask], QuerySet] | None = None  # of the swept, at least all that begin or end in the window
    lasts: Callable[[Organisation], int] | None = None  # for how many days at most a row can stand
    flow = False

    def reach(self, day: dt.date, organisation: Organisation) -> Window:
        if self.lasts:
            return Window(day, day + dt.timedelta(days=self.lasts(organisation)))
        return Window(day, max(day, today(organisation)))

    def within(self, rows: QuerySet, ask: Ask) -> QuerySet:
        """What stood at the end of the window's last day."""
        last = ask.window.last
        return rows.filter(Q(x_until__isnull=True) | Q(x_until__gt=last), x_from__lte=last)

    def day(self, ask: Ask) -> Expression:
        return Value(ask.window.last)

    def looked_back(self, ask: Ask, names: list[str]) -> Relation:
        columns = self.columns_of(ask, dict.fromkeys([*names, *ask.filters]))
        sql, params = compiled(self.rows(ask).order_by().values("x_from", "x_until", **columns))
        where, keys = kept_keys(ask)
        stood = "x_from <= %s AND (x_until IS NULL OR x_until > %s)"
        return f"SELECT * FROM ({sql}) q WHERE {stood}{where}", (*params, ask.window.last, ask.window.last, *keys)

    def intervals(self, ask: Ask, *, only_moved: bool = False) -> Relation:
        """Every row with its interval, for the sweep; or those that matter to days counted on from the day before."""
        columns = self.columns_of(ask, self.dimensions) | {"x_start": F("x_from"), "x_end": F("x_until")}
        rows = self.moved if only_moved and self.moved else self.swept or self.rows
        return compiled(rows(ask).order_by().values(**columns))


@dataclass(eq=False)
class WholePeriod(Fact):
    """One row per customer over a whole window: who did it at least once. Days do not add up, so a window is asked of
    the rows; ``people`` gives, for the dimensions asked, one row per customer (``x_row``) and key.

    ``value`` and ``where`` of its measures are SQL over the columns of ``people``. Its cells hold, per day, the figure
    of the fact's own window ending that day (``window_of``), filled by the sweep named ``sweep``.
    """

    people: Callable[[Ask, list[str]], QuerySet] = field(default=lambda ask, dimensions: Organisation.objects.none())
    window_of: Callable[[dt.date], Window] = field(default=lambda day: Window(day, day))
    reaches: Callable[[dt.date, Organisation], Window] = field(default=lambda day, organisation: Window(day, day))
    sweep: str = ""
    flow = False

    def total(self, label: Lazy, value: Any, where: Any = None, **more: Any) -> Measure:
        return self._add(Measure(self, label, value, where, **more))

    def reach(self, day: dt.date, organisation: Organisation) -> Window:
        return self.reaches(day, organisation)

    def relation(self, ask: Ask, dimensions: Iterable[str] = ()) -> Relation:
        names = list(dimensions)
        sql, params = compiled(self.people(ask, names))
        picked = ", ".join(["x_row"] + [f"x_{name}" for name in names] + [self._column(m) for m in self.measures])
        return f"SELECT {picked} FROM ({sql}) p", params

    def _column(self, measure: Measure) -> str:
        value = measure.value or "1"
        case = f"CASE WHEN {measure.where} THEN {value} END" if measure.where else value
        return f"{case} AS x_{measure.index}"


def contribution(measure: Measure, ask: Ask) -> Expression:
    """What a row adds to a measure; NULL when it does not count."""
    value = measure.value(ask) if callable(measure.value) else measure.value
    where = measure.where(ask) if callable(measure.where) else measure.where
    amount = Value(1) if value is None else value
    return amount if where is None else Case(When(where, then=amount))


def kept_keys(ask: Ask) -> tuple[str, tuple[Any, ...]]:
    """The filters of a question as SQL over ``x_<dimension>``; None (or 0) means rows without a key."""
    where, params = "", []
    for name, keys in ask.filters.items():
        found = [key for key in keys if key not in (None, 0)]
        where += f" AND (x_{name} = ANY(%s)" + (f" OR x_{name} IS NULL)" if len(found) < len(keys) else ")")
        params.append(found)
    return where, tuple(params)


def in_keys(path: str, keys: Collection[Any]) -> Q:
    """Rows whose key is one of ``keys``; None (or 0 for an id) means rows without one."""
    found = [key for key in keys if key not in (None, 0)]
    some = Q(**{f"{path}__in": found})
    return some | Q(**{f"{path}__isnull": True}) if len(found) < len(keys) else some


def survivor(path: str = "customer", known_before: dt.datetime | None = None) -> Expression:
    """The customer a row counts for: the one its customer was merged into, if that was known."""
    merged: Any = F(f"{path}__merged_into_id")
    if known_before:
        merged = Case(When(**{f"{path}__merged_at__lt": known_before}, then=merged))
    return Coalesce(merged, F(f"{path}_id"))


def once(rows: QuerySet, column: str = "pk") -> RawSQL:
    """The values of a column, worked out once and then looked up: left to itself, a planner without statistics may
    ask for them again for every row."""
    sql, params = compiled(rows.order_by().values(column))
    return RawSQL(f"WITH once AS MATERIALIZED ({sql}) SELECT * FROM once", params)  # noqa: S611 - the ORM wrote it


def compiled(rows: QuerySet) -> Relation:
    return rows.query.sql_with_params()


def fetch(sql: str, params: Iterable[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, tuple(params))
        return cursor.fetchall()


def today(organisation: Organisation) -> dt.date:
    return dt.datetime.now(organisation.zone).date()
