"""Calls as the telephone system of the demo company saw them."""

from __future__ import annotations

import datetime as dt
import random

from analytics.demo import seasons
from analytics.demo.desk import Desk
from analytics.demo.world import Account, Worker, World
from service.models import Call

Outcome = Call.Outcome
INBOUND = {
    Outcome.ANSWERED: 860,
    Outcome.ABANDONED: 66,
    Outcome.IVR: 36,
    Outcome.BLOCKED: 12,
    Outcome.OUT_OF_HOURS: 20,
    Outcome.PHANTOM: 6,
}
TOPICS = ("Delivery 配送", "Returns 退换货", "Invoice 发票", "Defect 质量问题", "Order 下单")


def take_calls(world: World, desk: Desk) -> None:
    """Write every call in the order it came."""
    rng = world.dice("calls")
    span = list(seasons.days(world.start, world.today))
    weights = [seasons.office(day, world.start) + 0.05 * seasons.demand(day, world.start) for day in span]
    counts = seasons.spread(rng, world.scaled(15000), weights)
    busy = sorted(counts)[int(len(counts) * 0.9)] or 1
    for day, count in zip(span, counts, strict=True):
        for hour in sorted(_hour(rng) for _ in range(count)):
            _call(world, desk, rng, world.at(day, hour), load=count / busy)


def _hour(rng: random.Random) -> float:
    """Two humps: late morning and mid-afternoon."""
    return rng.gauss(10.6, 1.1) if rng.random() < 0.52 else rng.gauss(15.2, 1.5)


def _call(world: World, desk: Desk, rng: random.Random, at: dt.datetime, load: float) -> None:
    account = desk.customer(at.date()) if desk.customers and rng.random() < 0.8 else None
    inward = rng.random() > 0.08
    if inward:
        outcome = rng.choices(list(INBOUND), list(INBOUND.values()))[0]
    else:
        outcome = Outcome.ANSWERED if rng.random() < 0.7 else Outcome.MISSED
    wait = _wait(rng, outcome, load) if inward else rng.randint(4, 30)
    took = desk.agent(world, at.date()) if outcome in (Outcome.ANSWERED, Outcome.MISSED) else None
    world.book[Call].add(
        direction=(Call.Direction.IN if inward else Call.Direction.OUT).value,
        queue_id=desk.queues[rng.random() < 0.3] if inward else None,
        customer_id=account.id if account else None,
        phone=f"+86 10 5550 {rng.randint(0, 9999):04}",
        topic=rng.choice(TOPICS),
        outcome=outcome.value,
        entered_at=at,
        is_test=rng.random() < 0.005,
        is_internal=rng.random() < 0.008,
        **_stamps(world, account, took, at.date()),
        **_course(world, rng, outcome, at, wait),
    )


def _wait(rng: random.Random, outcome: Outcome, load: float) -> int:
    """Seconds in the queue, longer on busy days; who gives up waited longer, or hung up at once."""
    if outcome == Outcome.ABANDONED:
        return rng.randint(1, 4) if rng.random() < 0.18 else 10 + int(rng.expovariate(1 / 55))
    if outcome != Outcome.ANSWERED:
        return 0
    return 0 if rng.random() < 0.36 else int(rng.expovariate(1 / (7 + 11 * load)))


def _stamps(world: World, account: Account | None, took: Worker | None, day: dt.date) -> dict:
    return {
        "owner_id": took.id if took else None,
        "team_id": world.teams["service"],
        "segment_id": account.segment if account else None,
        "channel_id": world.channels["phone"],
    }


def _course(world: World, rng: random.Random, outcome: Outcome, at: dt.datetime, wait: int) -> dict:
    """How the call went on from its entry; ``recorded_at`` when it was over."""
    if outcome != Outcome.ANSWERED:
        ended = at + dt.timedelta(seconds=wait)
        return {"wait_seconds": wait, "ended_at": ended, "recorded_at": world.noted(ended, 1)}
    talk = 25 + int(rng.lognormvariate(5.1, 0.65))
    hold = int(rng.expovariate(1 / 45)) if rng.random() < 0.28 else 0
    wrap_up = 8 + int(rng.expovariate(1 / 38))
    answered = at + dt.timedelta(seconds=wait)
    ended = answered + dt.timedelta(seconds=talk + hold)
    return {
        "answered_at": answered,
        "ended_at": ended,
        "wait_seconds": wait,
        "talk_seconds": talk,
        "hold_seconds": hold,
        "wrap_up_seconds": wrap_up,
        "recorded_at": world.noted(ended, 2),
    }
