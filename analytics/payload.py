"""A figure as plain data, for the command line and the API alike."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from analytics.figures import Figure
from analytics.scopes import Scope, key_labels


def number(value: Decimal | None) -> float | int | None:
    """JSON has one kind of number: integers as they are, others to 17 digits."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() and abs(value) < 10**15 else float(value)


def figure_payload(figure: Figure, scope: Scope) -> dict[str, Any]:
    """What every door answers: code, from, to, scope, value, both sides, unit, formula, freshness, what is missing."""
    formula = figure.kpi.variants.get(figure.variant, figure.kpi.formula)
    payload: dict[str, Any] = {
        "code": figure.kpi.code,
        "from": figure.window.first.isoformat(),
        "to": figure.window.last.isoformat(),
        "scope": {"kind": scope.kind, "id": scope.id, "label": scope.label},
        "variant": figure.variant or None,
        "as_of": figure.as_of.isoformat() if figure.as_of else None,
        "value": number(figure.value),
        "numerator": number(figure.numerator),
        "denominator": number(figure.denominator),
        "unit": figure.kpi.unit.code,
        "formula": figure.kpi.printed() if callable(formula) else str(formula),
        "fresh_at": figure.fresh_at.isoformat() if figure.fresh_at else None,
        "missing": list(figure.missing),
    }
    if figure.by:
        payload["by"] = parts_payload(figure)
    return payload


def parts_payload(figure: Figure) -> list[dict[str, Any]]:
    labels = key_labels(figure.by or "", [part.key for part in figure.parts])
    parts = [
        {
            "key": part.key,
            "label": labels.get(part.key, str(part.key)),
            "value": number(part.value),
            "numerator": number(part.numerator),
            "denominator": number(part.denominator),
        }
        for part in figure.parts
    ]
    return sorted(parts, key=lambda part: (-(part["numerator"] or 0), str(part["label"])))
