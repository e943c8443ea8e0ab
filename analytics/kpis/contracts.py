"""KPIs of contracts, documents and departures."""

from __future__ import annotations

from analytics.kpi import Kpi

DECLARED: list[Kpi] = []
