"""One figure of one KPI: the only door through which pages, API, command and mail get a number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation
from analytics.cells import digest, read_cells, slice_for
from analytics.fact import Ask, Fact, fetch, today
from analytics.facts import FACTS
from analytics.formula import Measure, Ratio, Sum, as_ratio, divide
from analytics.kpi import Derived, Kpi, Percentile
from analytics.models import DirtyDay, FactFill
from analytics.periods import EPOCH, Window
from analytics.quotas import Book, targets

# Whether the filler asks: it has taken the marks of what waits, and all its connections read what it filled for them.
filling_now: ContextVar[bool] = ContextVar("filling_now", default=False)
Filters = dict[str, Collection[Any]]
Totals = dict[Any, Decimal]


@dataclass(frozen=True)
class Part:
    """A figure of one key of a dimension."""

    key: Any
    label: str
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None


@dataclass(frozen=True)
class Figure:
    """A value with both sides, where it holds, and how fresh it is. Ratios are fractions, durations in the KPI's unit."""

    kpi: Kpi
    window: Window
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    variant: str = ""
    as_of: dt.date | None = None
    fresh_at: dt.datetime | None = None
    missing: tuple[str, ...] = ()
    by: str | None = None
    parts: list[Part] = field(default_factory=list)
    stored: bool = False
    flag: str = ""


