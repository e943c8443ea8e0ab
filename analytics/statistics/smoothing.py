"""Exponential smoothing by least squares: simple, Holt's trend, Holt-Winters' seasons; and what they are held against."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize, minimize_scalar

from analytics.statistics.histories import Numbers
from analytics.statistics.unfit import Unfit

ENOUGH_POINTS = 8
STARTS = ((0.3, 0.05, 0.3), (0.7, 0.1, 0.1), (0.1, 0.01, 0.7))


@dataclass(frozen=True)
class Smoothed:
    """A fitted smoother: its weights, its start, and what comes next."""

    kind: str
    alpha: float
    beta: float = 0.0
    gamma: float = 0.0
    level: float = 0.0  # at the start
    trend: float = 0.0
    sse: float = 0.0
    next: Callable[[int], Numbers] = lambda steps: np.full(steps, np.nan)


def simple(series: npt.ArrayLike) -> Smoothed | Unfit:
    """A level that follows the series; the forecast is flat. Start and weight by least squares."""
    y = np.asarray(series, dtype=float)
    if len(y) < ENOUGH_POINTS:
        return Unfit("few_points", len(y), ENOUGH_POINTS)

    def run(alpha: float) -> tuple[float, float, float]:
        """(sum of squares, best start, last level): the errors are linear in the start."""
        weight, level = 1.0, 0.0
        own, of_start = np.empty(len(y)), np.empty(len(y))
        for n, value in enumerate(y):
            own[n], of_start[n] = value - level, weight
            level, weight = level + alpha * (value - level), weight * (1 - alpha)
        start = float(own @ of_start / (of_start @ of_start))
        errors = own - start * of_start
        return float(errors @ errors), start, level + weight * start

    alpha = best_weight(lambda alpha: run(alpha)[0])
    sse, start, last = run(alpha)
    return Smoothed("simple", alpha, level=start, sse=sse, next=lambda steps: np.full(steps, last))


def best_weight(loss: Callable[[float], float]) -> float:
    """The weight in (0, 1] of least loss: the best of a grid, then refined around it."""
    grid = np.linspace(0.001, 1, 41)
    at = int(np.argmin([loss(float(alpha)) for alpha in grid]))
    bounds = (float(grid[max(at - 1, 0)]), float(grid[min(at + 1, 40)]))
    found = minimize_scalar(loss, bounds=bounds, method="bounded", options={"xatol": 1e-10})
    return float(found.x) if found.fun <= loss(float(grid[at])) else float(grid[at])


def holt(series: npt.ArrayLike) -> Smoothed | Unfit:
    """A level with a trend. Start and weights by least squares."""
    y = np.asarray(series, dtype=float)
    if len(y) < ENOUGH_POINTS:
        return Unfit("few_points", len(y), ENOUGH_POINTS)

    def run(alpha: float, beta: float) -> tuple[float, Numbers, Numbers]:
        """(sum of squares, best start, state at the end); a state is linear in the start (level, trend)."""
        level, trend = np.array([0.0, 1.0, 0.0]), np.array([0.0, 0.0, 1.0])  # own part, of level, of trend
        errors = np.empty((len(y), 3))
        unit = np.array([1.0, 0.0, 0.0])
        for n, value in enumerate(y):
            ahead = level + trend
            error = value * unit - ahead
            errors[n] = error
            level, trend = ahead + alpha * error, trend + alpha * beta * error
        start = np.linalg.lstsq(-errors[:, 1:], errors[:, 0], rcond=None)[0]
        weights = np.array([1.0, *start])
        found = errors @ weights
        return float(found @ found), np.asarray(start, dtype=float), np.array([level @ weights, trend @ weights])

    found = best_of(lambda p: run(p[0], p[1])[0], [start[:2] for start in STARTS])
    sse, start, (level, trend) = run(*found)
    return Smoothed(
        "holt",
        alpha=found[0],
        beta=found[1],
        level=float(start[0]),
        trend=float(start[1]),
        sse=sse,
        next=lambda steps: level + trend * np.arange(1, steps + 1),
    )


def holt_winters(series: npt.ArrayLike, season: int = 12) -> Smoothed | Unfit:
    """Level, trend and multiplying seasons (adding ones where a value is not positive); needs two seasons."""
    y = np.asarray(series, dtype=float)
    if len(y) < max(2 * season, ENOUGH_POINTS):
        return Unfit("few_seasons", len(y), 2 * season)
    multiply = bool((y > 0).all())
    level0 = float(y[:season].mean())
    trend0 = float((y[season : 2 * season].mean() - level0) / season)
    line = level0 + trend0 * (np.arange(season) - (season - 1) / 2)
    seasons0 = y[:season] / line if multiply and (line > 0).all() else y[:season] - line
    multiply = multiply and bool((line > 0).all())
    begin = level0 - trend0 * (season + 1) / 2

    def run(alpha: float, beta: float, gamma: float) -> tuple[float, float, float, list[float]]:
        level, trend, seasons, sse = begin, trend0, [float(one) for one in seasons0], 0.0
        for n, value in enumerate(y):
            usual = seasons[n % season]
            ahead = level + trend
            error = value - (ahead * usual if multiply else ahead + usual)
            sse += error * error
            seen = value / usual if multiply else value - usual
            before, level = level, alpha * seen + (1 - alpha) * ahead
            trend = beta * (level - before) + (1 - beta) * trend
            seasons[n % season] = gamma * (value / level if multiply else value - level) + (1 - gamma) * usual
        return sse, level, trend, seasons

    found = best_of(lambda p: run(*p)[0], STARTS)
    sse, level, trend, seasons = run(*found)

    def following(steps: int) -> Numbers:
        ahead = level + trend * np.arange(1, steps + 1)
        usual = np.array([seasons[(len(y) + n) % season] for n in range(steps)])
        return ahead * usual if multiply else ahead + usual

    alpha, beta, gamma = found
    return Smoothed("holt_winters", alpha, beta, gamma, begin, trend0, sse, following)


def best_of(loss: Callable[[Numbers], float], starts: tuple | list) -> list[float]:
    """The weights in [0, 1] of least loss from several starts; the same ones every time."""

    def bounded(p: Numbers) -> float:
        found = loss(p)
        return found if np.isfinite(found) else 1e300

    best = None
    for start in starts:
        found = minimize(
            bounded,
            np.array(start),
            method="Nelder-Mead",
            bounds=[(0.0001, 0.9999)] * len(start),
            options={"xatol": 1e-7, "fatol": 1e-9, "maxiter": 2000},
        )
        if best is None or found.fun < best.fun:
            best = found
    assert best is not None
    return [float(value) for value in best.x]


def seasonal_naive(series: npt.ArrayLike, steps: int, season: int = 12) -> Numbers | Unfit:
    """The same season a cycle ago."""
    y = np.asarray(series, dtype=float)
    if len(y) < season:
        return Unfit("few_seasons", len(y), season)
    return np.array([y[len(y) - season + n % season] for n in range(steps)])


def line_through(series: npt.ArrayLike) -> tuple[float, float]:
    """(slope, intercept) of the least-squares line; the first point is at 0."""
    y = np.asarray(series, dtype=float)
    slope, intercept = np.polyfit(np.arange(len(y)), y, 1)
    return float(slope), float(intercept)


def trend_times_season(series: npt.ArrayLike, steps: int, season: int = 12) -> Numbers | Unfit:
    """The line times what a season usually is of it; the indices add up to the number of seasons."""
    y = np.asarray(series, dtype=float)
    if len(y) < max(2 * season, ENOUGH_POINTS):
        return Unfit("few_seasons", len(y), 2 * season)
    slope, intercept = line_through(y)
    times = np.arange(len(y) + steps)
    line = intercept + slope * times
    if (line <= 0).any():
        return Unfit("trend_below_zero", len(y))
    ratios = y / line[: len(y)]
    index = np.array([ratios[n::season].mean() for n in range(season)])
    index *= season / index.sum()
    return line[len(y) :] * index[times[len(y) :] % season]


def mape(actual: npt.ArrayLike, forecast: npt.ArrayLike) -> float | None:
    """Mean absolute error as a share of the actual values; None where one of them is zero."""
    y, f = np.asarray(actual, dtype=float), np.asarray(forecast, dtype=float)
    return None if not len(y) or (y == 0).any() else float(np.abs((y - f) / y).mean())


def rmse(actual: npt.ArrayLike, forecast: npt.ArrayLike) -> float | None:
    y, f = np.asarray(actual, dtype=float), np.asarray(forecast, dtype=float)
    return float(np.sqrt(((y - f) ** 2).mean())) if len(y) else None
