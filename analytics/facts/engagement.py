"""Facts of engagement: visits, clicks, touches."""

from __future__ import annotations

from analytics.fact import Fact

DECLARED: list[Fact] = []
