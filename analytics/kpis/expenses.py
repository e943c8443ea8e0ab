"""KPIs of expenses, budgets, markets and trainings."""

from __future__ import annotations

from analytics.kpi import Kpi

DECLARED: list[Kpi] = []
