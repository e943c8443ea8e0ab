"""Figures side by side: each with its change, its line and how it stands against its target."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from analytics.asked import figure_url
from analytics.charts import months_to, values_of
from analytics.compare import Change, Goal, Goals, change
from analytics.dashboards import PageReader, own_window, read_by_person
from analytics.figures import Figure
from analytics.formula import as_ratio
from analytics.kpi import Derived, Kpi
from analytics.kpis import KPIS
from analytics.periods import Window
from analytics.scopes import Scope

MONTHS = 13


@dataclass(frozen=True)
class Tile:
    """One figure as a home shows it. Without a value it says why: not filled yet, or which records are missing."""

    kpi: Kpi
    window: Window
    value: Decimal | None
    change: Change | None
    goal: Goal | None
    line: list[Decimal | None]
    url: str
    label: Any = ""
    unfilled: bool = False
    missing: tuple[str, ...] = ()


def needed(kpi: Kpi) -> set[str]:
    """Facts that a figure cannot do without: those it adds up or divides by, not those it only takes off."""
    if isinstance(kpi, Derived):
        sums = [as_ratio(part).numerator for part in kpi.parts]
    else:
        sums = [one for one in (kpi.formula.numerator, kpi.formula.denominator) if one]
    return {measure.fact.name for one in sums for sign, measure in one if sign > 0}


def blocking(reader: PageReader, kpi: Kpi) -> tuple[str, ...]:
    """Names of missing records without which there is no figure."""
    return tuple(str(fact.label) for fact in reader.missing_facts(kpi) if fact.name in needed(kpi))


@dataclass(frozen=True)
class Wish:
    """A figure a home wants: of which KPI, over which days, called what (the KPI's name by default)."""

    code: str
    window: Window
    label: Any = ""
    before: Window | None = None  # what it is compared with, when it is

    @property
    def kpi(self) -> Kpi:
        return KPIS[self.code]


def tiles(reader: PageReader, wishes: Iterable[Wish], readable: Iterable[Kpi], *, lines: bool = False) -> list[Tile]:
    """The figures wished for that the reader's person may read, with a line of thirteen months on request."""
    allowed = set(readable)
    wishes = [wish for wish in wishes if wish.kpi in allowed]
    kpis = list(dict.fromkeys(wish.kpi for wish in wishes))
    windows = list(dict.fromkeys(wish.window for wish in wishes))
    months = months_to(max(window.last for window in windows), MONTHS) if lines and windows else []
    befores = list(dict.fromkeys(wish.before for wish in wishes if wish.before))
    ends = {reader.filled_part(kpi, window) for kpi in kpis if reader.is_filled(kpi) for window in windows}
    reader.load(kpis, [*windows, *befores, *months, *(ends - {*windows})])
    goals = Goals(reader, kpis)
    return [tile(reader, goals, wish, months) for wish in wishes]


def tile(reader: PageReader, goals: Goals, wish: Wish, months: list[Window]) -> Tile:
    kpi, window = wish.kpi, own_window(wish.kpi, wish.window)
    missing = blocking(reader, kpi)
    if missing or not reader.is_filled(kpi):
        url = figure_url(kpi, window, reader.scope)
        return Tile(kpi, window, None, None, None, [], url, wish.label, not missing, missing)
    if reader.stored_only and not kpi.additive:
        window = own_window(kpi, reader.filled_part(kpi, wish.window))
    url = figure_url(kpi, window, reader.scope)
    figure = reader.figure(kpi, window)
    before = reader.figure(kpi, own_window(kpi, wish.before)) if wish.before else None
    return Tile(
        kpi,
        window,
        figure.value,
        change(kpi, figure.value, before.value) if before else None,
        goals.goal(kpi, wish.window, figure.value),
        values_of(reader, kpi, months),
        url,
        wish.label,
    )


@dataclass(frozen=True)
class PersonLine:
    """The figures of one person: (KPI, figure, address of its page), in the order of the columns."""

    id: int
    name: str
    figures: list[tuple[Kpi, Figure, str]]


def by_person(reader: PageReader, kpis: list[Kpi], window: Window, names: dict[int, str]) -> list[PersonLine]:
    """The stored figures of some people, whatever team they were in: one statement for all people and KPIs."""
    facts = list(dict.fromkeys(fact for kpi in kpis for fact in kpi.facts))
    owns = [own_window(kpi, window) for kpi in kpis]
    spans = list(dict.fromkeys([window, window.previous(), *owns]))
    loaded = read_by_person(facts, spans, list(names))
    lines = []
    for person, name in names.items():
        scope = Scope("owner", person, name)
        own = PageReader(reader.organisation, scope, stored_only=True, like=reader)
        own.loaded = {(fact.name, span): {} for fact in facts for span in spans} | loaded.get(person, {})
        lines.append(
            PersonLine(person, name, [(kpi, own.figure(kpi, window), figure_url(kpi, window, scope)) for kpi in kpis])
        )
    return lines
