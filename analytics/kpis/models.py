"""KPIs of scores and predictions."""

from __future__ import annotations

from analytics.kpi import Kpi

DECLARED: list[Kpi] = []
