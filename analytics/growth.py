"""How a KPI grew from one window to another."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from analytics.kpi import Kpi, Pair
from analytics.periods import Window

if TYPE_CHECKING:
    from analytics.figures import Reader

GROWTH_VARIANTS = ("year_on_year",)


def growth(kpi: Kpi, against: str = "previous") -> Callable[[Reader, Window], Pair]:
    """(new − old, old), the old one None where growth on it means nothing: below zero, or no such window.

    An old value of exactly zero is given as zero: the quotient is null all the same.
    """

    def compute(reader: Reader, window: Window) -> Pair:
        before = window.year_before() if against == "year_on_year" else window.previous()
        new = reader.amount(kpi, window)
        old = reader.amount(kpi, before) if before else new * 0
        return new - old, old if old >= 0 else None

    return compute
