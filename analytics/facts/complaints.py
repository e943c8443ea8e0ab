"""Facts of complaints, opinions and suggestions."""

from __future__ import annotations

from analytics.fact import Fact

DECLARED: list[Fact] = []
