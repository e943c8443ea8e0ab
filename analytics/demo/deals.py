"""Opportunities with every step they took: won, lost, reopened, still open."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from dataclasses import dataclass
from decimal import Decimal

from analytics.demo import seasons
from analytics.demo.world import CENT, DAY, MONEY, Account, Chance, Worker, World
from sales.models import Competitor, Deal, Lead, LossReason, Stage, StageChange
from sales.models.deals import Outcome

STAGES = (
    ("Qualified 已确认", Outcome.OPEN, "0.1"),
    ("Proposal 方案", Outcome.OPEN, "0.3"),
    ("Quote 报价", Outcome.OPEN, "0.5"),
    ("Negotiation 谈判", Outcome.OPEN, "0.75"),
    ("Won 赢单", Outcome.WON, "1"),
    ("Lost 丢单", Outcome.LOST, "0"),
)
REASONS = {
    "Too expensive 价格太高": 34,
    "Lost to a competitor 输给竞争对手": 26,
    "No budget 没有预算": 18,
    "No longer needed 不再需要": 14,
    "Delivery too slow 交货太慢": 8,
}
COMPETITORS = ("Red Kite Supplies", "海蓝商贸", "Oakfield & Partner", "云帆办公")
HOUR = dt.timedelta(hours=1)


@dataclass
class Pipeline:
    """The stages and reasons in use, and the dice."""

    open: list[tuple[int, Decimal]]
    won: int
    lost: int
    reasons: list[int]
    competitors: list[int]
    rng: random.Random


@dataclass(slots=True)
class Step:
    """One change: when, to which stage."""

    at: dt.datetime
    stage: int
    outcome: str
    probability: Decimal


def open_deals(world: World, leads: dict[int, int]) -> None:
    """Write every deal with its stage changes, in the order they were opened, and say who bought when."""
    line = _pipeline(world)
    plan: list[tuple[dt.date, Account, int | None]] = [
        (account.since, account, leads[account.id]) for account in world.accounts if account.id in leads
    ]
    for account in world.accounts:
        if account.id not in leads and (account.hidden or line.rng.random() < 0.88):
            account.buys_from = max(account.since, world.start)
    plan += _later_deals(world, line.rng, plan)
    for day, account, lead in sorted(plan, key=lambda each: (each[0], each[1].id)):
        _run(world, line, day, account, lead)
    for account in world.accounts:
        if account.buys_from:
            account.buys_until = account.buys_from + int(60 + line.rng.expovariate(1 / 560)) * DAY


def _pipeline(world: World) -> Pipeline:
    """The stages there are, or else ours."""
    known = list(Stage.objects.order_by("position").values_list("pk", "outcome", "probability"))
    if {outcome for _pk, outcome, _p in known} != {"open", "won", "lost"}:
        known = [
            (_stage(world, number, *stage), str(stage[1].value), Decimal(stage[2]))
            for number, stage in enumerate(STAGES)
        ]
    reasons = [
        LossReason.objects.filter(name=name).values_list("pk", flat=True).first()
        or world.book[LossReason].add(name=name, position=number)
        for number, name in enumerate(REASONS)
    ]
    return Pipeline(
        [(pk, probability) for pk, outcome, probability in known if outcome == "open"],
        next(pk for pk, outcome, _p in known if outcome == "won"),
        next(pk for pk, outcome, _p in known if outcome == "lost"),
        reasons,
        [
            Competitor.objects.filter(name=name).values_list("pk", flat=True).first()
            or world.book[Competitor].add(name=name, position=number)
            for number, name in enumerate(COMPETITORS)
        ],
        world.dice("deals"),
    )


def _stage(world: World, number: int, name: str, outcome: Outcome, probability: str) -> int:
    return world.book[Stage].add(name=name, position=number, outcome=outcome.value, probability=Decimal(probability))


def _later_deals(
    world: World, rng: random.Random, first: list[tuple[dt.date, Account, int | None]]
) -> list[tuple[dt.date, Account, int | None]]:
    """Further business with companies we know, on working days."""
    companies = [each for each in world.accounts if each.is_company and not each.hidden]
    span = [day for day in seasons.days(world.start, world.today) if seasons.is_working(day)]
    wanted = max(0, world.scaled(2500) - len(first))
    picked = rng.choices(companies, [min(each.weight, 12) for each in companies], k=3 * wanted)
    opened = ((rng.choice(span), account) for account in picked)
    known = ((day, account, None) for day, account in opened if day > account.since + 30 * DAY)
    return list(itertools.islice(known, wanted))


def _run(world: World, line: Pipeline, day: dt.date, account: Account, lead: int | None) -> None:
    """One deal from opening to its end or to today."""
    rng = line.rng
    owner = account.owner_on(day)
    opened = world.at(day, rng.uniform(9, 17.5) if lead is None else 18.2)
    steps, due = _steps(world, line, account, owner, opened)
    last = steps[-1]
    won = last.outcome == Outcome.WON
    amount, home = _amount(world, rng, account, day)
    category = rng.choice(world.categories)
    closed = last.at if last.outcome != Outcome.OPEN else None
    until = (closed or world.now - HOUR).astimezone(world.zone).date()
    campaign = world.campaign_on(day) if rng.random() < 0.25 else None
    deal = world.book[Deal].add(
        name=f"{account.name} {day:%y-%m}",
        customer_id=account.id,
        contact_id=account.contacts[0] if account.contacts else None,
        lead_id=lead,
        campaign_id=campaign,
        category_id=category,
        stage_id=last.stage,
        outcome=last.outcome,
        probability=last.probability,
        currency=account.currency,
        amount=amount,
        amount_home=home,
        opened_at=opened,
        expected_close=due,
        closed_at=closed,
        recorded_at=world.noted(opened),
        **_loss(line, last),
        **{**account.stamps(day), "owner_id": owner.id, "team_id": owner.team_on(until)},
    )
    chance = Chance(deal, account, owner, category, home, opened, closed, won, campaign)
    _write_steps(world, chance, steps)
    world.chances.append(chance)
    if won:
        _won(world, account, lead, last.at)


def _won(world: World, account: Account, lead: int | None, at: dt.datetime) -> None:
    if lead:
        world.book[Lead].row(lead)["won_at"] = at
    day = at.astimezone(world.zone).date()
    account.buys_from = min(account.buys_from or day, day)


def _amount(world: World, rng: random.Random, account: Account, day: dt.date) -> tuple[Decimal, Decimal]:
    """In the customer's currency and at home, at the rate of the day the deal was opened."""
    typical = 9200 if account.is_company else 780
    size = 2.4 if account.segment == world.segments["key"] else 1.0
    rate = world.rate(account.currency, day)
    amount = (Decimal(rng.lognormvariate(0, 0.85) * typical * size) / rate).quantize(CENT)
    return amount, (amount * rate).quantize(MONEY)


