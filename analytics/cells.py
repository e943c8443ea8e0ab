"""Reading the cells: stored totals of a fact, where they can answer what is asked."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any

from accounts.models import Organisation, TeamTree
from analytics.fact import Ask, Fact, WholePeriod, fetch
from analytics.formula import Measure
from analytics.periods import Window

CROSSED = ("owner", "segment", "category", "channel", "region")  # kept for each team as well
SCOPES = ("owner", "team")


def slices_of(fact: Fact) -> list[tuple[str, ...]]:
    """The slices a fact's cells are kept in: the whole, each dimension, each team by some."""
    single = [(name,) for name in fact.dimensions]
    if isinstance(fact, WholePeriod):
        return [(), *single]
    crossed = [("team", name) for name in CROSSED if name in fact.dimensions and "team" in fact.dimensions]
    return [(), *single, *crossed]


def slice_name(names: Iterable[str]) -> str:
    return "+".join(names) or "all"


def slice_for(fact: Fact, ask: Ask, by: str | None) -> tuple[str, ...] | None:
    """The slice whose cells answer a question, if one does."""
    asked = {*ask.filters} | ({by} if by else set())
    names = tuple(sorted(asked, key=lambda name: name != "team"))
    if names not in slices_of(fact):
        return None
    if isinstance(fact, WholePeriod):
        # Customers do not add up: one key can be read, a list cannot; a team's cells hold it with all below it.
        if ask.window != fact.window_of(ask.window.last) or by == "team":
            return None
        if any(not single(name, keys) for name, keys in ask.filters.items()):
            return None
    return names


def single(dimension: str, keys: Collection[Any]) -> bool:
    """Whether keys are one, or a team (named first) with exactly the teams below it."""
    if dimension != "team":
        return len(keys) == 1
    below = TeamTree.objects.filter(ancestor_id=next(iter(keys))).values_list("team_id", flat=True)
    return set(below) == set(keys)


digests: dict[tuple[Any, ...], str] = {}


def digest(fact: Fact, organisation: Organisation) -> str:
    """A fingerprint of the declaration the cells were filled with; made once a process and setting."""
    settings = (getattr(organisation, field.attname) for field in organisation._meta.concrete_fields)
    key = (fact.name, *map(str, settings))
    if key not in digests or not fact.cached:
        digests[key] = hashlib.sha256(fact.signature(organisation).encode()).hexdigest()
    return digests[key]


def read_cells(
    fact: Fact, names: tuple[str, ...], ask: Ask, measures: list[Measure], by: str | None
) -> dict[Any, list[Decimal]]:
    """Totals of stored cells: by key of ``by``, or under None."""
    days = ask.window if fact.flow else Window(ask.window.last, ask.window.last)
    where, params = (
        ["fact = %s", "slice = %s", "day BETWEEN %s AND %s"],
        [fact.name, slice_name(names), days.first, days.last],
    )
    for name, keys in ask.filters.items():
        where.append(f"{column(name)} = ANY(%s)")
        ids = [int(key or 0) for key in keys]
        params.append(ids[:1] if isinstance(fact, WholePeriod) else ids)  # type: ignore[arg-type]
    sums = ", ".join(f"coalesce(sum(amounts[{m.index + 1}]), 0)" for m in measures)
    group = f"nullif({column(by)}, 0)" if by else "NULL::bigint"
    tail = "GROUP BY 1" if by else ""
    rows = fetch(f"SELECT {group}, {sums} FROM analytics_cell WHERE {' AND '.join(where)} {tail}", params)
    return {row[0]: list(row[1:]) for row in rows}


def column(dimension: str | None) -> str:
    return "team" if dimension == "team" else "key"
