"""KPIs of open deals and leads, stages passed."""

from __future__ import annotations

from analytics.kpi import Kpi

DECLARED: list[Kpi] = []
