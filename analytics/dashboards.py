"""A reader for one page: it remembers the ledger, and reads many figures of many windows from the cells at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from decimal import Decimal
from functools import cached_property
from typing import Any

from accounts.models import Organisation
from analytics.fact import Ask, Fact, Standing, WholePeriod, fetch
from analytics.figures import Filters, Reader, Totals
from analytics.formula import Sum
from analytics.kpi import Derived, Kpi, Period
from analytics.models import FactFill
from analytics.periods import EPOCH, Window, quarter_of
from analytics.quotas import Book
from analytics.scopes import COMPANY, Scope

Amounts = dict[tuple[str, Window], dict[int, Decimal]]


class PageReader(Reader):
    """Answers for one scope. Figures that ``load`` brought cost no further statement.

    ``stored_only`` takes them from the cells even while newer changes wait to be filled (dashboards say so); without
    it, a fact with changes waiting is asked of the rows.
    """

    def __init__(
        self,
        organisation: Organisation,
        scope: Scope = COMPANY,
        *,
        filters: Filters | None = None,
        as_of: dt.date | None = None,
        stored_only: bool = False,
        like: PageReader | None = None,
    ) -> None:
        super().__init__(organisation, scope.filters() if filters is None else filters, as_of=as_of)
        self.scope, self.stored_only, self.like = scope, stored_only, like
        self.scope_filters = dict(self.filters)
        self.loaded: Amounts = {}

    @cached_property
    def ledger(self) -> dict[str, FactFill]:
        return self.like.ledger if self.like else super().ledger

    @cached_property
    def waiting(self) -> set[str]:
        return self.like.waiting if self.like else super().waiting

    @cached_property
    def absent(self) -> set[str]:
        return self.like.absent if self.like else super().absent

    @cached_property
    def book(self) -> Book:
        return self.like.book if self.like else super().book

    def missing_facts(self, kpi: Kpi) -> list[Fact]:
        return [fact for fact in kpi.facts if fact.name in self.absent]

    def missing(self, kpi: Kpi) -> tuple[str, ...]:
        return tuple(str(fact.label) for fact in self.missing_facts(kpi))

    def is_filled(self, kpi: Kpi) -> bool:
        """Whether the facts of a KPI were ever filled."""
        return all(fact.name in self.ledger for fact in kpi.facts)

    def filled_part(self, kpi: Kpi, window: Window) -> Window:
        """The window up to the last filled day: what stands on a day to come, or not yet filled, is not zero."""
        return window.until(min((self.ledger[fact.name].until for fact in kpi.facts), default=window.last))

    def changes_wait(self, kpi: Kpi) -> bool:
        return any(self.waiting.intersection(fact.sources) for fact in kpi.facts)

    def load(self, kpis: Iterable[Kpi], windows: Iterable[Window]) -> None:
        """Read what the KPIs need of each window and of the one before it: one statement for what happened, one for
        what stands and for whole periods, of which the windows are those that end with the asked ones."""
        kpis, windows = list(kpis), list(windows)
        facts = list(dict.fromkeys(fact for kpi in kpis for fact in kpi.facts))
        flows = [fact for fact in facts if fact.flow]
        stocks = [fact for fact in facts if not fact.flow]
        if flows:
            spans = dict.fromkeys(span for window in windows for span in (window, window.previous()))
            spans |= dict.fromkeys(span for kpi in kpis for window in windows for span in read_over(kpi, window))
            self.loaded |= read(flows, list(spans), self.filters)
            ever = [fact for kpi in kpis if kpi.period == Period.SO_FAR for fact in kpi.facts if fact.flow]
            if ever:
                self.loaded |= read(ever, [Window(EPOCH, span.last) for span in spans], self.filters)
        if stocks:
            spans = dict.fromkeys(stored_window(fact, window) for fact in stocks for window in windows)
            found = read(stocks, list(spans), self.filters)
            own = {(fact.name, stored_window(fact, window)) for fact in stocks for window in windows}
            self.loaded |= {key: amounts for key, amounts in found.items() if key in own}

    def _sums(self, sides: Iterable[Sum], window: Window, by: str | None, ignoring: frozenset[str]) -> list[Totals]:
        sides = tuple(sides)
        measures = [measure for terms in sides for _sign, measure in terms]
        if by is None and self.as_of is None and all(self._in_hand(m.fact, window) and m.kept for m in measures):
            return [
                {None: terms.total(lambda m: self.loaded[key_of(m.fact, window)].get(m.index, Decimal(0)))}
                for terms in sides
            ]
        return super()._sums(sides, window, by, ignoring)

    def _in_hand(self, fact: Fact, window: Window) -> bool:
        if key_of(fact, window) not in self.loaded:
            return False
        return self.stored_only or self._stored(fact, Ask(self.organisation, window, None, self.filters))


def key_of(fact: Fact, window: Window) -> tuple[str, Window]:
    """Under what the amounts of a window are kept: of what stands only the last day matters."""
    return fact.name, Window(window.last, window.last) if isinstance(fact, Standing) else window


def read_over(kpi: Kpi, window: Window) -> tuple[Window, ...]:
    """The other windows a derived KPI reads for a figure of ``window``."""
    return kpi.spans(window) if isinstance(kpi, Derived) and kpi.spans else ()


def stored_window(fact: Fact, window: Window) -> Window:
    """What the cells of the last day of a window are about: the window, the day, or the fact's own whole period."""
    if isinstance(fact, WholePeriod):
        return fact.window_of(window.last)
    return window if fact.flow else Window(window.last, window.last)


