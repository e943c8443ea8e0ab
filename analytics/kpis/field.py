"""KPIs of field service, contacts per ticket and incidents."""

from __future__ import annotations

from analytics.kpi import Kpi

DECLARED: list[Kpi] = []
