"""What selling and the call centre cost, what advertisements did, how large the market is, who was trained."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal

from accounts.models import Interaction
from analytics.demo import seasons
from analytics.demo.world import CENT, DAY, World
from analytics.periods import month_of, quarter_of, shift_month
from marketing.models import AdResult, CampaignInteraction, Member
from sales.models import Expense, MarketSize, Order, Training, TrainingAttendee

Kind, Center, Status = Expense.Kind, Expense.CostCenter, Expense.Status
CLAIMS = (
    (Kind.TRAVEL, 46, (180, 2400), ("Train to the customer 拜访客户高铁", "Flight and hotel 出差机票住宿")),
    (Kind.ENTERTAINMENT, 26, (120, 900), ("Dinner with the buyer 客户宴请", "Tea tasting 品茶接待")),
    (Kind.COMMUNICATION, 18, (50, 200), ("Mobile phone 手机费", "Video meetings 视频会议")),
    (Kind.THIRD_PARTY, 6, (800, 5200), ("Interior designer 设计师外包", "Translation 翻译")),
    (Kind.INTERNAL, 4, (400, 2600), ("Sample room 样品间使用", "Pre-sales engineer 售前支持")),
)
BILLS = (
    (Kind.STAFF, 38000, "Agents' pay 坐席工资"),
    (Kind.TELECOM, 5200, "Telephone lines 电话线路"),
    (Kind.LICENCES, 3600, "Software 坐席软件"),
    (Kind.PREMISES, 7400, "Office rent 场地租金"),
)
ADS = (("Search 搜索", "top", 0.034, 2.6), ("Feed 信息流", "feed", 0.012, 1.4), ("Banner 横幅", "side", 0.004, 0.9))
TRAININGS = ("Selling by questions 顾问式销售", "New lighting range 照明新品", "Negotiating terms 商务谈判")


def spend_and_train(world: World) -> None:
    """Claims, bills, advertisements, market sizes and trainings of the whole memory."""
    _claims(world)
    _bills(world)
    _advertisements(world)
    _markets(world)
    _trainings(world)


def _claims(world: World) -> None:
    rng = world.dice("claims")
    weights = [weight for _kind, weight, _range, _notes in CLAIMS]
    for day in seasons.days(world.start, world.today):
        if not seasons.is_working(day):
            continue
        for rep in world.by_role("rep", day):
            if rng.random() < 0.06 * min(rep.weight, 2):
                kind, _weight, (low, high), notes = rng.choices(CLAIMS, weights)[0]
                amount = Decimal(rng.randint(low, high))
                _claim(world, rng, day, kind=kind, amount=amount, note=rng.choice(notes), rep=rep)


def _claim(
    world: World, rng: random.Random, day: dt.date, *, kind: Expense.Kind, amount: Decimal, note: str, rep
) -> None:  # type: ignore[no-untyped-def]
    decided = world.at(day + rng.randint(1, 6) * DAY, 17)
    open_still = decided >= world.now
    status = Status.SUBMITTED if open_still else Status.REJECTED if rng.random() < 0.05 else Status.APPROVED
    managers = world.by_role("sales_manager")
    row = {
        "day": day,
        "kind": kind.value,
        "cost_center": Center.SALES.value,
        "amount": amount,
        "amount_home": amount,
        "currency": "CNY",
        "note": note,
        "status": status.value,
        "decided_at": None if open_still else decided,
        "decided_by_id": None if open_still else managers[0].id,
        "is_acquisition": False,
        "owner_id": rep.id,
        "team_id": rep.team_on(day),
    }
    sheet, noted = world.book[Expense], world.noted(world.at(day, 18))
    key = sheet.add(**row, recorded_at=noted)
    back = day + rng.randint(10, 40) * DAY
    if status == Status.APPROVED and rng.random() < 0.03 and back < world.today:
        part = (amount / 2).quantize(CENT)
        taken = {"day": back, "amount": -part, "amount_home": -part, "reverses_id": key}
        sheet.add(**{**row, **taken}, recorded_at=world.at(back, 16))


def _bills(world: World) -> None:
    """Monthly bills of the call centre, in equal parts on every day of the month."""
    rng, month = world.dice("bills"), world.start.replace(day=1)
    boss = world.by_role("service_manager")[0]
    while month < world.today:
        whole = month_of(month)
        for kind, typical, note in BILLS:
            amount = (Decimal(typical) * Decimal(rng.gauss(1, 0.04))).quantize(CENT)
            world.book[Expense].add(
                day=month,
                kind=kind.value,
                cost_center=Center.CALL_CENTER.value,
                amount=amount,
                amount_home=amount,
                currency="CNY",
                spread_from=whole.first,
                spread_until=whole.last,
                note=note,
                status=Status.APPROVED.value,
                decided_at=world.at(month, 10),
                owner_id=boss.id,
                team_id=boss.team_on(month),
                recorded_at=world.at(month, 9),
            )
        month = shift_month(month, 1)


def _advertisements(world: World) -> None:
    rng, marketer = world.dice("advertisements"), world.by_role("marketer")[0]
    for day in seasons.days(world.start, world.today):
        reach = seasons.demand(day, world.start)
        for ad, placement, rate, price in ADS:
            shown = int(rng.gauss(9000, 1200) * reach)
            clicks = int(shown * rate * rng.uniform(0.8, 1.2))
            invalid = int(clicks * rng.uniform(0.01, 0.05))
            spend = (Decimal(clicks) * Decimal(price) * Decimal(rng.uniform(0.9, 1.1))).quantize(CENT)
            sold = sum(rng.random() < 0.02 for _click in range(clicks - invalid))
            world.book[AdResult].add(
                day=day,
                ad=ad,
                placement=placement,
                campaign_id=world.campaign_on(day),
                channel_id=world.channels["social" if placement == "feed" else "shop"],
                impressions=max(shown, 0),
                clicks=clicks,
                invalid_clicks=invalid,
                spend=spend,
                conversions=sold,
                revenue=Decimal(sold * rng.randint(120, 420)),
                owner_id=marketer.id,
                team_id=marketer.team_on(day),
                recorded_at=world.noted(world.at(day, 23.5)),
            )


def _markets(world: World) -> None:
    """The whole market by quarter: about thirty times what the company sold in it, the last one still unknown."""
    rng, sold = world.dice("markets"), {}
    for row in world.book[Order].rows:
        quarter = quarter_of(row["ordered_at"].astimezone(world.zone).date()).first
        sold[quarter] = sold.get(quarter, 0) + 1
    for quarter, orders in sorted(sold.items()):
        over = quarter_of(quarter).last + 40 * DAY < world.today
        world.book[MarketSize].add(
            market="Office furnishing 办公用品市场",
            period="quarter",
            starts_on=quarter,
            size=Decimal(round(orders * rng.uniform(52000, 60000), -5)) if over else None,
            published_by="Industry association 行业协会",
            estimated_on=quarter_of(quarter).last + 40 * DAY if over else None,
            recorded_at=min(world.at(quarter_of(quarter).last + 40 * DAY, 10), world.at(world.today - DAY, 10)),
        )


def _trainings(world: World) -> None:
    rng, span = world.dice("trainings"), (world.today - world.start).days
    for number, name in enumerate(TRAININGS):
        day = seasons.next_working(world.start + (span * (2 * number + 2) // 8) * DAY)
        key = world.book[Training].add(
            name=name, completed_on=day, cost=Decimal(rng.randint(8, 20) * 1000), recorded_at=world.at(day, 18)
        )
        reps = world.by_role("rep", day)
        for rep in rng.sample(reps, len(reps) // 2):
            world.book[TrainingAttendee].add(
                training_id=key, user_id=rep.id, team_id=rep.team_on(day), recorded_at=world.at(day, 18)
            )


def touch_members(world: World) -> None:
    """Some interactions with members of a running campaign are the campaign's, and some members do what it was for."""
    rng, days = world.dice("campaign touches"), {key: (first, last) for key, first, last in world.campaigns}
    aimed: dict[int, list[int]] = {}
    for row in world.book[Member].rows:
        aimed.setdefault(row["customer_id"], []).append(row["campaign_id"])
        joined = row.get("took_part_on")
        if joined and rng.random() < 0.3:
            row["completed_on"] = joined
    for touch in world.book[Interaction].rows:
        day = touch["at"].astimezone(world.zone).date()
        for campaign in aimed.get(touch["customer_id"], ()):
            first, last = days[campaign]
            if first <= day <= last:
                world.book[CampaignInteraction].add(interaction_id=touch["id"], campaign_id=campaign)
                if touch.get("cost") is None:
                    touch["cost"] = Decimal(rng.randint(2, 30))
                break
