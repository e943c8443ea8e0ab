"""The rows behind a figure: each with what it adds, so that their total is the figure's side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Model

from analytics.fact import Ask, WholePeriod, fetch
from analytics.figures import Reader
from analytics.formula import Measure, as_ratio
from analytics.kpi import Derived, Kpi, Percentile
from analytics.models import Target
from analytics.periods import Window
from crm_project.conceal import conceal

PAGE = 50
SIDES = ("numerator", "denominator")


@dataclass(frozen=True)
class Term:
    """One measure of a side, over its window: ``sign`` says whether it is added or taken off."""

    sign: int
    measure: Measure
    window: Window


@dataclass(frozen=True)
class Row:
    """One record behind a figure and what it adds to it (in the unit of the rows: seconds, home currency, 1)."""

    term: int
    pk: int
    amount: Decimal
    record: Model | None


@dataclass(frozen=True)
class Behind:
    """A page of rows, with the count and total of all of them; ``following`` continues it."""

    terms: list[Term]
    rows: list[Row]
    count: int
    total: Decimal
    following: str


def terms_of(kpi: Kpi, side: str, window: Window, variant: str | None = None) -> list[Term]:
    """What a side is made of. A derived KPI names the windows its parts are read over."""
    if isinstance(kpi, Derived):
        return [
            Term(sign, m, span)
            for factor, part, span in kpi.sides(side, window, variant)
            for sign, m in signed(part, factor)
        ]
    formula, window = kpi.variant(variant), kpi.span(window)
    if isinstance(formula, Percentile):
        return [Term(1, formula.measure, window)]
    terms = formula.numerator if side == "numerator" else formula.denominator
    return [Term(sign, measure, window) for sign, measure in terms or ()]


def signed(part: Any, factor: int) -> Iterator[tuple[int, Measure]]:
    for sign, measure in as_ratio(part).numerator:
        yield sign * factor, measure


def rows_behind(
    reader: Reader,
    kpi: Kpi,
    window: Window,
    side: str,
    *,
    variant: str | None = None,
    after: str = "",
    limit: int = PAGE,
) -> Behind:
    """One page of the rows of a side, in the reader's scope. A ValueError names a dimension the KPI does not have."""
    terms = terms_of(kpi, side, window, variant)
    ignoring = kpi.whole_below if side == "denominator" else frozenset()
    relations = [relation(reader, term, ignoring) for term in terms]
    start, last = cursor(after)
    found: list[tuple[int, int, Decimal]] = []
    for n in range(start, len(terms)):
        sql, params = relations[n]
        more = limit + 1 - len(found)
        rows = fetch(
            f"SELECT x_row, amount FROM ({sql}) b WHERE x_row > %s ORDER BY x_row LIMIT {more}",
            (*params, last if n == start else -(2**62)),
        )
        found += [(n, pk, terms[n].sign * Decimal(amount)) for pk, amount in rows]
        if len(found) > limit:
            break
    count, total = sums(terms, relations)
    shown, following = found[:limit], ""
    if len(found) > limit:
        following = f"{shown[-1][0]}:{shown[-1][1]}"
    return Behind(terms, attach(terms, shown), count, total, following)


def every_row(
    reader: Reader, kpi: Kpi, window: Window, side: str, *, variant: str | None = None, most: int
) -> tuple[list[Term], list[tuple[int, int, Decimal]]]:
    """(term, key, amount) of every row of a side in the reader's scope, in the order of the pages; no more than ``most``."""
    terms = terms_of(kpi, side, window, variant)
    ignoring = kpi.whole_below if side == "denominator" else frozenset()
    found: list[tuple[int, int, Decimal]] = []
    for n, term in enumerate(terms):
        sql, params = relation(reader, term, ignoring)
        rows = fetch(f"SELECT x_row, amount FROM ({sql}) b ORDER BY x_row LIMIT {most - len(found)}", params)
        found += [(n, pk, term.sign * Decimal(amount)) for pk, amount in rows]
    return terms, found


def relation(reader: Reader, term: Term, ignoring: frozenset[str]) -> tuple[str, tuple[Any, ...]]:
    filters = {name: keys for name, keys in reader.filters.items() if name not in ignoring}
    measure = term.measure.on(set(filters))
    ask = Ask(reader.organisation, term.window, reader.as_of, filters)
    sql, params = measure.fact.relation(ask)
    column = f"x_{measure.index}"
    if isinstance(measure.fact, WholePeriod):  # a customer may count for several products
        summed = f"SELECT x_row, sum({column}) AS amount FROM ({sql}) r WHERE {column} IS NOT NULL GROUP BY x_row"
        return summed, params
    return f"SELECT x_row, {column} AS amount FROM ({sql}) r WHERE {column} IS NOT NULL", params


def sums(terms: list[Term], relations: list[tuple[str, tuple[Any, ...]]]) -> tuple[int, Decimal]:
    count, total = 0, Decimal(0)
    for term, (sql, params) in zip(terms, relations, strict=True):
        n, amount = fetch(f"SELECT count(*), coalesce(sum(amount), 0)::numeric FROM ({sql}) b", params)[0]
        count, total = count + n, total + term.sign * amount
    return count, total


def hide_names(rows: list[Row], user: Any) -> None:
    """A row is the reader's, and what it hangs on may be another's: then it is not named. The rows are only shown."""
    by_model: dict[type[Model], list[Model]] = {}
    for row in rows:
        if row.record is not None:
            by_model.setdefault(type(row.record), []).append(row.record)
    for records in by_model.values():
        conceal(user, records, every=True, far=True)


def cursor(after: str) -> tuple[int, int]:
    """Where to go on; anything unreadable starts over."""
    term, _, last = after.partition(":")
    try:
        return int(term), int(last)
    except ValueError:
        return 0, -(2**62)


def attach(terms: list[Term], found: list[tuple[int, int, Decimal]]) -> list[Row]:
    """Fetch the records of a page, one statement per kind."""
    records: dict[tuple[type[Model], int], Model] = {}
    for model in {terms[n].measure.fact.model for n, _pk, _amount in found}:
        pks = [pk for n, pk, _amount in found if terms[n].measure.fact.model is model]
        related = [
            name.name for name in model._meta.get_fields() if getattr(name, "many_to_one", False) and name.concrete
        ]
        for record in model._default_manager.select_related(*related).filter(pk__in=pks):
            records[(model, record.pk)] = record
    return [Row(n, pk, amount, records.get((terms[n].measure.fact.model, pk))) for n, pk, amount in found]


def targets_behind(reader: Reader, window: Window) -> list[Target]:
    """The targets a quota of the window is the sum of."""
    used = [row.pk for row in reader.book.used(window, reader.filters)]
    return list(
        Target.objects.filter(pk__in=used).select_related("owner", "team", "category").order_by("starts_on", "pk")
    )
