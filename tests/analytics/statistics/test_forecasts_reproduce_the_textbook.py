"""Smoothing and seasons against Hyndman and Athanasopoulos' examples and Box and Jenkins' passengers."""

from __future__ import annotations

import pytest

from analytics.statistics import smoothing

OIL = [445.3641, 453.195, 454.4096, 422.3789, 456.0371, 440.3866, 425.1944, 486.2052, 500.4291, 521.2759, 508.9476]
OIL += [488.8889, 509.8706, 456.7229, 473.8166, 525.9509, 549.8338, 542.3405]
AIR_TRAVEL = [17.5534, 21.8601, 23.8866, 26.9293, 26.8885, 28.8314, 30.0751, 30.9535, 30.1857, 31.5797, 32.57757]
AIR_TRAVEL += [33.4774, 39.02158, 41.38643, 41.59655, 44.65732, 46.95177, 48.72884, 51.48843, 50.02697, 60.64091]
AIR_TRAVEL += [63.36031, 66.35527, 68.19795, 68.12324, 69.77935, 72.5977]
PASSENGERS = [
    *(112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118),
    *(115, 126, 141, 135, 125, 149, 170, 170, 158, 133, 114, 140),
    *(145, 150, 178, 163, 172, 178, 199, 199, 184, 162, 146, 166),
    *(171, 180, 193, 181, 183, 218, 230, 242, 209, 191, 172, 194),
    *(196, 196, 236, 235, 229, 243, 264, 272, 237, 211, 180, 201),
    *(204, 188, 235, 227, 234, 264, 302, 293, 259, 229, 203, 229),
    *(242, 233, 267, 269, 270, 315, 364, 347, 312, 274, 237, 278),
    *(284, 277, 317, 313, 318, 374, 413, 405, 355, 306, 271, 306),
    *(315, 301, 356, 348, 355, 422, 465, 467, 404, 347, 305, 336),
    *(340, 318, 362, 348, 363, 435, 491, 505, 404, 359, 310, 337),
    *(360, 342, 406, 396, 420, 472, 548, 559, 463, 407, 362, 405),
]
YEAR_1960 = [417, 391, 419, 461, 472, 535, 622, 606, 508, 461, 390, 432]


def test_simple_smoothing_of_oil() -> None:
    found = smoothing.simple(OIL)
    assert isinstance(found, smoothing.Smoothed)
    got = (found.alpha, found.level, found.sse, found.next(1)[0])
    assert got == pytest.approx((0.83384, 446.5754, 14235.59, 542.6804), rel=1e-5)


def test_holt_on_air_travel() -> None:
    found = smoothing.holt(AIR_TRAVEL)
    assert isinstance(found, smoothing.Smoothed)
    assert found.alpha == pytest.approx(0.825, abs=0.005)
    assert found.next(5) == pytest.approx([74.593319, 76.691236, 78.789153, 80.88707, 82.984987], abs=0.05)


def test_last_year_again() -> None:
    found = smoothing.seasonal_naive(PASSENGERS, 12)
    assert smoothing.mape(YEAR_1960, found) == pytest.approx(0.09987533, abs=1e-8)  # type: ignore[arg-type]
    assert smoothing.rmse(YEAR_1960, found) == pytest.approx(50.7083162, abs=1e-6)  # type: ignore[arg-type]


def test_trend_times_season() -> None:
    found = smoothing.trend_times_season(PASSENGERS, 12)
    assert smoothing.mape(YEAR_1960, found) == pytest.approx(0.07085630, abs=1e-8)  # type: ignore[arg-type]


def test_the_line_through_the_passengers() -> None:
    assert smoothing.line_through(PASSENGERS) == pytest.approx((2.5637141, 94.5691501), abs=1e-6)


def test_holt_winters_beats_last_year_by_far() -> None:
    found = smoothing.holt_winters(PASSENGERS)
    assert isinstance(found, smoothing.Smoothed)
    error = smoothing.mape(YEAR_1960, found.next(12))
    assert error is not None and error < 0.03


@pytest.mark.parametrize("method", [smoothing.simple, smoothing.holt])
def test_seven_points_are_too_few(method: object) -> None:
    found = method([1.0] * 7)  # type: ignore[operator]
    assert (bool(found), found.reason) == (False, "few_points")


def test_less_than_two_seasons_have_no_season() -> None:
    assert smoothing.holt_winters(PASSENGERS[:23]).reason == "few_seasons"  # type: ignore[union-attr]


def test_a_flat_series_stays_flat() -> None:
    found = smoothing.holt_winters([5.0] * 24)
    assert found.next(3) == pytest.approx([5, 5, 5])  # type: ignore[union-attr]


def test_no_percentage_of_zero() -> None:
    assert smoothing.mape([0, 1], [1, 1]) is None
