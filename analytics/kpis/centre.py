"""KPIs of the call centre's agents, blocked calls and reviews."""

from __future__ import annotations

from analytics.kpi import Kpi

DECLARED: list[Kpi] = []
