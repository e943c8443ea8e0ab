"""KPIs of advertising: what was shown, clicked, spent."""

from __future__ import annotations

from analytics.kpi import Kpi

DECLARED: list[Kpi] = []
