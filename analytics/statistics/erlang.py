"""How many people a telephone line needs: Erlang B (calls are lost), C (they wait), A (they wait until they give up)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.integrate import simpson
from scipy.optimize import brentq

from analytics.statistics.histories import Numbers

MOST_AGENTS = 5_000
MOST_STATES = 200_000
POINTS = 4001


def blocked(load: float, lines: int) -> float:
    """Erlang B: the share of calls that find all lines taken. ``load`` in erlangs."""
    share = 1.0
    for n in range(1, lines + 1):
        share = load * share / (n + load * share)
    return share


def load_for(lines: int, target: float) -> float:
    """The load at which Erlang B blocks just ``target``."""
    low, high = 0.0, float(lines) / (1 - target) + lines
    for _step in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if blocked(middle, lines) < target else (low, middle)
    return (low + high) / 2


@dataclass(frozen=True)
class Line:
    """What so many agents achieve. Times in seconds; shares between 0 and 1. None: the queue would only grow."""

    agents: int
    load: float
    waits: float
    level: float | None
    speed: float | None
    occupancy: float
    queue: float | None
    abandoned: float = 0.0


def waiting(calls: float, interval: float, handle: float, agents: int, target: float) -> Line:
    """Erlang C: nobody gives up. ``calls`` in ``interval`` seconds, each taking ``handle`` seconds."""
    load = calls / interval * handle
    if agents <= load:
        return Line(agents, load, 1.0, None, None, 1.0, None)
    free = blocked(load, agents)
    waits = agents * free / (agents - load * (1 - free))
    speed = waits * handle / (agents - load)
    level = 1 - waits * math.exp(-(agents - load) * target / handle)
    return Line(agents, load, waits, level, speed, load / agents, speed * calls / interval)


def wait_percentile(calls: float, interval: float, handle: float, agents: int, share: float) -> float | None:
    """The wait that ``share`` of the calls do not exceed (Erlang C)."""
    line = waiting(calls, interval, handle, agents, 0)
    if line.level is None:
        return None
    return max(0.0, math.log(line.waits / (1 - share)) * handle / (agents - line.load))


def impatient(calls: float, interval: float, handle: float, agents: int, target: float, patience: float) -> Line:
    """Erlang A: callers give up after ``patience`` seconds on average. ``level``: share of calls served within target."""
    wait = Wait(calls / interval, 1 / handle, 1 / patience, agents)
    load = wait.arrival * handle
    return Line(
        agents,
        load,
        1 - wait.at_once,
        wait.served_within(target),
        wait.mean,
        wait.in_service / agents,
        wait.queue,
        wait.abandoned,
    )


class Wait:
    """The line with impatient callers. Rates a second: calls, ends of service, ends of patience."""

    def __init__(self, arrival: float, service: float, leaving: float, agents: int) -> None:
        self.arrival, self.service, self.leaving, self.agents = arrival, service, leaving, agents
        chances = self._states()
        callers = np.arange(len(chances))
        self.at_once = float(chances[:agents].sum())
        self.last_free = float(chances[agents - 1])
        self.in_service = float(chances @ np.minimum(callers, agents))
        self.queue = float(chances @ np.maximum(callers - agents, 0))
        self.mean = self.queue / arrival
        self.abandoned = leaving * self.mean

    def _states(self) -> Numbers:
        """The chances of so many callers being there: births at ``arrival``, deaths by service and by leaving."""
        agents, top = self.agents, self.agents + 50
        while True:
            k = np.arange(1, top + 1)
            deaths = np.minimum(k, agents) * self.service + np.maximum(k - agents, 0) * self.leaving
            logs = np.concatenate([[0.0], np.cumsum(np.log(self.arrival) - np.log(deaths))])
            if logs[-1] < logs.max() - 45 or top > MOST_STATES:
                break
            top *= 2
        weights = np.exp(logs - logs.max())
        return weights / weights.sum()

    def density(self, x: Numbers) -> Numbers:
        """Of the wait of a caller with endless patience, for waits above zero."""
        return self.arrival * self.last_free * np.exp(self._exponent(x))

    def _exponent(self, x: Numbers) -> Numbers:
        return -self.arrival / self.leaving * np.expm1(-self.leaving * x) - self.agents * self.service * x

    def _end(self) -> float:
        """A wait beyond which nothing worth counting happens."""
        ratio = self.arrival / (self.agents * self.service)
        peak = max(0.0, math.log(ratio) / self.leaving)
        end = peak + 1 / (self.agents * self.service)
        highest = float(self._exponent(np.array(peak)))
        while float(self._exponent(np.array(end))) > highest - 45:
            end *= 1.5
        return end

    def served_within(self, target: float) -> float:
        if target <= 0:
            return self.at_once
        x = np.linspace(0, min(target, self._end()), POINTS)
        return self.at_once + float(simpson(np.exp(-self.leaving * x) * self.density(x), x=x))

    def beyond(self, wait: float) -> float:
        """The share of callers who wait longer, whether they are answered in the end or not."""
        end = self._end()
        if wait >= end:
            return 0.0
        x = np.linspace(wait, end, POINTS)
        return math.exp(-self.leaving * wait) * float(simpson(self.density(x), x=x))

    def abandoned_within(self, target: float) -> float:
        """The share of callers who give up within ``target`` seconds."""
        return 1 - self.served_within(target) - self.beyond(target)

    def percentile(self, share: float) -> float:
        """The wait that ``share`` of the callers do not exceed."""
        if self.at_once >= share:
            return 0.0
        return float(brentq(lambda wait: self.beyond(wait) - (1 - share), 0, self._end(), xtol=1e-9))


def least_agents(
    calls: float,
    interval: float,
    handle: float,
    target: float,
    level: float,
    *,
    patience: float | None = None,
    most_occupied: float = 1.0,
) -> int | None:
    """The fewest agents who answer ``level`` of the calls within ``target`` seconds; None where no number does."""
    if calls <= 0:
        return 0
    start = 1 if patience else math.floor(calls / interval * handle) + 1
    low, high = start - 1, start
    while not enough(staffed(calls, interval, handle, high, target, patience), level, most_occupied):
        low, high = high, high * 2
        if high > MOST_AGENTS * 2:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        good = enough(staffed(calls, interval, handle, middle, target, patience), level, most_occupied)
        low, high = (low, middle) if good else (middle, high)
    return high


def staffed(
    calls: float, interval: float, handle: float, agents: int, target: float, patience: float | None = None
) -> Line:
    """Erlang A where patience is known, else C."""
    if patience:
        return impatient(calls, interval, handle, agents, target, patience)
    return waiting(calls, interval, handle, agents, target)


def enough(line: Line, level: float, most_occupied: float) -> bool:
    return line.level is not None and line.level >= level and line.occupancy <= most_occupied


def heads(agents: int, shrinkage: float) -> int:
    """People to employ so that ``agents`` sit there, when a share of paid time is breaks, leave, training."""
    if not 0 <= shrinkage < 1:
        raise ValueError("shrinkage lies between 0 and 1")
    return math.ceil(round(agents / (1 - shrinkage), 9))
