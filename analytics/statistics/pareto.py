"""Pareto/NBD: like BG/NBD, but a customer may leave at any time, also after the first purchase (Schmittlein et al.)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import digamma, gammaln

from analytics.statistics.bgnbd import ENOUGH_REPEATERS, LARGE, arrays
from analytics.statistics.histories import Histories, Numbers, thinned
from analytics.statistics.unfit import Unfit

MOST = 5_000  # distinct histories
NODES, _WEIGHTS = np.polynomial.legendre.leggauss(40)
PLACES, WEIGHTS = (NODES + 1) / 2, _WEIGHTS / 2
FALL = 42.0  # exp(-42) is nothing beside 1
STARTS = ((0.6, 0.3, 0.6, 0.3), (1.0, 0.1, 0.3, 1.0), (0.3, 0.5, 1.5, 1.0))


@dataclass(frozen=True)
class ParetoNbd:
    """The fitted parameters; ``alpha`` and ``beta`` in the unit of the ages."""

    r: float
    alpha: float
    s: float
    beta: float
    log_likelihood: float = 0.0
    customers: int = 0

    def p_alive(self, x: npt.ArrayLike, t_x: npt.ArrayLike, age: npt.ArrayLike) -> Numbers:
        """The chance that a customer has not left, one-time buyers included."""
        xs, last, ages = arrays(x, t_x, age)
        values = np.array([self.r, self.alpha, self.s, self.beta])
        left = np.log(self.s / (self.r + self.s + xs)) + log_gap(values, xs, last, ages)
        stays = -(self.r + xs) * np.log(self.alpha + ages) - self.s * np.log(self.beta + ages)
        return 1 / (1 + np.exp(np.minimum(left - stays, 700)))


def log_gap(values: Numbers, x: Numbers, t_x: Numbers, age: Numbers) -> Numbers:
    """The log of A0: what leaving between the last purchase and today weighs; minus infinity with no time between."""
    wide = np.broadcast_arrays(x, t_x, age)
    return left_between(values, *(np.ravel(one) for one in wide))[0].reshape(wide[0].shape)


def left_between(values: Numbers, x: Numbers, t_x: Numbers, age: Numbers) -> tuple[Numbers, Numbers]:
    """The log of A0 = (r + s + x) ∫ (alpha + t)^-(r + x) (beta + t)^-(s + 1) dt from the last purchase to today, and
    its slope by (r, alpha, s, beta).

    By Gauss and Legendre in y, where t + smaller = (t_x + smaller) exp(-y / n): what is left under the integral has no
    singularity near, and decays to nothing where y passes ``_reach``.
    """
    r, alpha, s, beta = values
    n = r + s + x
    smaller, gap = min(alpha, beta), abs(alpha - beta)
    power = (s + 1 if alpha <= beta else r + x) * np.ones_like(x)
    delta = gap / (smaller + t_x)
    far = _reach(n, power, delta, n * np.log((smaller + age) / (smaller + t_x)))
    y = -far[:, None] * PLACES
    other = np.log1p(delta[:, None] * np.exp(y / n[:, None]))
    logs = y - power[:, None] * other
    top = logs.max(axis=1)
    share = np.exp(logs - top[:, None]) * WEIGHTS
    whole = share.sum(axis=1)
    with np.errstate(divide="ignore"):
        found = np.log(whole * far) + top - n * np.log(smaller + t_x)
    share /= np.maximum(whole, 1e-300)[:, None]
    log_smaller = np.log(smaller + t_x)[:, None] - y / n[:, None]
    log_larger = log_smaller + other
    log_alpha, log_beta = (log_smaller, log_larger) if alpha <= beta else (log_larger, log_smaller)
    slope = (
        1 / n - (share * log_alpha).sum(axis=1),
        -(r + x) * (share * np.exp(-log_alpha)).sum(axis=1),
        1 / n - (share * log_beta).sum(axis=1),
        -(s + 1) * (share * np.exp(-log_beta)).sum(axis=1),
    )
    return found, np.array(slope)


def _reach(n: Numbers, power: Numbers, delta: Numbers, end: Numbers) -> Numbers:
    """How far from 0 the integrand still counts: to its end, or to where it has fallen by a factor of exp(-FALL).

    Where it falls from the start it does so ever faster, so Newton's steps come from outside and never overshoot.
    """
    slope = 1 - power / n * delta / (1 + delta)
    falling = slope > 0
    far = np.where(falling, np.minimum(FALL / np.where(falling, slope, 1), end), end)
    for _step in range(8):
        rest = delta * np.exp(-far / n)
        fallen = far - power * (np.log1p(delta) - np.log1p(rest))
        rate = np.maximum(1 - power / n * rest / (1 + rest), 1e-12)
        far = np.where(falling & (fallen > FALL), np.maximum(far - (fallen - FALL) / rate, 0), far)
    return far


def log_likelihood(values: Numbers, rows: Histories) -> tuple[float, Numbers]:
    """The log-likelihood at (r, alpha, s, beta), and its slope."""
    r, alpha, s, beta = values
    x, age = rows.x, rows.age
    base = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta)
    stays = -(r + x) * np.log(alpha + age) - s * np.log(beta + age)
    gap, gap_slope = left_between(values, x, rows.t_x, age)
    left = np.log(s / (r + s + x)) + gap
    both = np.logaddexp(stays, left)
    w, v = np.exp(stays - both), np.exp(left - both)
    slope = (
        digamma(r + x) - digamma(r) + np.log(alpha) - w * np.log(alpha + age) + v * (gap_slope[0] - 1 / (r + s + x)),
        r / alpha - w * (r + x) / (alpha + age) + v * gap_slope[1],
        np.log(beta) - w * np.log(beta + age) + v * (gap_slope[2] + 1 / s - 1 / (r + s + x)),
        s / beta - w * s / (beta + age) + v * gap_slope[3],
    )
    return float(rows.count @ (base + both)), np.array([rows.count @ one for one in slope])


def fit(rows: Histories, enough: int = ENOUGH_REPEATERS) -> ParetoNbd | Unfit:
    """The most likely parameters; Unfit with fewer than ``enough`` repeat customers, or where there is no optimum."""
    if rows.repeaters < enough:
        return Unfit("few_repeaters", rows.repeaters, enough)
    some = thinned(rows, MOST)
    scale, customers = float(np.median(rows.age)) or 1.0, some.count.sum()

    def loss(logs: Numbers) -> tuple[float, Numbers]:
        values = np.exp(np.clip(logs, -12, 12))
        found, slope = log_likelihood(values, some)
        return (-found / customers, -slope * values / customers) if np.isfinite(found) else (1e10, np.zeros(4))

    best = None
    for r, share, s, other in STARTS:
        start = np.log([r, share * scale, s, other * scale])
        found = minimize(loss, start, jac=True, method="BFGS", options={"gtol": 1e-8, "maxiter": 300})
        if np.isfinite(found.fun) and (best is None or found.fun < best.fun):
            best = found
        if np.abs(found.jac).max() < 1e-6 and found.fun < 1e9:
            break
    values = np.exp(best.x) if best is not None else np.array([np.inf])
    if best is None or best.fun >= 1e9 or values.max() > LARGE * max(1.0, scale):
        return Unfit("no_optimum", rows.customers)
    r, alpha, s, beta = (float(value) for value in values)
    return ParetoNbd(r, alpha, s, beta, log_likelihood(values, some)[0], rows.customers)
