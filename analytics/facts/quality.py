"""Facts of the quality of customer data."""

from __future__ import annotations

from analytics.fact import Fact

DECLARED: list[Fact] = []
