"""Worked cases of statistics that are no KPI: why a ratio or a total moved between two tables."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from analytics.statistics.contribution import Change, Effect, of_ratio, of_total

SIDES = ("k", "n")
# What a case may ask, of the whole change or of one part's effect.
ASKED: dict[str, Callable[[Change | Effect], Fraction | None]] = {
    "total_change": lambda found: found.total,
    "rate_effect": lambda found: found.rate,
    "mix_effect": lambda found: found.mix,
    "interaction_effect": lambda found: found.interaction,
    "volume_effect": lambda found: found.volume,
    "before": lambda found: found.before,
    "after": lambda found: found.after,
}


def contribution_analysis(case: dict[str, Any], expected: dict[str, Any]) -> Decimal | None:
    """The effect an expectation names. Rows with ``k`` of ``n`` make a ratio, rows with ``value`` a total."""
    before, after = case["tables"].get("before", []), case["tables"].get("after", [])
    word = expected.get("variant") or (case.get("params") or {}).get("form") or "midpoint"
    if any("value" in row for row in [*before, *after]):
        change = of_total(totals(before), totals(after))
    else:
        change = of_ratio(ratios(before), ratios(after), midpoint=str(word) != "base")
    found: Change | Effect = change
    if part := expected.get("dimension"):
        key = tuple(sorted((name, str(value)) for name, value in part.items()))
        found = next(effect for effect in change.effects if effect.key == key)
    value = ASKED[expected["window"]](found)
    return None if value is None or change.total is None else Decimal(value.numerator) / Decimal(value.denominator)


def key_of(row: dict[str, Any]) -> Hashable:
    """What the row is about: every column that is not a number of it."""
    return tuple(sorted((name, str(value)) for name, value in row.items() if name not in (*SIDES, "value")))


def exact(value: Any) -> Fraction:
    return Fraction(str(value or 0))


def ratios(rows: list[dict[str, Any]]) -> dict[Hashable, tuple[Fraction, Fraction]]:
    found: dict[Hashable, tuple[Fraction, Fraction]] = {}
    for row in rows:
        k, n = found.get(key_of(row), (Fraction(0), Fraction(0)))
        found[key_of(row)] = (k + exact(row.get("k")), n + exact(row.get("n")))
    return found


def totals(rows: list[dict[str, Any]]) -> dict[Hashable, Fraction]:
    found: dict[Hashable, Fraction] = {}
    for row in rows:
        found[key_of(row)] = found.get(key_of(row), Fraction(0)) + exact(row.get("value"))
    return found


ANALYSES: dict[str, Callable[[dict[str, Any], dict[str, Any]], Decimal | None]] = {
    "contribution_analysis": contribution_analysis,
}
