"""Measures, their sums, and one sum over another.

A measure counts or totals rows of one fact and nothing else, so it adds up over any slice. A formula is one sum of
measures, or one sum over another: there is no average to store by mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analytics.fact import Fact

Lazy = Any  # a translatable string


@dataclass(frozen=True, eq=False)
class Measure:
    """A count (``value`` is None) or total of ``value`` over the rows of ``fact`` that fulfil ``where``.

    ``value`` is an ORM expression and ``where`` a Q, or a function of what is asked that gives one (thresholds, as-of).
    A measure of a whole-period fact says both in SQL over that fact's columns.
    ``finer`` names, for a dimension the fact does not have, the measure of a finer fact with the same total.
    """

    fact: Fact
    label: Lazy
    value: Any = None
    where: Any = None
    finer: dict[str, Measure] = field(default_factory=dict)
    kept: bool = True  # has a place in the fact's cells

    @property
    def index(self) -> int:
        return self.fact.measures.index(self)

    def split(self, dimension: str, measure: Measure) -> Measure:
        """The same measure, to be taken from a finer fact where it is split by ``dimension``."""
        finer = replace(self, finer={**self.finer, dimension: measure})
        self.fact.measures[self.index] = finer
        return finer

    def on(self, dimensions: set[str]) -> Measure:
        """The measure that knows all of ``dimensions``, or a ValueError that names the missing one."""
        missing = dimensions - set(self.fact.dimensions) - set(self.fact.also)
        if not missing:
            return self
        for name in missing:
            if name in self.finer:
                return self.finer[name].on(dimensions)
        raise ValueError(sorted(missing)[0])

    def __add__(self, other: Measure | Sum) -> Sum:
        return Sum(((1, self),)) + other

    def __sub__(self, other: Measure | Sum) -> Sum:
        return Sum(((1, self),)) - other

    def __truediv__(self, other: Measure | Sum) -> Ratio:
        return Sum(((1, self),)) / other


@dataclass(frozen=True)
class Sum:
    """Measures added and subtracted."""

    terms: tuple[tuple[int, Measure], ...]

    def __add__(self, other: Measure | Sum) -> Sum:
        return Sum(self.terms + as_sum(other).terms)

    def __sub__(self, other: Measure | Sum) -> Sum:
        return Sum(self.terms + tuple((-sign, measure) for sign, measure in as_sum(other).terms))

    def __truediv__(self, other: Measure | Sum) -> Ratio:
        return Ratio(self, as_sum(other))

    def __iter__(self) -> Iterator[tuple[int, Measure]]:
        return iter(self.terms)

    def __str__(self) -> str:
        """In words, in the reader's language; the catalogue prints this, so it cannot disagree with the SQL."""
        words = [("− " if sign < 0 else "+ ") + str(measure.label) for sign, measure in self.terms]
        return " ".join(words).removeprefix("+ ")

    def total(self, amount: Callable[[Measure], Decimal]) -> Decimal:
        return sum((sign * amount(measure) for sign, measure in self.terms), Decimal(0))


@dataclass(frozen=True)
class Ratio:
    """One sum over another; nothing when the lower one is zero."""

    numerator: Sum
    denominator: Sum | None

    def __str__(self) -> str:
        if self.denominator is None:
            return str(self.numerator)
        upper, lower = str(self.numerator), str(self.denominator)
        return f"({upper}) ÷ ({lower})" if len(self.numerator.terms) > 1 else f"{upper} ÷ {lower}"

    @property
    def measures(self) -> list[Measure]:
        sums = [self.numerator] + ([self.denominator] if self.denominator else [])
        return [measure for one in sums for _, measure in one]


def as_sum(thing: Measure | Sum) -> Sum:
    return thing if isinstance(thing, Sum) else Sum(((1, thing),))


def as_ratio(thing: Measure | Sum | Ratio) -> Ratio:
    return thing if isinstance(thing, Ratio) else Ratio(as_sum(thing), None)


def divide(numerator: Decimal | None, denominator: Decimal | None) -> Decimal | None:
    """The quotient to 30 digits, or None where there is none."""
    if numerator is None or not denominator:
        return None
    with localcontext() as context:
        context.prec = 30
        return numerator / denominator
