"""KPIs of survey answers."""

from __future__ import annotations

from analytics.kpi import Kpi

DECLARED: list[Kpi] = []
