"""Facts of open deals and leads, stages passed."""

from __future__ import annotations

from analytics.fact import Fact

DECLARED: list[Fact] = []
