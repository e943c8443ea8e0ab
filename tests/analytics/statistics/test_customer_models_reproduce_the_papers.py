"""BG/NBD, Pareto/NBD, Gamma-Gamma and lifetime value on CDNOW, against the published values."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from scipy.special import hyp2f1

from analytics.statistics import bgnbd, pareto, spend
from analytics.statistics.histories import Histories, histories
from tests.analytics.statistics.cdnow import customers


@cache
def rows() -> Histories:
    return histories(*customers()[:3])


@cache
def buying() -> bgnbd.BgNbd:
    found = bgnbd.fit(rows())
    assert isinstance(found, bgnbd.BgNbd)
    return found


def test_the_sample_is_the_one_of_the_paper() -> None:
    assert (rows().customers, rows().repeaters) == (2357, 946)


def test_bg_nbd_has_the_published_parameters() -> None:
    found = buying()
    assert (found.r, found.alpha, found.a, found.b) == pytest.approx((0.24259, 4.41353, 0.79289, 2.42575), abs=1e-3)


def test_bg_nbd_has_the_published_likelihood() -> None:
    assert buying().log_likelihood == pytest.approx(-9582.4256, abs=0.01)


def test_bg_nbd_has_the_published_standard_errors() -> None:
    assert buying().errors == pytest.approx((0.012557, 0.378221, 0.185717, 0.705337), rel=2e-3)


def test_what_a_customer_is_expected_to_buy() -> None:
    assert buying().expected(39, 2, 30.43, 38.86) == pytest.approx(1.22591, rel=1e-3)


@pytest.mark.parametrize(
    ("history", "chance"), [((2, 30.43, 38.86), 0.72661), ((1, 1.71, 38.86), 0.212227), ((0, 0, 38.86), 1)]
)
def test_the_chance_that_a_customer_is_alive(history: tuple[float, ...], chance: float) -> None:
    assert buying().p_alive(*history) == pytest.approx(chance, rel=1e-3)


def test_the_published_parameters_give_the_published_chance() -> None:
    assert bgnbd.BgNbd(0.243, 4.414, 0.793, 2.426).p_alive(23, 39, 39) == pytest.approx(0.968555, abs=1e-6)


def test_all_customers_together() -> None:
    x, t_x, age, _mean = customers()
    assert buying().expected(39, x, t_x, age).sum() == pytest.approx(1653.42, rel=1e-3)


def test_a_new_customer() -> None:
    assert buying().expected_of_new([39, 78]) == pytest.approx([1.19502, 1.85797], rel=1e-3)


def test_the_histogram_fits_as_published() -> None:
    x, _t_x, age, _mean = customers()
    expected = np.array([buying().share_buying(n, age).sum() for n in range(7)])
    expected = np.append(expected, len(x) - expected.sum())
    actual = np.bincount(np.minimum(x, 7).astype(int))
    assert ((actual - expected) ** 2 / expected).sum() == pytest.approx(4.82, abs=0.01)


def test_pareto_nbd_has_the_published_parameters() -> None:
    found = pareto.fit(rows())
    assert isinstance(found, pareto.ParetoNbd)
    got = (found.r, found.alpha, found.s, found.beta, found.log_likelihood)
    assert got == pytest.approx((0.55328, 10.57761, 0.60621, 11.66791, -9594.974), abs=2e-3)


def test_pareto_nbd_doubts_one_time_buyers() -> None:
    assert pareto.ParetoNbd(0.553, 10.578, 0.606, 11.669).p_alive(0, 0, 38.86) == pytest.approx(0.295, abs=1e-3)


def spending() -> spend.GammaGamma:
    x, _t_x, _age, mean = customers()
    found = spend.fit_spend(x, mean)
    assert isinstance(found, spend.GammaGamma)
    return found


def test_gamma_gamma_has_the_published_parameters() -> None:
    found = spending()
    assert (found.p, found.q) == pytest.approx((6.2488, 3.7446), abs=0.01)
    assert found.gamma == pytest.approx(15.4477, abs=0.02)


def test_what_customers_spend_a_time() -> None:
    assert spending().expected([2, 1, 10], [100, 20, 20]) == pytest.approx([88.35, 24.63, 20.638], rel=1e-3)


def test_lifetime_values_of_twelve_months() -> None:
    x, t_x, age, mean = customers()
    found = spending()
    a_time = np.where(x > 0, found.expected(x, mean), found.mean)
    values = spend.lifetime_value(buying(), a_time, x, t_x, age, 12)
    assert [*values[:3], values.sum()] == pytest.approx([36.2785, 4.63747, 8.34409, 71509.9], rel=1e-3)


def test_few_repeat_customers_are_too_few() -> None:
    found = bgnbd.fit(histories([1] * 199 + [0] * 500, [3] * 199 + [0] * 500, [10] * 699))
    assert (bool(found), found.reason, found.n, found.needed) == (False, "few_repeaters", 199, 200)  # type: ignore[union-attr]


def test_nobody_at_all_is_too_few() -> None:
    assert not bgnbd.fit(histories([], [], []))


def test_long_histories_do_not_overflow() -> None:
    assert 0 < buying().expected(52, 900, 150, 156) < 400


def test_a_fit_is_the_same_every_time() -> None:
    assert bgnbd.fit(rows()) == bgnbd.fit(rows())


@pytest.mark.parametrize(("first_now", "value"), [(False, 266.6667), (True, 366.6667)])
def test_lifetime_value_under_contract(first_now: bool, value: float) -> None:
    assert spend.simple_lifetime_value(100, 0.8, 0.1, first_now=first_now) == pytest.approx(value, abs=1e-4)


def test_the_internet_provider_of_marketing_metrics() -> None:
    assert spend.simple_lifetime_value(17.95, 0.995, 0.01) == pytest.approx(1190.6833, abs=1e-4)


@pytest.mark.parametrize("values", [(0.6, 10, 0.6, 30), (0.6, 30, 0.6, 10), (2, 0.1, 3, 90), (0.3, 0.01, 20, 500)])
def test_what_leaving_weighs_is_the_hypergeometric_function(values: tuple[float, ...]) -> None:
    """The integral by nodes against the closed form of Fader and Hardie's note on the Pareto/NBD."""
    r, alpha, s, beta = values
    x, t_x, age = np.array([0.0, 1, 7, 60]), np.array([0.0, 3, 20, 70]), np.array([40.0, 30, 21, 80])
    n, second = r + s + x, s + 1 if alpha >= beta else r + x
    larger, gap = max(alpha, beta), abs(alpha - beta)
    parts = [hyp2f1(n, second, n + 1, gap / (larger + t)) / (larger + t) ** n for t in (t_x, age)]
    assert pareto.log_gap(np.array(values), x, t_x, age) == pytest.approx(np.log(parts[0] - parts[1]), rel=1e-9)


def test_the_slope_of_the_pareto_likelihood_is_that_of_its_values() -> None:
    at = np.array([0.6, 9, 0.7, 12])
    slope = pareto.log_likelihood(at, rows())[1]
    steps = [(pareto.log_likelihood(at + h, rows())[0] - pareto.log_likelihood(at - h, rows())[0]) / (2 * h.sum())
             for h in np.diag(at * 1e-5)]  # fmt: skip
    assert slope == pytest.approx(steps, rel=1e-5)
