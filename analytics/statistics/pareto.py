"""Pareto/NBD: like BG/NBD, but a customer may leave at any time, also after the first purchase (Schmittlein et al.)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import gammaln, hyp2f1

from analytics.statistics.bgnbd import ENOUGH_REPEATERS, LARGE, arrays
from analytics.statistics.histories import Histories, Numbers, thinned
from analytics.statistics.unfit import Unfit

MOST = 5_000  # distinct histories: the hypergeometric function is dear


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
    """The log of A0: what leaving between the last purchase and today weighs."""
    r, alpha, s, beta = values
    n = r + s + x
    larger, gap = max(alpha, beta), abs(alpha - beta)
    second = s + 1 if alpha >= beta else r + x
    at_last = np.log(hyp2f1(n, second, n + 1, gap / (larger + t_x))) - n * np.log(larger + t_x)
    at_age = np.log(hyp2f1(n, second, n + 1, gap / (larger + age))) - n * np.log(larger + age)
    difference = np.minimum(at_age - at_last, -1e-300)
    with np.errstate(divide="ignore"):
        return at_last + np.log(-np.expm1(difference))


def log_likelihood(values: Numbers, rows: Histories) -> float:
    r, alpha, s, beta = values
    x, age = rows.x, rows.age
    base = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta)
    stays = -(r + x) * np.log(alpha + age) - s * np.log(beta + age)
    left = np.log(s / (r + s + x)) + log_gap(values, x, rows.t_x, age)
    return float(rows.count @ (base + np.logaddexp(stays, left)))


def fit(rows: Histories, enough: int = ENOUGH_REPEATERS) -> ParetoNbd | Unfit:
    """The most likely parameters; Unfit with fewer than ``enough`` repeat customers, or where there is no optimum."""
    if rows.repeaters < enough:
        return Unfit("few_repeaters", rows.repeaters, enough)
    some = thinned(rows, MOST)
    scale = float(np.median(rows.age)) or 1.0

    def loss(logs: Numbers) -> float:
        found = log_likelihood(np.exp(np.clip(logs, -12, 12)), some) / some.count.sum()
        return -found if np.isfinite(found) else 1e10

    start = np.log([0.6, 0.3 * scale, 0.6, 0.3 * scale])
    found = minimize(loss, start, method="Nelder-Mead", options={"xatol": 0.02, "fatol": 1e-6, "maxiter": 200})
    found = minimize(loss, found.x, method="BFGS", jac="3-point", options={"gtol": 1e-8, "maxiter": 60})
    values = np.exp(found.x)
    if not np.isfinite(found.fun) or values.max() > LARGE * max(1.0, scale):
        return Unfit("no_optimum", rows.customers)
    r, alpha, s, beta = (float(value) for value in values)
    return ParetoNbd(r, alpha, s, beta, log_likelihood(values, some), rows.customers)
