"""Facts of scores and predictions."""

from __future__ import annotations

from analytics.fact import Fact

DECLARED: list[Fact] = []
