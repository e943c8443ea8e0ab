"""Every touch: about deals, with customers between deals, and what is due next."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from dataclasses import dataclass

from accounts.models import Interaction
from analytics.demo import seasons
from analytics.demo.world import DAY, Account, Chance, Worker, World
from sales.models import DealInteraction

Kind = Interaction.Kind
SUBJECTS = {
    Kind.CALL: (
        "Called about the offer 电话沟通报价",
        "Asked for feedback 回访",
        "First call 首次通话",
        "Delivery date 确认交期",
    ),
    Kind.VISIT: ("Visit on site 上门拜访", "Showed samples 展示样品", "Measured the rooms 现场测量"),
    Kind.EMAIL: ("Sent the catalogue 发送目录", "Sent the offer 发送报价", "Answered questions 答复咨询"),
    Kind.CHAT: ("Chat about stock 咨询库存", "Chat about prices 咨询价格"),
    Kind.MEETING: ("Meeting on terms 商务洽谈", "Yearly review 年度回顾"),
    Kind.TASK: ("Prepare the offer 准备报价", "Check the invoice 核对发票"),
}
MIX = {Kind.CALL: 44, Kind.VISIT: 12, Kind.EMAIL: 24, Kind.CHAT: 9, Kind.MEETING: 6, Kind.TASK: 5}
LASTS = {Kind.CALL: 420, Kind.VISIT: 4200, Kind.MEETING: 3600, Kind.CHAT: 600, Kind.TASK: 1200}


@dataclass(slots=True)
class Touch:
    at: dt.datetime
    account: Account
    owner: Worker
    deal: int | None


def keep_in_touch(world: World) -> None:
    """Write every touch in the order it happened, then what is due from yesterday on."""
    rng = world.dice("touches")
    touches = [touch for chance in world.chances for touch in _about(world, rng, chance)]
    touches += _between(world, rng, world.scaled(25000) - len(touches))
    touches.sort(key=lambda touch: touch.at)
    for touch in touches:
        _write(world, rng, touch)
    _plan_ahead(world, rng)


def _about(world: World, rng: random.Random, chance: Chance) -> list[Touch]:
    """Three to seven touches while a deal is open."""
    end = chance.ended or world.now
    found = []
    for _ in range(rng.randint(3, 7)):
        day = (chance.opened + (end - chance.opened) * rng.random()).astimezone(world.zone).date()
        at = world.at(day, rng.uniform(9, 18))
        if chance.opened <= at < min(end, world.now):
            found.append(Touch(at, chance.account, chance.owner, chance.id))
    return found


def _between(world: World, rng: random.Random, total: int) -> list[Touch]:
    """Routine contact: good customers more often."""
    span = list(seasons.days(world.start, world.today))
    counts = seasons.spread(rng, max(0, total), [seasons.office(day, world.start) for day in span])
    running = list(itertools.accumulate(min(account.weight, 10) for account in world.accounts))
    found = []
    for day, count in zip(span, counts, strict=True):
        picked = rng.choices(world.accounts, cum_weights=running, k=4 * count)
        for account in itertools.islice((each for each in picked if each.since <= day), count):
            found.append(Touch(world.at(day, rng.gauss(13.5, 2.3)), account, account.owner_on(day), None))
    return found


def _write(world: World, rng: random.Random, touch: Touch, **more: object) -> int:
    kind = rng.choices(list(MIX), list(MIX.values()))[0]
    connected = kind != Kind.CALL or rng.random() < 0.78
    typical = LASTS.get(kind)
    cost = rng.randint(60, 480) if kind in (Kind.VISIT, Kind.MEETING) else None
    day = touch.at.astimezone(world.zone).date()
    row: dict[str, object] = {
        "customer_id": touch.account.id,
        "contact_id": rng.choice(touch.account.contacts) if touch.account.contacts else None,
        "kind": kind.value,
        "direction": (Interaction.Direction.OUT if rng.random() < 0.82 else Interaction.Direction.IN).value,
        "at": touch.at,
        "duration_seconds": int(rng.lognormvariate(0, 0.6) * typical) if typical and connected else None,
        "connected": connected,
        "cost": cost,
        "subject": rng.choice(SUBJECTS[kind]),
        "recorded_at": world.noted(touch.at, rng.choice((1, 2, 5, 45))),
        **touch.account.stamps(day),
        "owner_id": touch.owner.id,
        "team_id": touch.owner.team_on(day),
    }
    key = world.book[Interaction].add(**{**row, **more})
    if touch.deal:
        world.book[DealInteraction].add(interaction_id=key, deal_id=touch.deal)
    return key


def _plan_ahead(world: World, rng: random.Random) -> None:
    """Every rep has something due: from two days ago to next week, three of them today."""
    last = world.today - DAY
    for rep in world.by_role("rep"):
        own = [each for each in world.accounts if each.owner_on(last) is rep and each.since < last - 12 * DAY]
        days = (0, 0, 0, 0, -1, -2, 1, 2, 3, 5, 7)
        promised = seasons.last_working(last - 3 * DAY)
        for offset, account in zip(days, rng.sample(own, min(len(own), len(days))), strict=False):
            touch = Touch(world.at(promised, rng.uniform(9, 17.5)), account, rep, None)
            _write(world, rng, touch, follow_up_on=world.today + offset * DAY)
