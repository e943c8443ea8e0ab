"""Gamma-Gamma: what a customer spends a time (Fader, Hardie 2013), and what customers are worth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import digamma, gammaln

from analytics.statistics.bgnbd import BgNbd, arrays
from analytics.statistics.histories import Numbers
from analytics.statistics.unfit import Unfit

WEEKS_A_MONTH = 4.345
A_MONTH = 0.01  # discount
ENOUGH = 50


@dataclass(frozen=True)
class GammaGamma:
    """The fitted parameters; ``gamma`` in the currency of the amounts."""

    p: float
    q: float
    gamma: float
    log_likelihood: float = 0.0
    customers: int = 0

    @property
    def mean(self) -> float:
        """What a customer of whom nothing is known spends a time; infinite spread gives not a number."""
        return self.p * self.gamma / (self.q - 1) if self.q > 1 else float("nan")

    def expected(self, x: npt.ArrayLike, mean: npt.ArrayLike) -> Numbers:
        """What a customer with ``x`` repeat purchases of ``mean`` on average spends a time."""
        xs, means = arrays(x, mean)
        return (self.gamma + xs * means) * self.p / (self.p * xs + self.q - 1)


def fit_spend(x: npt.ArrayLike, mean: npt.ArrayLike, enough: int = ENOUGH) -> GammaGamma | Unfit:
    """The most likely parameters over customers with repeat purchases of some value."""
    xs, means = arrays(x, mean)
    used = (xs > 0) & (means > 0)
    n, z = xs[used], means[used]
    if len(n) < enough:
        return Unfit("few_repeaters", len(n), enough)
    scale = float(np.median(z))
    z = z / scale
    log_z, log_n = np.log(z), np.log(n)

    def loss(logs: Numbers) -> tuple[float, Numbers]:
        p, q, g = np.exp(np.clip(logs, -12, 12))
        px, rest = p * n, np.log(g + n * z)
        found = gammaln(px + q) - gammaln(px) - gammaln(q) + q * np.log(g)
        found = found + (px - 1) * log_z + px * log_n - (px + q) * rest
        slope = np.array(
            [
                (n * (digamma(px + q) - digamma(px) + log_z + log_n - rest)).sum() * p,
                (digamma(px + q) - digamma(q) + np.log(g) - rest).sum() * q,
                (q / g - (px + q) / (g + n * z)).sum() * g,
            ]
        )
        return -found.sum() / len(n), -slope / len(n)

    start = np.log([2.0, 3.0, 1.0])
    found = minimize(loss, start, jac=True, method="BFGS", options={"gtol": 1e-7, "maxiter": 600})
    p, q, g = (float(value) for value in np.exp(found.x))
    if not np.isfinite(found.fun) or q <= 1 or max(p, q) > 1e4:
        return Unfit("no_optimum", len(n))
    total = -found.fun * len(n) - len(n) * np.log(scale)
    return GammaGamma(p, q, g * scale, float(total), len(n))


def lifetime_value(
    buying: BgNbd,
    spend: Numbers,
    x: npt.ArrayLike,
    t_x: npt.ArrayLike,
    age: npt.ArrayLike,
    months: int,
    discount: float = A_MONTH,
) -> Numbers:
    """What customers will spend in the next months, month by month, discounted. Ages in weeks, ``spend`` a time.

    The hypergeometric function is asked once for each distinct pair of purchases and age.
    """
    xs, last, ages = arrays(x, t_x, age)
    pairs, of = np.unique(np.column_stack([xs, ages]), axis=0, return_inverse=True)
    worth, before = np.zeros(len(pairs)), np.zeros(len(pairs))
    for month in range(1, months + 1):
        until = buying.still_to_come(WEEKS_A_MONTH * month, pairs[:, 0], pairs[:, 1])
        worth += (until - before) / (1 + discount) ** month
        before = until
    return worth[of.reshape(-1)] * buying.p_alive(xs, last, ages) * spend


def simple_lifetime_value(margin: float, retention: float, discount: float, *, first_now: bool = False) -> float:
    """With a contract, for ever: margin a period, retention and discount for the same period."""
    if not 0 <= retention <= 1 or discount < 0 or 1 + discount - retention <= 0:
        raise ValueError("retention lies between 0 and 1, and the discount is not negative")
    return margin * ((1 + discount) if first_now else retention) / (1 + discount - retention)
