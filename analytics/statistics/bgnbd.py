"""BG/NBD: how often customers without a contract will buy again (Fader, Hardie, Lee 2005).

While alive a customer buys at a rate of their own, Gamma(r, alpha) over customers; after each purchase they leave with a
probability of their own, Beta(a, b). A one-time buyer counts as alive: see ``pareto`` for a second opinion.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import digamma, gammaln, hyp2f1

from analytics.statistics.histories import Histories, Numbers
from analytics.statistics.unfit import Unfit

ENOUGH_REPEATERS = 200
LARGE = 1e4  # a parameter beyond this says that customers do not differ, or that the fit ran away
STARTS = ((0.5, 1.0, 1.0, 2.0), (1.0, 0.3, 0.3, 3.0), (0.2, 2.0, 2.0, 2.0))


@dataclass(frozen=True)
class BgNbd:
    """The fitted parameters; ``alpha`` in the unit of the ages. ``errors`` are standard errors, in the same order."""

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float = 0.0
    customers: int = 0
    errors: tuple[float, ...] = ()

    def p_alive(self, x: npt.ArrayLike, t_x: npt.ArrayLike, age: npt.ArrayLike) -> Numbers:
        """The chance that a customer has not left; 1 for one-time buyers."""
        return 1 / (1 + self._left(*arrays(x, t_x, age)))

    def expected(self, horizon: float, x: npt.ArrayLike, t_x: npt.ArrayLike, age: npt.ArrayLike) -> Numbers:
        """Purchases to come within ``horizon``, given the history."""
        xs, last, ages = arrays(x, t_x, age)
        return self.still_to_come(horizon, xs, ages) / (1 + self._left(xs, last, ages))

    def still_to_come(self, horizon: float, x: Numbers, age: Numbers) -> Numbers:
        """The upper side of ``expected``. By Euler's transformation, so that long histories do not overflow."""
        a = self.a if abs(self.a - 1) > 1e-6 else 1 + 1e-6
        z = horizon / (self.alpha + age + horizon)
        curve = hyp2f1(a + self.b - 1 - self.r, a - 1, a + self.b + x - 1, z)
        return (a + self.b + x - 1) / (a - 1) * (1 - (1 - z) ** (a - 1) * curve)

    def expected_of_new(self, horizon: npt.ArrayLike) -> Numbers:
        """Purchases after the first that a customer makes within ``horizon`` of it."""
        t = np.asarray(horizon, dtype=float)
        curve = hyp2f1(self.r, self.b, self.a + self.b - 1, t / (self.alpha + t))
        return (self.a + self.b - 1) / (self.a - 1) * (1 - (self.alpha / (self.alpha + t)) ** self.r * curve)

    def share_buying(self, times: int, age: npt.ArrayLike) -> Numbers:
        """The chance to buy again exactly ``times`` within ``age`` of the first purchase."""
        t = np.asarray(age, dtype=float)
        r, alpha, a, b = self.r, self.alpha, self.a, self.b
        upper = gammaln(r + times) - gammaln(r) - gammaln(times + 1) + r * np.log(alpha / (alpha + t))
        upper = upper + times * np.log(t / (alpha + t)) + lbeta(a, b + times) - lbeta(a, b)
        if not times:
            return np.exp(upper)
        n = np.arange(times)
        part = gammaln(r + n) - gammaln(r) - gammaln(n + 1) + n * np.log(t / (alpha + t))[..., None]
        rest = 1 - (alpha / (alpha + t)) ** r * np.exp(part).sum(axis=-1)
        return np.exp(upper) + np.exp(lbeta(a + 1, b + times - 1) - lbeta(a, b)) * rest

    def _left(self, x: Numbers, t_x: Numbers, age: Numbers) -> Numbers:
        """Odds of having left after the last purchase."""
        ratio = (self.r + x) * np.log((self.alpha + age) / (self.alpha + t_x))
        return np.where(x > 0, self.a / (self.b + np.maximum(x, 1) - 1) * np.exp(np.minimum(ratio, 700)), 0.0)


def arrays(*columns: npt.ArrayLike) -> tuple[Numbers, ...]:
    return tuple(np.asarray(column, dtype=float) for column in columns)


def lbeta(a: float, b: float) -> float:
    return float(gammaln(a) + gammaln(b) - gammaln(a + b))


def log_likelihood(values: Numbers, rows: Histories) -> tuple[float, Numbers]:
    """The log-likelihood at (r, alpha, a, b), and its slope."""
    r, alpha, a, b = values
    x, t_x, age, count = rows.x, rows.t_x, rows.age, rows.count
    again = x > 0
    log_age, log_last = np.log(alpha + age), np.log(alpha + t_x)
    stays = -(r + x) * log_age
    lost = np.where(again, np.log(a) - np.log(b + np.maximum(x, 1) - 1) - (r + x) * log_last, -np.inf)
    both = np.logaddexp(stays, lost)
    base = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    base = base + gammaln(a + b) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x)
    w, v = np.exp(stays - both), np.exp(lost - both)
    common = digamma(a + b) - digamma(a + b + x)
    slope = (
        digamma(r + x) - digamma(r) + np.log(alpha) - w * log_age - v * log_last,
        r / alpha - (r + x) * (w / (alpha + age) + v / (alpha + t_x)),
        common + v / a,
        common + digamma(b + x) - digamma(b) - v / (b + np.maximum(x, 1) - 1),
    )
    return float(count @ (base + both)), np.array([count @ one for one in slope])


def fit(rows: Histories, enough: int = ENOUGH_REPEATERS) -> BgNbd | Unfit:
    """The most likely parameters; Unfit with fewer than ``enough`` repeat customers, or where there is no optimum."""
    if rows.repeaters < enough:
        return Unfit("few_repeaters", rows.repeaters, enough)
    scale = float(np.median(rows.age)) or 1.0

    def loss(logs: Numbers) -> tuple[float, Numbers]:
        values = np.exp(np.clip(logs, -12, 12))
        found, slope = log_likelihood(values, rows)
        return -found / rows.customers, -slope * values / rows.customers

    best = None
    for r, share, a, b in STARTS:
        start = np.log([r, share * scale, a, b])
        found = minimize(loss, start, jac=True, method="BFGS", options={"gtol": 1e-7, "maxiter": 400})
        if np.isfinite(found.fun) and (best is None or found.fun < best.fun):
            best = found
        if found.success:
            break
    if best is None or np.exp(best.x).max() > LARGE * max(1.0, scale):
        return Unfit("no_optimum", rows.customers)
    values = np.exp(best.x)
    total, _slope = log_likelihood(values, rows)
    r, alpha, a, b = (float(value) for value in values)
    return BgNbd(r, alpha, a, b, total, rows.customers, standard_errors(values, rows))


def standard_errors(values: Numbers, rows: Histories) -> tuple[float, ...]:
    """From the curvature of the likelihood; empty where it is flat."""
    steps = values * 1e-5
    curvature = np.array(
        [
            (log_likelihood(values + step, rows)[1] - log_likelihood(values - step, rows)[1]) / (2 * steps[n])
            for n, step in enumerate(np.diag(steps))
        ]
    )
    try:
        variances = np.diag(np.linalg.inv(-(curvature + curvature.T) / 2))
    except np.linalg.LinAlgError:
        return ()
    return tuple(float(v) for v in np.sqrt(variances)) if (variances > 0).all() else ()
