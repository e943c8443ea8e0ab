"""KPIs of engagement: visits, clicks, touches."""

from __future__ import annotations

from analytics.kpi import Kpi

DECLARED: list[Kpi] = []
