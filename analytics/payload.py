"""A figure as plain data, for the command line and the API alike."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db.models import Model

from accounts import policy
from analytics.behind import Behind, Row, Term, hide_names
from analytics.figures import Figure
from analytics.kpi import Kpi
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
        "flag": figure.flag or None,
        "unit": figure.kpi.unit.code,
        "formula": figure.kpi.printed() if callable(formula) else str(formula),
        "fresh_at": figure.fresh_at.isoformat() if figure.fresh_at else None,
        "missing": list(figure.missing),
        "definition": figure.kpi.version,
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


def behind_payload(found: Behind, kpi: Kpi, user: Any) -> dict[str, Any]:
    """The rows of a side; a record one may not see keeps its amount and number but says nothing else."""
    seen = visible_records(found, user)
    return {
        "code": kpi.code,
        "count": found.count,
        "total": number(found.total / kpi.unit.scale if found.total is not None else None),
        "measures": [str(term.measure.label) for term in found.terms],
        "next": found.following or None,
        "rows": [row_payload(row, found.terms[row.term], seen, user) for row in found.rows],
    }


def visible_records(found: Behind, user: Any) -> set[tuple[str, int]]:
    """(kind, number) of the records of a page this person may see; what they may not is no longer named by the others."""
    by_model: dict[type[Model], list[int]] = {}
    for row in found.rows:
        if row.record is not None:
            by_model.setdefault(type(row.record), []).append(row.record.pk)
    hide_names(found.rows, user)
    return {
        (model._meta.label_lower, pk)
        for model, pks in by_model.items()
        for pk in policy.visible(user, model._default_manager.filter(pk__in=pks)).values_list("pk", flat=True)
    }


def row_payload(row: Row, term: Term, seen: set[tuple[str, int]], user: Any) -> dict[str, Any]:
    model = term.measure.fact.model
    label = model._meta.label_lower
    payload: dict[str, Any] = {
        "kind": label,
        "id": row.pk,
        "measure": str(term.measure.label),
        "amount": number(row.amount),
    }
    if row.record is not None and (label, row.pk) in seen:
        readable = policy.fields(user, model) | {"refund", "line", "product", "category", "quantity", "amount_home"}
        payload["label"] = str(row.record)
        payload["fields"] = {
            name: plain(getattr(row.record, name)) for name in term.measure.fact.columns if name in readable
        }
    return payload


def plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)
