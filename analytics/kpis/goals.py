"""KPIs of goals and use of the system."""

from __future__ import annotations

from analytics.kpi import Kpi

DECLARED: list[Kpi] = []
