"""First interests: those that became customers, and the many that did not."""

from __future__ import annotations

import datetime as dt
import random

from analytics.demo import seasons
from analytics.demo.customers import Names
from analytics.demo.world import DAY, Account, World
from sales.models import Lead

Why = Lead.Disqualified
REASONS = {Why.SPAM: 25, Why.TEST: 5, Why.DUPLICATE: 14, Why.NOT_A_FIT: 31, Why.NO_ANSWER: 25}


def receive_leads(world: World) -> dict[int, int]:
    """Write every lead in the order it came in. Returns customer -> the lead it came from."""
    names = Names.of(world, "leads")
    fresh = [account for account in world.accounts if account.since > world.start and not account.hidden]
    came: list[tuple[dt.date, Account | None]] = [
        (max(world.start, account.since - names.rng.randint(1, 24) * DAY), account) for account in fresh
    ]
    came += [(day, None) for day in _other_days(world, names.rng, world.scaled(6000) - len(fresh))]
    came.sort(key=lambda each: each[0])
    return {
        account.id: key for received, account in came for key in [_receive(world, names, received, account)] if account
    }


def _other_days(world: World, rng: random.Random, total: int) -> list[dt.date]:
    span = list(seasons.days(world.start, world.today))
    counts = seasons.spread(rng, max(0, total), [seasons.office(day, world.start) + 0.2 for day in span])
    return [day for day, count in zip(span, counts, strict=True) for _ in range(count)]


def _receive(world: World, names: Names, day: dt.date, account: Account | None) -> int:
    at = world.at(day, names.rng.gauss(13, 3))
    row = _known(world, names, day, account) if account else _stranger(world, names, day)
    return world.book[Lead].add(
        received_at=at,
        campaign_id=world.campaign_on(day) if names.rng.random() < 0.3 else None,
        category_id=names.rng.choice(world.categories),
        recorded_at=world.noted(at),
        **row,
    )


def _known(world: World, names: Names, day: dt.date, account: Account) -> dict:
    """A lead that became this customer; the deal fills in when it was won."""
    return {
        "name": names.pick(account.currency != "CNY").name() if account.is_company else account.name,
        "company": account.name if account.is_company else "",
        "email": f"lead{account.id}@customer.example",
        "status": Lead.Status.CONVERTED.value,
        "converted_at": world.at(account.since, 18.2),
        "customer_id": account.id,
        **account.stamps(day),
    }


def _stranger(world: World, names: Names, day: dt.date) -> dict:
    rng = names.rng
    faker = names.pick(False)
    reps = world.by_role("rep", day)
    owner = rng.choices(reps, [rep.weight for rep in reps])[0]
    is_company = rng.random() < 0.5
    status, reason = _fate(rng, (world.today - day).days)
    return {
        "name": faker.name(),
        "company": faker.company() if is_company else "",
        "email": f"someone{rng.randint(1, 10**6)}@customer.example",
        "status": status.value,
        "disqualified_reason": reason,
        "expected_amount": rng.randint(3, 400) * 100 if rng.random() < 0.6 else None,
        "owner_id": owner.id,
        "team_id": owner.team_on(day),
        "segment_id": world.segments["small" if is_company else "home"],
        "channel_id": world.channels[rng.choices(list(world.channels), (12, 34, 8, 10, 14, 22))[0]],
    }


def _fate(rng: random.Random, age: int) -> tuple[Lead.Status, str]:
    """A young lead is mostly still being worked on."""
    if rng.random() < (0.75 if age < 30 else 0.06):
        return (Lead.Status.NEW if age < 6 else Lead.Status.WORKING), ""
    if rng.random() < 0.55:
        return Lead.Status.LOST, ""
    return Lead.Status.DISQUALIFIED, rng.choices(list(REASONS), list(REASONS.values()))[0].value
