"""How sure a share or a score is, given of how many it is made."""

from __future__ import annotations

import math
from collections.abc import Sequence

Z95 = 1.959963984540054


def wilson(successes: float, n: float, z: float = Z95) -> tuple[float, float] | None:
    """The interval that holds the true share in 95 of 100 samples; None of nothing."""
    if n <= 0 or successes < 0 or successes > n:
        return None
    p, square = successes / n, z * z
    middle = (p + square / (2 * n)) / (1 + square / n)
    reach = z / (1 + square / n) * math.sqrt(p * (1 - p) / n + square / (4 * n * n))
    return max(0.0, middle - reach), min(1.0, middle + reach)


def nps(promoters: float, passives: float, detractors: float) -> float | None:
    """Promoters less detractors, in hundredths of all."""
    n = promoters + passives + detractors
    return 100 * (promoters - detractors) / n if n else None


def nps_error(promoters: float, passives: float, detractors: float) -> float | None:
    """The standard error of the score, in points."""
    n = promoters + passives + detractors
    if not n:
        return None
    p, d = promoters / n, detractors / n
    return 100 * math.sqrt((p + d - (p - d) ** 2) / n)


def percentile(values: Sequence[float], share: float) -> float | None:
    """Between the two nearest values, as PostgreSQL's percentile_cont."""
    ordered = sorted(values)
    if not ordered:
        return None
    at = share * (len(ordered) - 1)
    low = math.floor(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (at - low)


def service_levels(
    answered: float, answered_within: float, abandoned: float, abandoned_within: float, short: float = 0
) -> dict[str, float | None]:
    """The definitions in use of a service level, from the same calls; ``short``: given up at once."""
    offered = answered + abandoned

    def over(part: float, whole: float) -> float | None:
        return part / whole if whole else None

    return {
        "answered_plus_abandoned_within_over_offered": over(answered_within + abandoned_within, offered),
        "answered_within_over_answered": over(answered_within, answered),
        "answered_within_over_offered": over(answered_within, offered),
        "answered_within_over_answered_plus_abandoned_after": over(
            answered_within, answered + abandoned - abandoned_within
        ),
        "short5_excluded": over(answered_within, offered - short),
    }
