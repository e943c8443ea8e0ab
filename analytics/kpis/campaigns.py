"""KPIs of campaigns: who took part, what it sold and cost."""

from __future__ import annotations

from analytics.kpi import Kpi

DECLARED: list[Kpi] = []
