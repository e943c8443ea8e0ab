"""Facts of the call centre's agents, blocked calls and reviews."""

from __future__ import annotations

from analytics.fact import Fact

DECLARED: list[Fact] = []
