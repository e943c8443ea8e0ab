"""KPIs of complaints, opinions and suggestions."""

from __future__ import annotations

from analytics.kpi import Kpi

DECLARED: list[Kpi] = []
