"""Care for data and for goals: what must be filled in, checks, engagement, uses of data, goals and score cards."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal

from django.db import connection

from accounts.models import Consent, Customer, DataRule, ValueCheck
from analytics.actions.goals import is_met, measured, read
from analytics.demo.world import DAY, World
from analytics.models import Goal, GoalReading, GoalReview, Scorecard, ScorecardLine
from analytics.periods import PERIODS, Window, month_of, shift_month
from marketing.models import DataUse, EngagementEvent, EngagementKind, EngagementWeight, Member

RULES = (
    ("name", "", ""),
    ("phone", "phone", ""),
    ("email", "email", ""),
    ("city", "", ""),
    ("industry", "", "company"),
)
WEIGHTS = {"visit": 1, "login": 2, "post": 3, "open": 1, "click": 2, "event": 8, "call": 5}
MIX = {"visit": 46, "login": 14, "post": 5, "open": 16, "click": 12, "event": 2, "call": 5}
BLANKS = ("", "", "n/a", "无", "-")
GOALS = (
    # name, KPI, kind, change, period, months the baseline lies before the due day, due in days, of introducing the CRM
    ("Sell a tenth more in a quarter 季度销售额增长一成", "sales_revenue", "percent", "0.1", "quarter", 6, -25, False),
    ("Win more of our deals 提高赢单率", "win_rate", "percent", "0.05", "quarter", 6, -125, False),
    ("Answer tickets faster 更快首次响应", "avg_first_response_time", "percent", "-0.1", "month", 4, 38, False),
    ("Know our customers 客户资料完整", "customer_data_completeness", "points", "0.02", "month", 8, -10, True),
    ("Everybody logs their calls 人人记录拜访", "sales_calls", "percent", "0.15", "month", 5, 69, True),
    ("Keep in touch 保持互动", "interaction_frequency", "percent", "0.1", "month", 9, -70, True),
)


def require_fields(world: World) -> None:
    """What must be filled in, before the first customer is written: the database scores them as they come."""
    at = world.at(world.start, 9)
    for place, (field, check, kind) in enumerate(RULES):
        world.book[DataRule].add(field=field, check_kind=check, kind=kind, position=place, recorded_at=at)


def leave_gaps(world: World) -> None:
    """Some fields were never filled, or with a word that says nothing."""
    rng = world.dice("gaps")
    for account in world.accounts:
        row = world.book[Customer].row(account.id)
        for field, share in (("phone", 0.06), ("email", 0.11), ("city", 0.05), ("industry", 0.14)):
            if rng.random() < share:
                row[field] = "" if field == "email" else rng.choice(BLANKS)


def look_after(world: World) -> None:
    """Checks, engagement and uses of data."""
    _check(world, world.dice("checks"))
    _engage(world, world.dice("engagement"))
    _use(world, world.dice("uses"))
    _consent(world, world.dice("consents"))


def _check(world: World, rng: random.Random) -> None:
    days = (world.today - world.start).days
    for account in rng.sample(world.accounts, len(world.accounts) // 3):
        day = max(account.since, world.start + rng.randrange(days) * DAY)
        if day >= world.today:
            continue
        how = rng.choices(list(ValueCheck.How), (40, 25, 25, 5, 5))[0]
        world.book[ValueCheck].add(
            customer_id=account.id,
            field=rng.choice(("phone", "email", "email")),
            checked_on=day,
            valid=how != ValueCheck.How.BOUNCE and rng.random() < 0.93,
            how=how.value,
            recorded_at=world.noted(world.at(day, 16)),
            **account.stamps(day),
        )


def _engage(world: World, rng: random.Random) -> None:
    first = world.start - 30 * DAY
    for kind, weight in WEIGHTS.items():
        world.book[EngagementWeight].add(kind=kind, since=first, weight=Decimal(weight), recorded_at=world.at(first, 9))
    keen = [min(account.weight, 8) for account in world.accounts]
    days = (world.today - world.start).days
    for account in rng.choices(world.accounts, keen, k=world.scaled(9000)):
        day = world.start + rng.randrange(days) * DAY
        if day >= account.since:
            _write(world, rng, day, customer_id=account.id, **account.stamps(day))
    for number in range(world.scaled(900)):
        day = world.start + rng.randrange(days) * DAY
        _write(world, rng, day, visitor=f"v{number % 400}", is_bot=rng.random() < 0.3)


def _write(world: World, rng: random.Random, day: dt.date, **more: object) -> None:
    kind = rng.choices(list(MIX), list(MIX.values()))[0]
    n, at = rng.choices((1, 2, 3), (80, 14, 6))[0], world.at(day, rng.gauss(14, 4))
    visit = kind == EngagementKind.VISIT
    world.book[EngagementEvent].add(
        kind=kind,
        at=at,
        n=n,
        weight=Decimal(WEIGHTS[kind]),
        points=Decimal(WEIGHTS[kind] * n),
        pages=n * rng.randint(1, 9) if visit else None,
        minutes=Decimal(n * rng.randint(1, 14)) if visit else None,
        recorded_at=world.noted(at),
        **more,
    )


def _use(world: World, rng: random.Random) -> None:
    """Campaigns used the data of whom they reached; some were recommended something."""
    known = {account.id: account for account in world.accounts}
    for member in world.book[Member].rows:
        account, day = known.get(member["customer_id"]), member.get("contacted_on")
        if account and day:
            _note(world, account.id, day, DataUse.Use.CAMPAIGN, rng.random() < 0.97, account.stamps(day))
    days = (world.today - world.start).days
    for account in rng.sample(world.accounts, len(world.accounts) // 4):
        day = world.start + rng.randrange(days) * DAY
        if day >= account.since:
            _note(world, account.id, day, DataUse.Use.RECOMMENDATION, rng.random() < 0.9, account.stamps(day))


WORDING = "We may write to you about new goods and offers. 我们可能向您发送新品与优惠信息。"


def _consent(world: World, rng: random.Random) -> None:
    """Two of five customers said what their data may be used for; some withdrew."""
    for account in rng.sample(world.accounts, len(world.accounts) * 2 // 5):
        first = world.at(max(account.since, world.start), rng.uniform(9, 17))
        for purpose in rng.sample(("campaign", "recommendation", "survey"), rng.randint(1, 2)):
            said = {"customer_id": account.id, "purpose": purpose, "how": rng.choice(list(Consent.How)).value}
            if first < world.now:
                _said(world, first, given=True, wording=WORDING, **said)
            later = first + rng.randint(60, 700) * DAY
            if later < world.now and rng.random() < 0.15:
                _said(world, later, given=False, wording="", **said)


def _said(world: World, at: dt.datetime, **said: object) -> None:
    world.book[Consent].add(at=at, recorded_at=world.noted(at), **said)


def _note(world: World, customer: int, day: dt.date, use: DataUse.Use, consented: bool, stamps: dict[str, int]) -> None:
    at = world.noted(world.at(day, 15))
    said = {"customer_id": customer, "on": day, "use": use.value, "consented": consented}
    world.book[DataUse].add(**said, recorded_at=at, **stamps)


def look_back(world: World) -> None:
    """After everything is written: a field of every fourth customer was found out later; goals read their figures."""
    with connection.cursor() as cursor:
        cursor.execute(LATER_FOUND, [world.now, world.now])
        cursor.execute("ANALYZE")
    _set_cards(world)
    for said in GOALS:
        _set_goal(world, *said)


LATER_FOUND = """
    WITH split AS (
        SELECT q.*, q.at + make_interval(days => (q.id * 37 %% 420 + 20)::int) AS found FROM accounts_customerquality q
        WHERE q.id %% 4 = 0 AND q.until IS NULL AND q.filled > 1 AND cardinality(q.missing) < cardinality(q.fields)
        AND q.at + make_interval(days => (q.id * 37 %% 420 + 20)::int) < %s),
    before AS (
        INSERT INTO accounts_customerquality
            (customer_id, at, until, required, filled, fields, missing, owner_id, team_id, segment_id, recorded_at)
        SELECT customer_id, at, found, required, filled - 1, fields, missing || 'phone'::varchar, owner_id, team_id,
            segment_id, recorded_at FROM split WHERE 'phone' <> ALL (missing) RETURNING customer_id, until)
    UPDATE accounts_customerquality q SET at = b.until, recorded_at = least(b.until, %s)
    FROM before b WHERE q.customer_id = b.customer_id AND q.until IS NULL"""


def _set_goal(
    world: World, name: str, kpi: str, kind: str, change: str, period: str, back: int, due: int, introducing: bool
) -> None:
    """A goal as it would stand had it been set and read in time."""
    whole = PERIODS[period](world.today + due * DAY)
    due_on = whole.last if due > 0 or whole.last < world.today else whole.first - DAY
    goal = Goal(name=name, kpi=kpi, kind=kind, change=Decimal(change), period=period, due_on=due_on)
    goal.is_implementation, goal.responsible_id = introducing, world.by_role("sales_manager")[0].id
    first = shift_month(due_on.replace(day=1), -back)
    goal.baseline_from, goal.baseline_until = first, shift_month(first, 3 if period == "quarter" else 1) - DAY
    goal.baseline_value, goal.missing = read(goal, Window(goal.baseline_from, goal.baseline_until))
    if goal.baseline_value is None:
        return
    steps = {"level": goal.change, "points": goal.baseline_value + goal.change}
    goal.target_value = steps.get(kind, goal.baseline_value * (1 + goal.change))
    goal.why = "Agreed at the yearly meeting 年度会议商定"
    goal.frozen_at = goal.recorded_at = min(world.at(goal.baseline_until + 3 * DAY, 10), world.now)
    goal.save()
    _read_on(world, goal)
    GoalReview.objects.create(
        goal=goal,
        on=min(due_on, world.today - DAY),
        by_id=goal.responsible_id,
        note="Discussed with the team 已与团队讨论",
    )


def _read_on(world: World, goal: Goal) -> None:
    """At the ends of months and on the last day; judged if that day is over."""
    last = min(goal.due_on, world.today - DAY)
    assert goal.baseline_until is not None
    day = month_of(goal.baseline_until + DAY).last
    days = []
    while day < last:
        days.append(day)
        day = month_of(day + DAY).last
    for day in [*days, last]:
        value, missing = read(goal, measured(goal, day))
        GoalReading.objects.create(goal=goal, on=day, value=value, missing=missing)
    if goal.due_on < world.today:
        goal.actual, goal.missing = value, missing
        goal.status = {True: "met", False: "missed", None: "unknown"}[is_met(goal, value)]
        goal.evaluated_at = world.at(goal.due_on + DAY, 1)
        goal.save()


def _set_cards(world: World) -> None:
    """How reps, teams and the company are judged."""
    cards = {
        ("Sales rep 销售人员", "owner", "rep"): {
            "sales_revenue": 5,
            "win_rate": 2,
            "sales_calls": 2,
            "transactions": 1,
        },
        ("Sales team 销售团队", "team", ""): {"sales_revenue": 5, "win_rate": 3, "customer_data_completeness": 2},
        ("Company 公司", "company", ""): {"sales_revenue": 4, "service_level": 2, "customer_data_completeness": 2},
    }
    for (name, scope, role), lines in cards.items():
        card = Scorecard.objects.create(name=name, scope=scope, for_role=role, recorded_at=world.at(world.start, 9))
        ScorecardLine.objects.bulk_create(
            ScorecardLine(card=card, kpi=kpi, weight=Decimal(weight)) for kpi, weight in lines.items()
        )