class Reader:
    """Answers for one scope: which keys of which dimensions, known when, from cells where they can, or live."""

    def __init__(
        self,
        organisation: Organisation,
        filters: Filters | None = None,
        *,
        as_of: dt.date | None = None,
        live: bool = False,
    ) -> None:
        self.organisation, self.filters, self.as_of, self.live = organisation, dict(filters or {}), as_of, live
        self._amounts_by: dict[tuple[str, Window, str], Totals] = {}

    def figure(self, kpi: Kpi, window: Window, *, variant: str | None = None, by: str | None = None) -> Figure:
        """The figure of a KPI over a window. A ValueError, in the reader's language, names a dimension or variant that
        the KPI does not have."""
        self._check(kpi, by)
        window = kpi.span(window)
        if isinstance(kpi, Derived):
            pairs = self._derived(kpi, window, variant, by)
        else:
            pairs = self._plain(kpi, kpi.variant(variant), window, by)
        ripe = not kpi.whole_months or (window.is_months and window.last < today(self.organisation))
        whole = self._finish(kpi, pairs[None], variant, ripe)
        keys = [key for key in pairs if key is not None]
        parts = [Part(key, "", *self._finish(kpi, pairs[key], variant, ripe)) for key in keys] if by else []
        if by and _NONE in pairs:
            parts = [replace(part, key=None) if part.key is _NONE else part for part in parts]
        return Figure(
            kpi,
            window,
            *whole,
            variant=variant or "",
            as_of=self.as_of,
            fresh_at=self.fresh_at(kpi),
            missing=self.missing(kpi),
            by=by,
            parts=parts,
            flag=kpi.flag(self, window) if kpi.flag else "",
        )

    @cached_property
    def book(self) -> Book:
        """The sales targets that stand, or stood on the as-of day."""
        return Book(targets("sales_revenue", self.organisation.zone, self.as_of))

    def amount(self, kpi: Kpi, window: Window) -> Decimal:
        """The numerator alone: what a derived KPI is made of."""
        return self._sum(as_ratio(kpi.formula).numerator, window, None, frozenset())[None]

    def totals(self, measure: Measure, window: Window, by: str) -> Totals:
        """One measure alone by key of a dimension."""
        return self._sum(as_ratio(measure).numerator, window, by, frozenset())

    def total(self, measure: Measure, window: Window) -> Decimal:
        """One measure alone, in the reader's scope: what a flag looks at."""
        return self._sum(as_ratio(measure).numerator, window, None, frozenset())[None]

    def sides(self, formula: Ratio, window: Window, by: str | None = None) -> list[Totals]:
        """Both sides of a ratio, each under None or by key of a dimension."""
        return self._sums((formula.numerator, formula.denominator or Sum(())), window, by, frozenset())

    def _check(self, kpi: Kpi, by: str | None) -> None:
        known = kpi.dimensions
        for name in [*self.filters, *([by] if by else [])]:
            if name not in known:
                raise ValueError(
                    _("%(kpi)s cannot be split by “%(name)s”; it can by: %(known)s.")
                    % {"kpi": kpi.code, "name": name, "known": ", ".join(known) or "–"}
                )

    def _plain(self, kpi: Kpi, formula: Any, window: Window, by: str | None) -> dict[Any, tuple[Any, ...]]:
        if isinstance(formula, Percentile):
            return self._percentile(formula, window, by)
        pairs = self._pairs(formula, window, by, kpi.whole_below)
        if by:
            pairs[None] = self._pairs(formula, window, None, kpi.whole_below)[None]
        return pairs

    def _pairs(self, formula: Ratio, window: Window, by: str | None, whole_below: frozenset[str]) -> dict[Any, Any]:
        if formula.denominator is None:
            return {
                key: (amount, None) for key, amount in self._sum(formula.numerator, window, by, frozenset()).items()
            }
        if by in whole_below:
            upper = self._sum(formula.numerator, window, by, frozenset())
            whole = self._sum(formula.denominator, window, None, whole_below)[None]
            return {key: (amount, whole) for key, amount in upper.items()}
        if whole_below.isdisjoint(self.filters):
            upper, lower = self._sums((formula.numerator, formula.denominator), window, by, frozenset())
        else:
            upper = self._sum(formula.numerator, window, by, frozenset())
            lower = self._sum(formula.denominator, window, by, whole_below)
        zero = Decimal(0)
        return {key: (upper.get(key, zero), lower.get(key, zero)) for key in {**upper, **lower}}

    def _sum(self, terms: Sum, window: Window, by: str | None, ignoring: frozenset[str]) -> Totals:
        return self._sums((terms,), window, by, ignoring)[0]

    def _sums(self, sides: Iterable[Sum], window: Window, by: str | None, ignoring: frozenset[str]) -> list[Totals]:
        """Sums of measures over one window; a fact several of them count is asked once."""
        filters = {name: keys for name, keys in self.filters.items() if name not in ignoring}
        dimensions = {*filters} | ({by} if by else set())
        found: list[Totals] = []
        by_fact: dict[tuple[str, bool], list[tuple[Totals, int, Measure]]] = {}
        for terms in sides:
            totals: Totals = {} if by else {None: Decimal(0)}
            found.append(totals)
            for sign, measure in terms:
                measure = measure.on(dimensions)
                by_fact.setdefault((measure.fact.name, measure.kept), []).append((totals, sign, measure))
        ask = Ask(self.organisation, window, self.as_of, filters)
        for signed in by_fact.values():
            measures = {measure.index: measure for _totals, _sign, measure in signed}
            for key, amounts in self._amounts(signed[0][2].fact, ask, list(measures.values()), by).items():
                key = _NONE if by and key in (None, 0, "") else key
                amount_of = dict(zip(measures, amounts, strict=True))
                for totals, sign, measure in signed:
                    totals[key] = totals.get(key, Decimal(0)) + sign * amount_of[measure.index]
        return found

    def _amounts(self, fact: Fact, ask: Ask, measures: list[Measure], by: str | None) -> dict[Any, list[Decimal]]:
        if not self.live and self.as_of is None and all(measure.kept for measure in measures):
            names = slice_for(fact, ask, by)
            if names is not None and self._stored(fact, ask):
                return read_cells(fact, names, ask, measures, by)
        return fact.ask_rows(ask, measures, by)

    @cached_property
    def ledger(self) -> dict[str, FactFill]:
        """What is filled, by fact; read once."""
        return FactFill.objects.in_bulk()

    @cached_property
    def waiting(self) -> set[str]:
        """Sources with changes that wait to be filled; read once. The filler has taken them."""
        return set() if filling_now.get() else set(DirtyDay.objects.values_list("source", flat=True).distinct())

    def _stored(self, fact: Fact, ask: Ask) -> bool:
        """Whether the cells hold what is asked, with this declaration, and nothing newer waits."""
        row = self.ledger.get(fact.name)
        if row is None or row.signature != digest(fact, ask.organisation):
            return False
        within = (row.since <= ask.window.first or ask.window.first == EPOCH) and ask.window.last <= row.until
        return within and not self.waiting.intersection(fact.sources)

    def _percentile(self, formula: Percentile, window: Window, by: str | None) -> dict[Any, tuple[Any, ...]]:
        measure = formula.measure.on({*self.filters} | ({by} if by else set()))
        ask = Ask(self.organisation, window, self.as_of, self.filters)
        sql, params = measure.fact.relation(ask, [by] if by else [])
        x = f"x_{measure.index}"
        found: dict[Any, tuple[Any, ...]] = {}
        for group, tail in [("NULL::int", "")] + ([(f"x_{by}", "GROUP BY 1")] if by else []):
            select = f"{group}, percentile_cont(%s) WITHIN GROUP (ORDER BY {x}), count({x})"
            for key, value, n in fetch(f"SELECT {select} FROM ({sql}) r {tail}", (float(formula.share), *params)):
                exact = None if value is None else Decimal(repr(value))
                found[_NONE if tail and key is None else key] = (exact, Decimal(n), exact)
        return found

    def _derived(self, kpi: Derived, window: Window, variant: str | None, by: str | None) -> dict[Any, Any]:
        compute = kpi.computing(variant)
        pairs: dict[Any, Any] = {None: compute(self, window)}
        if by and hasattr(compute, "by"):
            found = compute.by(self, window, by)
            pairs |= {_NONE if key in (None, 0, "") else key: pair for key, pair in found.items()}
        elif by:
            for key in self.keys(kpi, window, by):
                pairs[_NONE if key is None else key] = compute(Narrowed(self, by, key), window)
        return pairs

    def amounts_by(self, kpi: Kpi, window: Window, by: str) -> Totals:
        """The numerator alone for every key of a dimension, asked once."""
        known = (kpi.code, window, by)
        if known not in self._amounts_by:
            self._amounts_by[known] = self._sum(as_ratio(kpi.formula).numerator, window, by, frozenset())
        return self._amounts_by[known]

    def keys(self, kpi: Derived, window: Window, by: str) -> list[Any]:
        """The keys of a dimension a derived KPI is split into: those of the KPIs it is made of."""
        found: dict[Any, None] = {}
        for part in kpi.parts:
            before = window.year_before() if kpi.looks_back else None
            around = Window((before or window).first, window.last)
            for key in self._sum(as_ratio(part).numerator, around, by, frozenset()):
                found[None if key is _NONE else key] = None
        return list(found)

    def _finish(self, kpi: Kpi, pair: tuple[Any, ...], variant: str | None, ripe: bool) -> tuple[Any, Any, Any]:
        """Value, numerator, denominator in the KPI's unit; no value yet of a period that is not ripe."""
        if len(pair) == 3:  # a percentile brings its value
            return pair[2] / kpi.unit.scale if pair[2] is not None else None, None, pair[1]
        numerator, denominator = pair
        scale = kpi.unit.scale
        numerator = numerator / scale if numerator is not None and scale != 1 else numerator
        has_lower = kpi.over if isinstance(kpi, Derived) else as_ratio(kpi.variant(variant)).denominator is not None
        value = divide(numerator, denominator) if has_lower else numerator
        below = kpi.above_zero and has_lower and denominator is not None and denominator < 0
        return value if ripe and not below else None, numerator, denominator

    def fresh_at(self, kpi: Kpi) -> dt.datetime | None:
        """When the oldest of its facts was last filled; now, when asked live."""
        if self.live or self.as_of or not kpi.facts:
            return timezone.now()
        times = [self.ledger[fact.name].filled_at for fact in kpi.facts if fact.name in self.ledger]
        return min(times, default=timezone.now())

    @cached_property
    def absent(self) -> set[str]:
        """Facts of which there is not one record; read once, in one statement."""
        tables = {fact.model._meta.db_table for fact in FACTS.values()}
        some = fetch(" UNION ALL ".join(f"SELECT '{name}', EXISTS (SELECT FROM {name})" for name in sorted(tables)), [])
        found = dict(some)
        return {fact.name for fact in FACTS.values() if not found[fact.model._meta.db_table]}

    def missing(self, kpi: Kpi) -> tuple[str, ...]:
        """The records the KPI needs of which there is not one."""
        return tuple(str(fact.label) for fact in kpi.facts if fact.name in self.absent)


class Narrowed(Reader):
    """One key of a split of another reader: its amounts are those the other asked for all keys at once."""

    def __init__(self, whole: Reader, by: str, key: Any) -> None:
        super().__init__(whole.organisation, {**whole.filters, by: [key]}, as_of=whole.as_of, live=whole.live)
        self.whole, self.by, self.key, self.book = whole, by, key, whole.book
        self.ledger, self.waiting = whole.ledger, whole.waiting

    def amount(self, kpi: Kpi, window: Window) -> Decimal:
        totals = self.whole.amounts_by(kpi, window, self.by)
        return totals.get(_NONE if self.key is None else self.key, Decimal(0))


class _None:
    """The key of rows without one, apart from the key of the whole."""

    def __repr__(self) -> str:
        return "none"


_NONE = _None()
