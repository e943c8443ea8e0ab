"""Facts of goals and use of the system."""

from __future__ import annotations

from analytics.fact import Fact

DECLARED: list[Fact] = []