def own_window(kpi: Kpi, window: Window) -> Window:
    """The window that the stored figure of a KPI at the end of ``window`` has."""
    stocks, window = [fact for fact in kpi.facts if not fact.flow], kpi.span(window)
    if kpi.period == Period.QUARTER_TO_DATE and not kpi.additive:
        return Window(quarter_of(window.last).first, window.last)
    return stored_window(stocks[0], window) if stocks else window


def read(facts: list[Fact], windows: list[Window], filters: Filters) -> Amounts:
    """Totals of stored cells by fact, window and measure, in one scope."""
    return {key[1:]: amounts for key, amounts in read_split(facts, windows, filters, "0").items()}


def read_by_person(facts: list[Fact], windows: list[Window], people: Collection[int]) -> dict[int, Amounts]:
    """The same for every one of some people."""
    facts = [fact for fact in facts if "owner" in fact.dimensions]
    split = read_split(facts, windows, {"owner": people}, "c.key")
    found: dict[int, Amounts] = {}
    for (person, fact, window), amounts in split.items():
        found.setdefault(person, {})[(fact, window)] = amounts
    return found


def read_split(
    facts: list[Fact], windows: list[Window], filters: Filters, key: str
) -> dict[tuple[int, str, Window], dict[int, Decimal]]:
    """One statement. What happened is summed over a window; what stands, or whole periods, read at its last day."""
    flows = [fact.name for fact in facts if fact.flow]
    whole = [fact.name for fact in facts if isinstance(fact, WholePeriod)]
    spans, params = [], []
    for n, window in enumerate(windows):
        spans.append(f"({n}, %s::date, %s::date, true), ({n}, %s::date, %s::date, false)")
        params += [window.first, window.last, window.last, window.last]
    where, keys = scope_condition(filters, whole)
    sql = f"""
        SELECT {key}, c.fact, w.n, u.m, sum(u.a)
        FROM (VALUES {", ".join(spans)}) w(n, first, last, flow)
        JOIN analytics_cell c ON c.day BETWEEN w.first AND w.last AND (c.fact = ANY(%s)) = w.flow
        CROSS JOIN LATERAL unnest(c.amounts) WITH ORDINALITY u(a, m)
        WHERE c.fact = ANY(%s) AND {where} GROUP BY 1, 2, 3, 4"""
    rows = fetch(sql, [*params, flows, [fact.name for fact in facts], *keys])
    found: dict[tuple[int, str, Window], dict[int, Decimal]] = {}
    if key == "0":
        found = {(0, fact.name, window): {} for fact in facts for window in windows}
    for person, fact, n, measure, amount in rows:
        found.setdefault((person, fact, windows[n]), {})[measure - 1] = amount
    return found


def scope_condition(filters: Filters, whole: list[str]) -> tuple[str, list[Any]]:
    """Which cells are the scope's. A team's cells of whole periods hold the teams below it already."""
    if "owner" in filters:
        return "c.slice = 'owner' AND c.key = ANY(%s)", [list(filters["owner"])]
    if "team" in filters:
        teams = list(filters["team"])
        rest = "c.team = ANY(%s) AND NOT c.fact = ANY(%s)"
        return f"c.slice = 'team' AND (c.team = %s OR {rest})", [teams[0], teams, whole]
    return "c.slice = 'all'", []
