"""Customer service: tickets with their messages on business hours, and the telephone."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from dataclasses import dataclass, field

from analytics.demo import seasons
from analytics.demo.world import DAY, ZONE, Account, Worker, World
from service.clock import Clock, Hours
from service.models import (
    BusinessCalendar,
    Holiday,
    OpeningHours,
    Queue,
    Ticket,
    TicketEvent,
    TicketMessage,
)

OPENS, CLOSES = 9, 18
OFFICE = [(dt.time(OPENS), dt.time(CLOSES))]
CLOSED = frozenset(day for year in seasons.SPRING_FESTIVALS for day in seasons.holidays(year))
CLOCK = Clock(Hours(dict.fromkeys(range(1, 6), OFFICE), CLOSED), ZONE)
Status = Ticket.Status
TOPICS = {
    "Delivery 配送": "Where is my order? 我的订单到哪了？",
    "Returns 退换货": "I want to return an article 申请退货",
    "Invoice 发票": "Please correct the invoice 请更正发票",
    "Defect 质量问题": "The lamp does not work 台灯不亮",
    "Product question 产品咨询": "Which size fits? 请问尺寸",
    "Account 账户": "Cannot sign in 无法登录",
}
ANSWERS = (
    "Thank you, we are looking into it. 感谢您的反馈，我们正在处理。",
    "Could you send us a picture? 能否发一张照片？",
)
SOLVED = "This is settled now. 问题已解决。"


@dataclass
class Desk:
    """Queues and agents, the dice, and the people who write to us."""

    rng: random.Random
    queues: list[int] = field(default_factory=list)
    customers: list[Account] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)

    def agent(self, world: World, day: dt.date) -> Worker:
        agents = world.by_role("agent", day)
        return self.rng.choices(agents, [agent.weight for agent in agents])[0]

    def customer(self, day: dt.date) -> Account | None:
        for account in self.rng.choices(self.customers, cum_weights=self.weights, k=6):
            if account.since <= day:
                return account
        return None


def open_desk(world: World) -> Desk:
    """Write the calendar with its holidays and the queues; returns the desk."""
    desk = Desk(world.dice("desk"))
    calendar = world.book[BusinessCalendar].add(name="Office hours 工作时间", recorded_at=world.at(world.start, 8))
    for weekday in range(1, 6):
        world.book[OpeningHours].add(
            calendar_id=calendar, weekday=weekday, opens=dt.time(OPENS), closes=dt.time(CLOSES)
        )
    for year in range(world.start.year, world.today.year + 2):
        for day, name in seasons.holidays(year).items():
            world.book[Holiday].add(calendar_id=calendar, day=day, name=name)
    for name in ("Customer care 客户关怀", "Technical support 技术支持"):
        desk.queues.append(
            world.book[Queue].add(
                name=name,
                team_id=world.teams["service"],
                calendar_id=calendar,
                recorded_at=world.at(world.start, 8),
            )
        )
    desk.customers = [account for account in world.accounts if account.buys]
    desk.weights = list(itertools.accumulate(min(each.weight, 15) for each in desk.customers))
    return desk


def open_seconds(start: dt.datetime, end: dt.datetime) -> int:
    """Seconds of office hours between two moments, by the clock the desk itself goes by."""
    return CLOCK.open_seconds(start, end)


def after_open(start: dt.datetime, seconds: float) -> dt.datetime:
    """The moment when so many seconds of office hours have gone by."""
    at = start
    while True:
        midnight = dt.datetime.combine(at.date(), dt.time(), at.tzinfo)
        opens, closes = (midnight + dt.timedelta(hours=hour) for hour in (OPENS, CLOSES))
        at = max(at, opens)
        left = (closes - at).total_seconds() if seasons.is_working(at.date()) else 0
        if left > 0 and seconds <= left:
            return at + dt.timedelta(seconds=int(seconds))
        seconds -= max(0.0, left)
        at = midnight + DAY


def help_customers(world: World, desk: Desk) -> None:
    """Write every ticket in the order it was opened."""
    if not desk.customers:
        return
    span = list(seasons.days(world.start, world.today))
    weights = [seasons.demand(day - DAY, world.start) + 0.3 for day in span]
    for day, count in zip(span, seasons.spread(desk.rng, world.scaled(6000), weights), strict=True):
        for hour in sorted(desk.rng.gauss(13.5, 4) for _ in range(count)):
            _ticket(world, desk, world.at(day, hour))


def _ticket(world: World, desk: Desk, opened: dt.datetime) -> None:
    rng, day = desk.rng, opened.date()
    account = desk.customer(day)
    agent = desk.agent(world, day)
    topic = rng.choice(list(TOPICS))
    technical = topic.startswith("Defect") or rng.random() < 0.15
    priority = rng.choices(list(Ticket.Priority), (18, 58, 18, 6))[0]
    sheet = world.book[Ticket]
    stamps = account.stamps(day) if account else {}
    key = sheet.add(
        number=f"T{len(sheet.rows) + 1:06}",
        customer_id=account.id if account else None,
        contact_id=account.contacts[0] if account and account.contacts else None,
        queue_id=desk.queues[technical],
        subject=TOPICS[topic],
        topic=topic,
        priority=priority.value,
        opened_at=opened,
        is_test=rng.random() < 0.004,
        recorded_at=world.noted(opened, 1),
        owner_id=agent.id,
        team_id=agent.team_on(day),
        segment_id=stamps.get("segment_id"),
        channel_id=world.channels[rng.choices(("shop", "phone", "social", "direct"), (48, 27, 15, 10))[0]],
    )
    row = sheet.row(key)
    _say(world, row, opened, TOPICS[topic])
    if rng.random() < 0.5:
        _say(world, row, opened + dt.timedelta(seconds=20), "OK 已收到", automatic=True)
    _work_on(world, desk, row, agent, {"urgent": 0.3, "high": 0.6}.get(row["priority"], 1.0))
    if rng.random() < 0.008 and len(sheet.rows) > 50 and row["status"] == Status.RESOLVED.value:
        row["merged_into_id"] = key - 1


def _work_on(world: World, desk: Desk, row: dict, agent: Worker, urgency: float) -> None:
    """First answer, solution, perhaps once more; whatever is not reached by now stays open."""
    rng, opened = desk.rng, row["opened_at"]
    row["status"] = Status.NEW.value
    answered = after_open(opened, rng.lognormvariate(8.1, 0.8) * urgency)
    if answered >= world.now:
        return
    row |= {"first_response_at": answered, "first_response_open_seconds": open_seconds(opened, answered)}
    row["status"] = (Status.PENDING if rng.random() < 0.3 else Status.OPEN).value
    _say(world, row, answered, rng.choice(ANSWERS), agent)
    if rng.random() < 0.015:
        return
    solved = after_open(answered, rng.lognormvariate(9.4, 1.0) * urgency + 120)
    if solved < world.now:
        _solve(world, row, solved, agent)
        if rng.random() < 0.06:
            _once_more(world, rng, row, agent)


def _solve(world: World, row: dict, at: dt.datetime, agent: Worker) -> None:
    _say(world, row, at, SOLVED, agent)
    _event(world, row, at, TicketEvent.Kind.RESOLVED, agent)
    row.setdefault("first_resolved_at", at)
    row |= {
        "status": Status.RESOLVED.value,
        "resolved_at": at,
        "resolution_open_seconds": open_seconds(row["opened_at"], at),
    }


def _once_more(world: World, rng: random.Random, row: dict, agent: Worker) -> None:
    """The customer writes again: the ticket is open again, and usually solved a second time."""
    again = row["resolved_at"] + dt.timedelta(hours=rng.uniform(2, 90))
    if again >= world.now:
        return
    _say(world, row, again, "It happened again. 问题又出现了。")
    _event(world, row, again, TicketEvent.Kind.REOPENED, agent)
    row |= {"status": Status.OPEN.value, "resolved_at": None, "resolution_open_seconds": None, "reopened": 1}
    solved = after_open(again, rng.lognormvariate(9.0, 0.8))
    if solved < world.now:
        _solve(world, row, solved, agent)


def _event(world: World, row: dict, at: dt.datetime, kind: TicketEvent.Kind, agent: Worker) -> None:
    world.book[TicketEvent].add(ticket_id=row["id"], at=at, kind=kind.value, by_id=agent.id)


def _say(
    world: World,
    row: dict,
    at: dt.datetime,
    body: str,
    author: Worker | None = None,
    *,
    automatic: bool = False,
) -> None:
    ours = author is not None or automatic
    direction = TicketMessage.Direction.OUT if ours else TicketMessage.Direction.IN
    world.book[TicketMessage].add(
        ticket_id=row["id"],
        at=at,
        direction=direction.value,
        author_id=author.id if author else None,
        automatic=automatic,
        body=body,
        recorded_at=world.noted(at, 0),
    )
