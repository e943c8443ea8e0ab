"""The catalogue, from the declarations: what a KPI is called, means, is made of and can be split by."""

from __future__ import annotations

from typing import Any

from django.utils import translation

from analytics.kpi import Derived, Kpi
from analytics.kpis import KPIS
from analytics.readings import reading
from analytics.sources import quotes

CHINESE = "zh-hans"


def in_chinese(lazy: Any) -> str:
    with translation.override(CHINESE):
        return str(lazy)


def in_english(lazy: Any) -> str:
    with translation.override("en"):
        return str(lazy)


def both(lazy: Any) -> dict[str, str]:
    return {"en": in_english(lazy), "zh": in_chinese(lazy)}


def entry(kpi: Kpi) -> dict[str, Any]:
    """One KPI as plain data, in both languages."""
    return {
        "code": kpi.code,
        "en": kpi.en,
        "zh": kpi.zh,
        "area": kpi.area.code,
        "means": both(kpi.means),
        "formula": kpi.printed("en"),
        "formula_zh": kpi.printed(CHINESE),
        "unit": kpi.unit.code,
        "better": kpi.better.value,
        "period": kpi.period.code,
        "dimensions": kpi.dimensions,
        "variants": list(kpi.variants),
        "variant_formulas": variant_formulas(kpi),
        "companions": companions(kpi),
        "inputs": [in_english(fact.label) for fact in kpi.facts],
        "source_lines": list(kpi.source),
        "reading": both(reading(kpi.code)),
        "left_out": left_out_of(kpi),
        "version": kpi.version,
    }


def companions(kpi: Kpi) -> dict[str, str]:
    """Figures beside it that have names of their own: the variant each is, or nothing for a formula of its own."""
    return dict(kpi.companions) | {other.code: "" for other in KPIS.values() if other.companion_of == kpi.code}


def variant_formulas(kpi: Kpi) -> dict[str, dict[str, str]]:
    """The variants that are formulas of their own, in words; those of derived KPIs are said by their name."""
    return {} if isinstance(kpi, Derived) else {name: both(formula) for name, formula in kpi.variants.items()}


def left_out_of(kpi: Kpi) -> dict[str, list[dict[str, str]]]:
    """Per input the records that never count, and why."""
    facts = [fact for fact in kpi.facts if fact.excluded]
    return {in_english(f.label): [both(reason) for reason, _rows in f.excluded.reasons] for f in facts if f.excluded}


def sources_of(kpi: Kpi) -> list[dict[str, Any]]:
    """The cited lines with the document they stand in."""
    return [{"ref": q.ref, "title": q.title, "line": q.line, "text": q.text} for q in quotes(kpi.source)]


def catalogue() -> list[dict[str, Any]]:
    return [entry(kpi) for kpi in KPIS.values() if not kpi.companion_of]
