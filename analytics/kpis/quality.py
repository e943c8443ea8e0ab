"""KPIs of the quality of customer data."""

from __future__ import annotations

from analytics.kpi import Kpi

DECLARED: list[Kpi] = []
