"""Two dozen campaigns, whom they reached, who answered, and what marketing and sales cost."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal

from analytics.demo.world import DAY, Account, World
from marketing.models import Campaign, Member, Response, Spend

CAMPAIGNS = 24
THEMES = (
    "New Year workplace 新年办公焕新",
    "Spring festival gifts 春节礼盒",
    "Spring tea 春茶上市",
    "Office refresh 办公升级",
    "Lighting week 照明周",
    "618 mid-year sale 618年中大促",
    "Summer outdoor 夏日户外",
    "Back to school 开学季",
    "Mid-autumn gifts 中秋礼遇",
    "National Day 国庆特惠",
    "Double Eleven 双十一",
    "Year-end thanks 年终答谢",
)
MONTHLY = (
    (Spend.Kind.SALES, 26000, True),
    (Spend.Kind.SERVICE, 14000, False),
    (Spend.Kind.ADVERTISING, 18000, True),
)


def plan_campaigns(world: World) -> None:
    """One campaign a month: name, days and budget; leads and orders may come from it."""
    rng = world.dice("campaigns")
    month = world.start.replace(day=1)
    marketers = world.by_role("marketer")
    for number in range(CAMPAIGNS):
        month = (month + 32 * DAY).replace(day=1)
        first = month.replace(day=rng.randint(1, 9))
        last = first + rng.randint(12, 26) * DAY
        status = Campaign.Status.FINISHED if last < world.today else Campaign.Status.RUNNING
        if first >= world.today:
            status = Campaign.Status.PLANNED
        budget = Decimal(rng.randint(18, 60) * 1000)
        key = world.book[Campaign].add(
            name=f"{THEMES[first.month - 1]} {first.year}",
            status=status.value,
            starts_on=first,
            ends_on=last,
            grace_days=7,
            budget=budget,
            channel_id=world.channels[rng.choice(("social", "shop", "fair", "direct"))],
            owner_id=marketers[number % len(marketers)].id,
            team_id=world.teams["marketing"],
            recorded_at=world.at(first - 25 * DAY, 10),
        )
        world.campaigns.append((key, first, last))
        _spend_on(world, rng, key, first=first, last=last, budget=budget)
    _spend_monthly(world, rng)


def _spend_on(
    world: World, rng: random.Random, campaign: int, *, first: dt.date, last: dt.date, budget: Decimal
) -> None:
    """The plan is booked week by week, what was really spent differs; the future has a plan only."""
    row = world.book[Campaign].row(campaign)
    weeks = [first + 7 * number * DAY for number in range((last - first).days // 7 + 1)]
    for day in weeks:
        planned = (budget / len(weeks)).quantize(Decimal(1))
        actual = (planned * Decimal(rng.gauss(0.97, 0.13))).quantize(Decimal("0.01"))
        kind = Spend.Kind.PROMOTION if rng.random() < 0.75 else Spend.Kind.EVENT
        _book(
            world,
            day,
            kind,
            planned,
            max(actual, Decimal(0)),
            wins=True,
            campaign=campaign,
            channel=row["channel_id"],
        )


def _spend_monthly(world: World, rng: random.Random) -> None:
    month = world.start.replace(day=1)
    while (month := (month + 32 * DAY).replace(day=1)) < world.today:
        for kind, typical, wins in MONTHLY:
            planned = Decimal(typical)
            actual = (planned * Decimal(rng.gauss(1.0, 0.08))).quantize(Decimal("0.01"))
            _book(world, month + 4 * DAY, kind, planned, actual, wins=wins)


def _book(
    world: World,
    day: dt.date,
    kind: Spend.Kind,
    planned: Decimal,
    actual: Decimal,
    *,
    wins: bool,
    campaign: int | None = None,
    channel: int | None = None,
) -> None:
    marketer = world.by_role("marketer")[0]
    over = day < world.today
    world.book[Spend].add(
        day=day,
        kind=kind.value,
        campaign_id=campaign,
        planned=planned,
        actual=actual if over else Decimal(0),
        is_acquisition=wins,
        owner_id=marketer.id,
        team_id=world.teams["marketing"],
        channel_id=channel,
        recorded_at=world.at(day, 18) if over else world.at(world.today - 20 * DAY, 11),
    )


def reach_out(world: World) -> None:
    """Members of every campaign that has begun, and their answers."""
    rng = world.dice("members")
    for campaign in world.campaigns:
        if campaign[1] >= world.today:
            continue
        known = [each for each in world.accounts if each.since < campaign[1]]
        for account in rng.sample(known, min(len(known), world.scaled(rng.randint(180, 340)))):
            _reach(world, rng, campaign, account)


def _reach(world: World, rng: random.Random, campaign: tuple[int, dt.date, dt.date], account: Account) -> None:
    key, first, last = campaign
    contacted = first + int(abs(rng.gauss(0, 3))) * DAY if rng.random() < 0.96 else None
    if contacted and contacted >= world.today:
        contacted = None
    delivered = rng.random() < 0.97
    sheet = world.book[Member]
    member = sheet.add(
        campaign_id=key,
        customer_id=account.id,
        contact_id=account.contacts[0] if account.contacts else None,
        segment_id=account.segment,
        contacted_on=contacted,
        delivered=delivered,
        recorded_at=world.noted(world.at(first - 2 * DAY, 15)),
    )
    keen = 0.19 if len(account.buys) > 3 else 0.11 if account.buys else 0.05
    if contacted and delivered and rng.random() < keen:
        _answer(world, rng, sheet.row(member), contacted, last)
    elif contacted and rng.random() < 0.03:
        _write_answer(world, member, contacted + DAY, Response.Kind.REPLY, automatic=True)


def _answer(world: World, rng: random.Random, member: dict, contacted: dt.date, last: dt.date) -> None:
    kinds = list(Response.Kind)
    for _ in range(1 if rng.random() < 0.8 else 2):
        day = min(contacted + int(rng.expovariate(1 / 4)) * DAY, last + 6 * DAY)
        kind = rng.choices(kinds, (26, 40, 14, 10, 6, 4))[0]
        _write_answer(world, member["id"], day, kind, automatic=False)
        if day < world.today and rng.random() < 0.35 and kind != Response.Kind.UNSUBSCRIBE:
            member["took_part_on"] = day


def _write_answer(world: World, member: int, day: dt.date, kind: Response.Kind, *, automatic: bool) -> None:
    if day < world.today:
        world.book[Response].add(
            member_id=member,
            on=day,
            kind=kind.value,
            automatic=automatic,
            recorded_at=world.noted(world.at(day, 14)),
        )
