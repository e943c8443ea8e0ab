"""Why a figure moved from one window to another, part by part of a dimension; and how sure a figure is."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from analytics.figures import Figure, Part, Reader
from analytics.formula import Ratio
from analytics.kpi import Derived, Kpi, Unit
from analytics.periods import Window
from analytics.statistics.certainty import wilson
from analytics.statistics.contribution import Change, Effect, of_ratio, of_total


@dataclass(frozen=True)
class Mover:
    """One part and what it did to the figure. Shares and rates as fractions, effects in the KPI's unit."""

    key: Any
    before: Decimal | None
    after: Decimal | None
    share_before: Decimal
    share_after: Decimal
    rate: Decimal
    mix: Decimal
    volume: Decimal
    total: Decimal


@dataclass(frozen=True)
class Why:
    """The change of a figure as a sum: ``movers``, and ``overlap``, what parts that share rows count more than once.

    ``is_ratio``: rate and mix explain it; else each part adds its own change.
    """

    kpi: Kpi
    by: str
    before: Figure
    after: Figure
    is_ratio: bool
    rate: Decimal
    mix: Decimal
    total: Decimal
    overlap: Decimal
    movers: tuple[Mover, ...]

    @property
    def paradox(self) -> str:
        """A sentence where the parts and the whole go different ways."""
        if self.is_ratio and self.total and self.rate * self.total < 0:
            return _("The parts went one way and the whole the other: what moved it is the mix of the parts.")
        return ""


def dimensions_of(kpi: Kpi) -> list[str]:
    """By what the change of a KPI can be explained: where both sides are split."""
    return [name for name in kpi.dimensions if name not in kpi.whole_below]


def why(reader: Reader, kpi: Kpi, earlier: Window, later: Window, by: str, variant: str | None = None) -> Why | None:
    """The effects, the biggest first; None where a figure of the two is not there or has no two sides to split."""
    before = reader.figure(kpi, earlier, variant=variant, by=by)
    after = reader.figure(kpi, later, variant=variant, by=by)
    if before.value is None or after.value is None:
        return None
    parts = [*before.parts, *after.parts]
    if any(part.numerator is None for part in parts):
        return None
    is_ratio = has_two_sides(kpi, after, variant)
    change = ratio_change(before, after) if is_ratio else of_total(numerators(before), numerators(after))
    if change.total is None:
        return None
    total = after.value - before.value
    movers = sorted((mover(effect) for effect in change.effects), key=lambda one: -abs(one.total))
    return Why(
        kpi,
        by,
        before,
        after,
        is_ratio,
        decimal(change.rate),
        decimal(change.mix),
        total,
        rest(Fraction(total) - change.total),
        tuple(movers),
    )


def has_two_sides(kpi: Kpi, figure: Figure, variant: str | None) -> bool:
    if isinstance(kpi, Derived):
        return kpi.over
    formula = kpi.variant(variant)
    return isinstance(formula, Ratio) and formula.denominator is not None and figure.denominator is not None


def key_of(part: Part) -> Hashable:
    return part.key


def ratio_change(before: Figure, after: Figure) -> Change:
    sides = [
        {key_of(part): (part.numerator or Decimal(0), part.denominator or Decimal(0)) for part in figure.parts}
        for figure in (before, after)
    ]
    return of_ratio(*sides)  # type: ignore[arg-type]


def numerators(figure: Figure) -> dict[Hashable, Decimal]:
    return {key_of(part): part.numerator or Decimal(0) for part in figure.parts}


def mover(effect: Effect) -> Mover:
    return Mover(
        effect.key,
        None if effect.before is None else decimal(effect.before),
        None if effect.after is None else decimal(effect.after),
        decimal(effect.share_before),
        decimal(effect.share_after),
        decimal(effect.rate),
        decimal(effect.mix),
        decimal(effect.volume),
        decimal(effect.total),
    )


def decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def rest(value: Fraction) -> Decimal:
    """What parts count more than once; the last digits of a division are nothing."""
    found = decimal(value)
    return found if abs(found) > Decimal("1e-9") else Decimal(0)


@dataclass(frozen=True)
class Certainty:
    """Of how many rows a figure is made, and, for a share of them, where the true share lies in 95 of 100 samples."""

    n: Decimal
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def few(self) -> bool:
        """Too few for the figure to say much."""
        return self.n < 30


def certainty(figure: Figure) -> Certainty | None:
    """None for figures that are not made of counted rows below."""
    kpi = figure.kpi
    formula = kpi.formula if isinstance(kpi, Derived) else kpi.variant(figure.variant)
    if not isinstance(formula, Ratio) or formula.denominator is None or not figure.denominator:
        return None
    if any(measure.value is not None or sign < 0 for sign, measure in formula.denominator):
        return None
    n, counted = figure.denominator, all(measure.value is None for _sign, measure in formula.numerator)
    if kpi.unit is not Unit.RATIO or not counted or figure.numerator is None or not 0 <= figure.numerator <= n:
        return Certainty(n)
    limits = wilson(float(figure.numerator), float(n))
    return Certainty(n, Decimal(str(limits[0])), Decimal(str(limits[1]))) if limits else Certainty(n)
