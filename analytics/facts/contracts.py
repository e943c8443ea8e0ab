"""Facts of contracts, documents and departures."""

from __future__ import annotations

from analytics.fact import Fact

DECLARED: list[Fact] = []
