"""Facts of campaigns: who took part, what it sold and cost."""

from __future__ import annotations

from analytics.fact import Fact

DECLARED: list[Fact] = []
