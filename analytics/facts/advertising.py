"""Facts of advertising: what was shown, clicked, spent."""

from __future__ import annotations

from analytics.fact import Fact

DECLARED: list[Fact] = []
