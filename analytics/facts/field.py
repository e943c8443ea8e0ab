"""Facts of field service, contacts per ticket and incidents."""

from __future__ import annotations

from analytics.fact import Fact

DECLARED: list[Fact] = []
