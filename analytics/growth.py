"""How a KPI grew from one window to another."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from analytics.kpi import Kpi, Pair
from analytics.periods import Window

if TYPE_CHECKING:
    from analytics.figures import Reader

GROWTH_VARIANTS = ("year_on_year",)


def compared(window: Window, against: str | None) -> Window | None:
    """The window another is compared with: as many months or days before, or the same a year earlier."""
    return window.year_before() if against == "year_on_year" else window.previous()


def growth(kpi: Kpi, against: str = "previous") -> Callable[[Reader, Window], Pair]:
    """(new − old, old), the old one None where growth on it means nothing: below zero, or no such window.

    An old value of exactly zero is given as zero: the quotient is null all the same.
    """

    def compute(reader: Reader, window: Window) -> Pair:
        before = compared(window, against)
        new = reader.amount(kpi, window)
        old = reader.amount(kpi, before) if before else new * 0
        return new - old, old if old >= 0 else None

    return compute


def opens(kpi: Kpi) -> Callable[[str, Window, str | None], list[tuple[int, Any, Window]]]:
    """Behind growth stand the rows of both windows, the earlier ones taken off; below it the earlier ones."""

    def sides(side: str, window: Window, variant: str | None) -> list[tuple[int, Any, Window]]:
        before = compared(window, variant)
        earlier = [(1, kpi.formula, before)] if before else []
        if side == "denominator":
            return earlier
        return [(1, kpi.formula, window), *((-1, formula, span) for _sign, formula, span in earlier)]

    return sides
