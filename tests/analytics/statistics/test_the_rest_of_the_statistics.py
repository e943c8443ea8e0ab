"""RFM ranks, effects that add up, intervals, and days that stand out."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from analytics.statistics import anomalies, certainty, contribution, rfm

TUTORIAL = [  # recency in days, frequency, monetary value, and the scores
    (4, 6, 540, 544), (6, 11, 940, 454), (46, 1, 35, 111), (23, 3, 65, 222), (15, 4, 179, 333),
    (32, 2, 56, 222), (7, 3, 140, 423), (50, 1, 950, 115), (34, 15, 2630, 155), (10, 5, 191, 343),
    (3, 8, 845, 544), (1, 9, 1510, 555), (27, 3, 54, 222), (18, 2, 40, 321), (5, 1, 25, 411),
]  # fmt: skip
CHANNELS_BEFORE = {"search": (60, 3000), "social": (600, 10000), "direct": (350, 7000)}
CHANNELS_AFTER = {"search": (95, 5000), "social": (682, 11000), "direct": (375, 7500)}


def test_rfm_of_the_tutorial() -> None:
    recency, frequency, monetary, codes = zip(*TUTORIAL, strict=True)
    found = rfm.scores(recency, frequency, monetary)
    assert [int(r * 100 + f * 10 + m) for r, f, m in found] == list(codes)


def test_midpoint_effects_of_channels() -> None:
    found = contribution.of_ratio(CHANNELS_BEFORE, CHANNELS_AFTER)
    assert (float(found.rate), float(found.mix)) == pytest.approx((0.000786702, -0.002265426), abs=1e-9)


def test_base_effects_of_channels() -> None:
    found = contribution.of_ratio(CHANNELS_BEFORE, CHANNELS_AFTER, midpoint=False)
    got = (float(found.rate), float(found.mix), float(found.interaction))
    assert got == pytest.approx((0.00085, -0.002202128, -0.000126596), abs=1e-9)


@pytest.mark.parametrize("midpoint", [True, False])
def test_effects_add_up_to_the_change_exactly(midpoint: bool) -> None:
    before = CHANNELS_BEFORE | {"gone": (5, 70), "free": (3, 0)}
    after = CHANNELS_AFTER | {"new": (9, 130)}
    found = contribution.of_ratio(before, after, midpoint=midpoint)
    assert sum(effect.total for effect in found.effects) == found.total


def test_both_parts_rise_and_the_whole_falls() -> None:
    before, after = {"phone": (50, 100), "web": (10, 100)}, {"phone": (26, 50), "web": (18, 150)}
    found = contribution.of_ratio(before, after)
    assert (found.total, found.rate, found.mix) == (Fraction(-8, 100), Fraction(2, 100), Fraction(-1, 10))


def test_a_part_that_is_new_is_all_mix() -> None:
    found = contribution.of_ratio({"a": (1, 10)}, {"a": (1, 10), "b": (5, 10)})
    assert {effect.key: effect.rate for effect in found.effects} == {"a": 0, "b": 0}


def test_parts_of_a_sum() -> None:
    found = contribution.of_total({"a": 10, "b": 5}, {"a": 8, "c": 4})
    assert {effect.key: int(effect.volume) for effect in found.effects} == {"a": -2, "b": -5, "c": 4}


def test_nothing_to_compare_has_no_change() -> None:
    assert contribution.of_ratio({}, {"a": (1, 2)}).total is None


def test_wilson() -> None:
    assert certainty.wilson(8, 10) == pytest.approx((0.490162, 0.943318), abs=1e-6)


def test_wilson_of_none_and_of_all() -> None:
    assert (certainty.wilson(0, 10), certainty.wilson(0, 0)) == (pytest.approx((0, 0.277533), abs=1e-6), None)


def test_nps_with_its_error() -> None:
    assert certainty.nps(7, 3, 4) == pytest.approx(21.428571, abs=1e-6)
    assert certainty.nps_error(7, 3, 4) == pytest.approx(100 * math.sqrt((11 / 14 - (3 / 14) ** 2) / 14))


def test_service_levels_of_one_thousand_calls() -> None:
    found = [value for value in certainty.service_levels(1000, 860, 60, 20, 10).values() if value is not None]
    assert found == pytest.approx([0.8301887, 0.86, 0.8113208, 0.8269231, 0.8190476], abs=1e-7)


def test_percentiles_lie_between() -> None:
    assert certainty.percentile([10, 40, 20, 30], 0.9) == pytest.approx(37)


def weekly(weeks: int) -> list[float]:
    return [100.0 * (1 + day) + week % 3 for week in range(weeks) for day in range(7)]


def test_a_weekday_unlike_its_own_stands_out() -> None:
    series = [*weekly(10), 150.0]
    assert [odd.index for odd in anomalies.same_weekday(series)] == [70]


def test_a_weekday_like_its_own_does_not() -> None:
    assert anomalies.same_weekday(weekly(12)) == []


def test_a_series_without_spread_raises_no_alarm() -> None:
    assert anomalies.same_weekday([1.0] * 70 + [9.0]) == []


def test_short_series_raise_no_alarm() -> None:
    assert anomalies.same_weekday([*weekly(7), 999.0]) == []


def test_funnel_limits() -> None:
    assert anomalies.funnel(0.5, 100) == pytest.approx((0.35, 0.65))


def test_small_numbers_may_stray_and_large_may_not() -> None:
    found = anomalies.outside_funnel([6, 600], [10, 1000], p0=0.5)
    assert [odd.index for odd in found] == [1]


def test_a_spike_in_a_trend_is_far_off_the_rolling_median() -> None:
    series = [float(n) + (n % 4) * 0.5 for n in range(60)]
    series[30] += 40
    assert anomalies.far_residuals(series)[0].index == 30


def test_missing_points_are_bridged() -> None:
    assert anomalies.rolling_median([1.0, float("nan"), 3.0], 3)[1] == 2
