"""Why a figure moved: the change of a ratio or a total, cut into parts that add up to it exactly.

Of a ratio R = Σ sᵢ rᵢ over parts with share s and rate r, the rate effect is what parts did better or worse, the mix
effect what came of parts growing or shrinking. Fractions throughout: nothing is lost by rounding.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

Number = int | float | Decimal | Fraction
Sides = tuple[Number, Number]  # numerator, denominator
NOTHING = Fraction(0)


@dataclass(frozen=True)
class Effect:
    """What one part adds to the change. ``interaction`` only in the base form; ``volume`` only of totals."""

    key: Hashable
    before: Fraction | None
    after: Fraction | None
    share_before: Fraction
    share_after: Fraction
    rate: Fraction = NOTHING
    mix: Fraction = NOTHING
    interaction: Fraction = NOTHING
    volume: Fraction = NOTHING

    @property
    def total(self) -> Fraction:
        return self.rate + self.mix + self.interaction + self.volume


@dataclass(frozen=True)
class Change:
    """A figure before and after, and its parts' effects."""

    before: Fraction | None
    after: Fraction | None
    effects: tuple[Effect, ...]

    @property
    def total(self) -> Fraction | None:
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def rate(self) -> Fraction:
        return sum((effect.rate for effect in self.effects), NOTHING)

    @property
    def mix(self) -> Fraction:
        return sum((effect.mix for effect in self.effects), NOTHING)

    @property
    def interaction(self) -> Fraction:
        return sum((effect.interaction for effect in self.effects), NOTHING)

    @property
    def volume(self) -> Fraction:
        return sum((effect.volume for effect in self.effects), NOTHING)


def of_ratio(before: Mapping[Hashable, Sides], after: Mapping[Hashable, Sides], *, midpoint: bool = True) -> Change:
    """Rate and mix of each part. A part that is new, or gone, has no second rate to compare: all of it is mix.

    ``midpoint`` weighs both windows alike and leaves no rest; the base form weighs by the first window and names the
    rest interaction. Without a denominator in either window there is no ratio to explain.
    """
    old, new = exact(before), exact(after)
    below0, below1 = (sum((d for _n, d in side.values()), NOTHING) for side in (old, new))
    if not below0 or not below1:
        return Change(ratio_of(old), ratio_of(new), ())
    whole0, whole1 = ratio_of(old), ratio_of(new)
    assert whole0 is not None and whole1 is not None
    middle = (whole0 + whole1) / 2 if midpoint else whole0
    effects: list[Effect] = []
    for key in dict.fromkeys([*old, *new]):
        n0, d0 = old.get(key, (NOTHING, NOTHING))
        n1, d1 = new.get(key, (NOTHING, NOTHING))
        s0, s1 = d0 / below0, d1 / below1
        if not d0 or not d1:
            mix = n1 / below1 - n0 / below0 - (s1 - s0) * middle
            effects.append(Effect(key, n0 / d0 if d0 else None, n1 / d1 if d1 else None, s0, s1, mix=mix))
            continue
        r0, r1 = n0 / d0, n1 / d1
        rate = (r1 - r0) * ((s0 + s1) / 2 if midpoint else s0)
        mix = (s1 - s0) * ((r0 + r1) / 2 - middle if midpoint else r0 - middle)
        both = NOTHING if midpoint else (s1 - s0) * (r1 - r0)
        effects.append(Effect(key, r0, r1, s0, s1, rate, mix, both))
    return Change(whole0, whole1, tuple(effects))


def of_total(before: Mapping[Hashable, Number], after: Mapping[Hashable, Number]) -> Change:
    """What each part of a sum adds to its change."""
    old = {key: Fraction(value) for key, value in before.items()}
    new = {key: Fraction(value) for key, value in after.items()}
    sum0, sum1 = sum(old.values(), NOTHING), sum(new.values(), NOTHING)
    effects = []
    for key in dict.fromkeys([*old, *new]):
        a, b = old.get(key, NOTHING), new.get(key, NOTHING)
        share0, share1 = a / sum0 if sum0 else NOTHING, b / sum1 if sum1 else NOTHING
        effects.append(Effect(key, a, b, share0, share1, volume=b - a))
    return Change(sum0, sum1, tuple(effects))


def exact(sides: Mapping[Hashable, Sides]) -> dict[Hashable, tuple[Fraction, Fraction]]:
    return {key: (Fraction(n), Fraction(d)) for key, (n, d) in sides.items()}


def ratio_of(sides: Mapping[Hashable, tuple[Fraction, Fraction]]) -> Fraction | None:
    below = sum((d for _n, d in sides.values()), NOTHING)
    return sum((n for n, _d in sides.values()), NOTHING) / below if below else None
