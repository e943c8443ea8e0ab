"""Facts of survey answers."""

from __future__ import annotations

from analytics.fact import Fact

DECLARED: list[Fact] = []
