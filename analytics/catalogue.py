"""The catalogue, from the declarations: what a KPI is called, means, is made of and can be split by."""

from __future__ import annotations

from typing import Any

from django.utils import translation

from analytics.kpi import Kpi
from analytics.kpis import KPIS

CHINESE = "zh-hans"


def in_chinese(lazy: Any) -> str:
    with translation.override(CHINESE):
        return str(lazy)


def in_english(lazy: Any) -> str:
    with translation.override("en"):
        return str(lazy)


def entry(kpi: Kpi) -> dict[str, Any]:
    """One KPI as plain data, in both languages."""
    return {
        "code": kpi.code,
        "en": kpi.en,
        "zh": kpi.zh,
        "area": kpi.area.code,
        "means": {"en": in_english(kpi.means), "zh": in_chinese(kpi.means)},
        "formula": kpi.printed("en"),
        "formula_zh": kpi.printed(CHINESE),
        "unit": kpi.unit.code,
        "better": kpi.better.value,
        "period": kpi.period.code,
        "dimensions": kpi.dimensions,
        "variants": list(kpi.variants),
        "inputs": [in_english(fact.label) for fact in kpi.facts],
        "source_lines": list(kpi.source),
        "version": kpi.version,
    }


def catalogue() -> list[dict[str, Any]]:
    return [entry(kpi) for kpi in KPIS.values()]
