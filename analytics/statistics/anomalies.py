"""Days that are not like the others. A rule that has nothing to compare with raises no alarm."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analytics.statistics.histories import Numbers

WEEKS, LEAST_WEEKS = 13, 8
ALARM = 3.5
SIGMAS = 3.0
FENCE = 3.0  # times the distance of the quartiles
TO_SIGMA = 1.4826  # times the median deviation: the standard deviation of a normal series


@dataclass(frozen=True)
class Odd:
    """A point that stands out: where it is, what it is, what was expected, and by how many deviations it is off."""

    index: int
    value: float
    expected: float
    score: float


def robust_z(value: float, others: npt.ArrayLike) -> float | None:
    """Deviations from the median of others; None where they do not vary."""
    known = clean(others)
    if not len(known):
        return None
    middle = float(np.median(known))
    spread = TO_SIGMA * float(np.median(np.abs(known - middle)))
    return (value - middle) / spread if spread else None


def same_weekday(
    series: npt.ArrayLike, alarm: float = ALARM, weeks: int = WEEKS, least: int = LEAST_WEEKS
) -> list[Odd]:
    """Days of a daily series off their weekday's last 8 to 13 values; missing days are not a number."""
    y = np.asarray(series, dtype=float)
    found: list[Odd] = []
    for n in range(7 * least, len(y)):
        before = y[max(n - 7 * weeks, n % 7) : n : 7][-weeks:]
        known = clean(before)
        if np.isnan(y[n]) or len(known) < least:
            continue
        z = robust_z(float(y[n]), known)
        if z is not None and abs(z) > alarm:
            found.append(Odd(n, float(y[n]), float(np.median(known)), z))
    return found


def funnel(p0: float, n: float, sigmas: float = SIGMAS) -> tuple[float, float]:
    """The limits a share of ``n`` stays within when nothing changed but chance."""
    reach = sigmas * math.sqrt(p0 * (1 - p0) / n)
    return max(0.0, p0 - reach), min(1.0, p0 + reach)


def outside_funnel(
    numerators: npt.ArrayLike, denominators: npt.ArrayLike, p0: float | None = None, sigmas: float = SIGMAS
) -> list[Odd]:
    """Points of a series of shares outside the limits for their own number; ``p0`` is the whole's share by default."""
    k, n = np.asarray(numerators, dtype=float), np.asarray(denominators, dtype=float)
    total = float(np.nansum(n))
    if p0 is None:
        p0 = float(np.nansum(k)) / total if total else 0.0
    if not 0 < p0 < 1:
        return []
    found: list[Odd] = []
    for at in np.flatnonzero(n > 0):
        share, error = k[at] / n[at], math.sqrt(p0 * (1 - p0) / n[at])
        if abs(share - p0) > sigmas * error:
            found.append(Odd(int(at), float(share), p0, float((share - p0) / error)))
    return found


def rolling_median(series: npt.ArrayLike, width: int = 11) -> Numbers:
    """The median around each point; missing ones are drawn straight between their neighbours first."""
    y = np.asarray(series, dtype=float)
    missing = np.isnan(y)
    if missing.all():
        return y
    at = np.arange(len(y))
    y = np.where(missing, np.interp(at, at[~missing], y[~missing]), y)
    half = width // 2
    return np.array([np.median(y[max(0, n - half) : n + half + 1]) for n in range(len(y))])


def far_residuals(series: npt.ArrayLike, width: int = 11, fence: float = FENCE) -> list[Odd]:
    """Points whose distance from the rolling median lies beyond 3 times the quartiles' distance; the farthest first.
    Where the middle half is all on the line, nothing stands out."""
    y = np.asarray(series, dtype=float)
    usual = rolling_median(y, width)
    residuals = y - usual
    known = clean(residuals)
    if len(known) < width:
        return []
    low, high = np.percentile(known, [25, 75])
    reach = float(high - low)
    if not reach:
        return []
    out = [
        Odd(int(n), float(y[n]), float(usual[n]), float(residuals[n] / reach))
        for n in np.flatnonzero(~np.isnan(residuals))
        if residuals[n] < low - fence * reach or residuals[n] > high + fence * reach
    ]
    return sorted(out, key=lambda odd: -abs(odd.score))


def clean(values: npt.ArrayLike) -> Numbers:
    found = np.asarray(values, dtype=float)
    return found[~np.isnan(found)]
