"""Loaders of worked cases: loyalty."""

from __future__ import annotations

from collections.abc import Callable

from analytics.golden.world import World

LOADERS: list[Callable[[World], None]] = []
