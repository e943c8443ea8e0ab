"""Facts of expenses, budgets, markets and trainings."""

from __future__ import annotations

from analytics.fact import Fact

DECLARED: list[Fact] = []
