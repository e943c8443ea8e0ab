"""KPIs of customers who buy again, elsewhere, or no more."""

from __future__ import annotations

from analytics.kpi import Kpi

DECLARED: list[Kpi] = []
