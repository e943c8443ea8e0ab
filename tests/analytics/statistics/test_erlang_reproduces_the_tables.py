"""Erlang B, C and A against published examples and traffic tables."""

from __future__ import annotations

import pytest

from analytics.statistics import erlang

CALLS = {"calls": 100, "interval": 1800, "handle": 180}


@pytest.mark.parametrize(
    ("agents", "waits", "level", "speed", "occupancy"),
    [
        (11, 0.682118, 0.389614, 122.781277, 0.909091),
        (12, 0.449388, 0.640158, 40.44494, 0.833333),
        (13, 0.28527, 0.795595, 17.116227, 0.769231),
        (14, 0.174132, 0.88835, 7.835937, 0.714286),
        (15, 0.102042, 0.941453, 3.673525, 0.666667),
    ],
)
def test_erlang_c(agents: int, waits: float, level: float, speed: float, occupancy: float) -> None:
    line = erlang.waiting(**CALLS, agents=agents, target=20)
    assert (line.waits, line.level, line.speed, line.occupancy) == pytest.approx(
        (waits, level, speed, occupancy), abs=1e-6
    )


def test_as_many_agents_as_erlangs_never_catch_up() -> None:
    assert erlang.waiting(**CALLS, agents=10, target=20).level is None


def test_fewest_agents_and_heads() -> None:
    agents = erlang.least_agents(100, 1800, 180, 20, 0.8)
    assert (agents, erlang.heads(agents or 0, 0.3)) == (14, 20)


def test_an_occupancy_cap_asks_for_more() -> None:
    assert erlang.least_agents(100, 1800, 180, 20, 0.8, most_occupied=0.7) == 15


def test_no_calls_need_nobody() -> None:
    assert erlang.least_agents(0, 1800, 180, 20, 0.8) == 0


def test_mitan() -> None:
    line = erlang.waiting(360, 1800, 240, 55, 15)
    assert (line.waits, line.level, line.speed) == pytest.approx((0.238701, 0.845883, 8.184032), abs=1e-6)


def test_palm() -> None:
    line = erlang.waiting(48, 60, 60, 50, 20)
    ninety = erlang.wait_percentile(48, 60, 60, 50, 0.9)
    assert (line.speed, ninety, line.queue) == pytest.approx((20.833668, 58.138742, 16.666935), abs=1e-6)


@pytest.mark.parametrize(
    ("lines", "loads"),
    [
        (5, (0.7621, 1.132, 1.3608, 1.6571, 2.2185)),
        (10, (3.092, 3.9607, 4.4612, 5.084, 6.2157)),
        (20, (9.4115, 11.0916, 12.0306, 13.1815, 15.2493)),
        (50, (32.5119, 35.9818, 37.9014, 40.2551, 44.5331)),
        (100, (75.242, 80.9099, 84.0642, 87.972, 95.2404)),
    ],
)
def test_erlang_b(lines: int, loads: tuple[float, ...]) -> None:
    found = [erlang.load_for(lines, target) for target in (0.001, 0.005, 0.01, 0.02, 0.05)]
    assert found == pytest.approx(loads, abs=1e-4)


def test_erlang_a() -> None:
    wait = erlang.Wait(48 / 60, 1 / 60, 1 / 120, 50)
    got = (wait.abandoned, wait.mean, 1 - wait.at_once, wait.queue, wait.in_service / 50)
    assert got == pytest.approx((0.0309122, 3.7094699, 0.4677741, 2.9675759, 0.9303242), abs=1e-6)


def test_erlang_a_over_time() -> None:
    wait = erlang.Wait(48 / 60, 1 / 60, 1 / 120, 50)
    got = (wait.percentile(0.9), wait.served_within(20), wait.abandoned_within(20))
    assert got == pytest.approx((12.4446477, 0.9430190, 0.0298454), abs=1e-6)


def test_impatient_callers_need_fewer_agents_than_patient_ones() -> None:
    patient = erlang.least_agents(100, 1800, 180, 20, 0.8)
    impatient = erlang.least_agents(100, 1800, 180, 20, 0.8, patience=60)
    assert impatient is not None and patient is not None and impatient < patient
