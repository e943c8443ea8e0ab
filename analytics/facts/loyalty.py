"""Facts of customers who buy again, elsewhere, or no more."""

from __future__ import annotations

from analytics.fact import Fact

DECLARED: list[Fact] = []