def _loss(line: Pipeline, last: Step) -> dict:
    if last.outcome != Outcome.LOST:
        return {}
    reason = line.rng.choices(range(len(line.reasons)), list(REASONS.values()))[0]
    return {
        "loss_reason_id": line.reasons[reason],
        "competitor_id": line.rng.choice(line.competitors) if reason == 1 else None,
    }


def _steps(
    world: World, line: Pipeline, account: Account, owner: Worker, opened: dt.datetime
) -> tuple[list[Step], dt.date]:
    """The steps up to today, and the day the deal was expected to close."""
    rng = line.rng
    days = max(0.15, rng.lognormvariate(3.25 if account.is_company else 1.6, 0.62))
    end = opened + dt.timedelta(days=days)
    end_day = seasons.next_working(end.date()) if account.is_company else end.date()
    end = max(world.at(end_day, rng.uniform(9.5, 18)), opened + 2 * HOUR)
    wins = rng.random() < min(0.62, 0.33 + 0.09 * owner.weight)
    steps = _climb(line, opened, end, rng.randint(2, len(line.open)))
    steps.append(_close(line, end, wins))
    if not wins and rng.random() < 0.07:
        again = end + rng.uniform(6, 25) * DAY
        steps.append(Step(again, line.open[-1][0], Outcome.OPEN.value, line.open[-1][1]))
        steps.append(_close(line, again + rng.uniform(3, 30) * DAY, rng.random() < 0.5))
    due = (opened + dt.timedelta(days=days * rng.uniform(0.8, 1.5) + 3)).date()
    return [step for step in steps if step.at < world.now], due


def _climb(line: Pipeline, opened: dt.datetime, end: dt.datetime, count: int) -> list[Step]:
    """Up the open stages, the first at the opening."""
    parts = [0.0, *sorted(line.rng.uniform(0.05, 0.95) for _ in range(count - 1))]
    return [
        Step(opened + (end - opened) * part, stage, Outcome.OPEN.value, probability)
        for part, (stage, probability) in zip(parts, line.open, strict=False)
    ]


def _close(line: Pipeline, at: dt.datetime, wins: bool) -> Step:
    if wins:
        return Step(at, line.won, Outcome.WON.value, Decimal(1))
    return Step(at, line.lost, Outcome.LOST.value, Decimal(0))


def _write_steps(world: World, chance: Chance, steps: list[Step]) -> None:
    """The deal's history; the day its owner changed team while it was open is part of it."""
    for number, step in enumerate(steps):
        _write_step(world, chance, step, step.at)
        until = steps[number + 1].at if number + 1 < len(steps) else world.now
        for since, _team in chance.owner.teams[1:]:
            moved = world.at(since, 0)
            if step.outcome == Outcome.OPEN and step.at < moved < until:
                _write_step(world, chance, step, moved)


def _write_step(world: World, chance: Chance, step: Step, at: dt.datetime) -> None:
    owner = chance.owner
    world.book[StageChange].add(
        deal_id=chance.id,
        at=at,
        recorded_at=world.noted(at),
        stage_id=step.stage,
        outcome=step.outcome,
        probability=step.probability,
        amount_home=chance.amount_home,
        owner_id=owner.id,
        team_id=owner.team_on(at.astimezone(world.zone).date()),
        segment_id=chance.account.segment,
        by_id=owner.id,
    )
