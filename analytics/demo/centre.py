"""The hours of the demo company's agents, reviews of their calls, jobs at the customer's, and mishaps in the office."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal

from analytics.demo import seasons
from analytics.demo.world import DAY, Worker, World
from service.actions import USUAL
from service.actions.scores import weighted
from service.models import (
    AgentState,
    Call,
    CallReview,
    Criterion,
    CriterionScore,
    FieldJob,
    ProcessIncident,
    Scorecard,
    Ticket,
)

MINUTE = dt.timedelta(minutes=1)
BLOCKS = (9.0, 10.5, 13.0, 14.75, 16.5)  # the hours at which an agent's day goes on after a pause
ENDS = (10.5, 12.0, 14.75, 16.25, 18.0)
OTHER = ("training", "meeting", "break", "not_ready")
JOBS = ("Installation 安装", "Repair 维修", "Inspection 巡检", "Exchange 换货")
MISHAPS = (
    ("Contract approval 合同审批", "Sales 销售部", "Nobody knew who signs above the limit 超限额合同无人审批"),
    ("Stock transfer 调拨", "Warehouse 仓储部", "Goods were moved without a note 调拨无单据"),
    ("Price list 价格表", "Sales 销售部", "Two price lists were in use 两份价格表并行"),
    ("Returns 退货", "Service 客服部", "A return was booked twice 退货重复登记"),
)
LINES = ("SIP/telecom-1", "SIP/telecom-2", "SIP/mobile-1")
RESULTS = ("Solved 已解决", "Passed on 已转交", "To be called back 待回访")


def staff_the_centre(world: World) -> None:
    """Shifts and activities of every agent on every working day."""
    rng = world.dice("shifts")
    for day in seasons.days(world.start, world.today):
        for agent in world.by_role("agent", day) if seasons.is_working(day) else ():
            if rng.random() > 0.06:
                _day(world, rng, agent, day)


def _day(world: World, rng: random.Random, agent: Worker, day: dt.date) -> None:
    _state(world, agent, "staffed", world.at(day, 9), world.at(day, 18))
    _state(world, agent, "break", world.at(day, 12), world.at(day, 13), paid=False)
    busy = rng.uniform(0.62, 0.88)
    for begins, ends in zip(BLOCKS, ENDS, strict=True):
        at, end = world.at(day, begins), world.at(day, ends)
        if rng.random() < 0.12:
            at += rng.randint(20, 50) * MINUTE
            _state(world, agent, rng.choice(OTHER), world.at(day, begins), at)
        talk = at + (end - at) * busy * rng.uniform(0.68, 0.8)
        wrap = talk + (end - at) * busy * rng.uniform(0.15, 0.22)
        talk, wrap = talk.replace(microsecond=0), wrap.replace(microsecond=0)
        _state(world, agent, "talk", at, talk)
        _state(world, agent, "wrap_up", talk, wrap)
        _state(world, agent, "available", wrap, end)


def _state(world: World, agent: Worker, state: str, start: dt.datetime, end: dt.datetime, *, paid: bool = True) -> None:
    world.book[AgentState].add(
        owner_id=agent.id,
        team_id=agent.team_on(start.date()),
        state=state,
        started_at=start,
        ended_at=end,
        paid=paid,
        recorded_at=world.noted(end, 0),
    )


def tell_more_of_calls(world: World) -> None:
    """The line a call came by, what came of it, and the ticket it was about."""
    rng = world.dice("call details")
    open_ones: dict[int, list[dict]] = {}
    for ticket in world.book[Ticket].rows:
        if ticket["customer_id"]:
            open_ones.setdefault(ticket["customer_id"], []).append(ticket)
    for call in world.book[Call].rows:
        call["trunk"] = rng.choice(LINES)
        answered = call["outcome"] == Call.Outcome.ANSWERED.value
        if answered:
            call["disposition"] = rng.choices(RESULTS, (7, 2, 1))[0]
            call["transfers"] = int(rng.random() < 0.07)
        if call["direction"] == Call.Direction.OUT.value:
            call["outbound_type"] = rng.choice(("Follow-up 回访", "Survey 调查", "Delivery 配送通知"))
        elif answered and rng.random() < 0.5:
            _about(call, open_ones.get(call["customer_id"], []))


def _about(call: dict, tickets: list[dict]) -> None:
    """Who calls while a ticket of theirs is open calls about it."""
    for ticket in tickets:
        end = ticket.get("resolved_at")
        if ticket["opened_at"] <= call["entered_at"] and (end is None or call["entered_at"] <= end):
            call["ticket_id"], call["topic"] = ticket["id"], ticket["topic"]
            return


def review_calls(world: World) -> None:
    """One answered call in thirty is listened to within a week."""
    rng = world.dice("reviews")
    card = world.book[Scorecard].add(name="Conversation 通话评分", recorded_at=world.at(world.start, 9))
    criteria = []
    for position, (name, weight) in enumerate(USUAL):
        key = world.book[Criterion].add(scorecard_id=card, name=name, weight=Decimal(weight), position=position)
        criteria.append((key, Decimal(weight)))
    for call in world.book[Call].rows:
        at = call["entered_at"] + rng.randint(20, 160) * 60 * MINUTE
        heard = call["outcome"] == Call.Outcome.ANSWERED.value and rng.random() < 1 / 30
        if heard and at < world.now:
            _review(world, rng, call, at, card, criteria)


def _review(
    world: World, rng: random.Random, call: dict, at: dt.datetime, card: int, criteria: list[tuple[int, Decimal]]
) -> None:
    usual = rng.gauss(82, 7)
    scores = [
        None if rng.random() < 0.05 else Decimal(min(100, max(30, round(rng.gauss(usual, 8))))) for _one in criteria
    ]
    fatal = rng.random() < 0.02 or not any(scores)
    judges = world.by_role("service_manager", at.date()) or world.by_role("service_manager")
    review = world.book[CallReview].add(
        call_id=call["id"],
        scorecard_id=card,
        evaluator_id=rng.choice(judges).id if judges else None,
        reviewed_at=at,
        fatal=fatal,
        score=weighted([(weight, score) for (_key, weight), score in zip(criteria, scores, strict=True)], fatal=fatal),
        recorded_at=world.noted(at, 1),
    )
    for (key, _weight), score in zip(criteria, scores, strict=True):
        world.book[CriterionScore].add(review_id=review, criterion_id=key, score=score)


def visit_customers(world: World) -> None:
    """Jobs at the customer's, sent out a few a day; now and then one that is not the most important goes first."""
    rng = world.dice("field jobs")
    buyers = [account for account in world.accounts if account.buys]
    agents = world.by_role("agent")
    if not buyers or not agents:
        return
    span = [day for day in seasons.days(world.start, world.today) if seasons.is_working(day)]
    waiting: list[dict] = []
    for day, count in zip(span, seasons.spread(rng, world.scaled(900), [1.0] * len(span)), strict=True):
        for hour in sorted(rng.uniform(8, 12) for _ in range(count)):
            account = rng.choice(buyers)
            if account.since <= day:
                waiting.append(_job(world, rng, account, world.at(day, hour)))
        for hour in sorted(rng.uniform(12.5, 17) for _ in range(count)):
            if waiting and rng.random() < 0.97:
                _send(world, rng, waiting, world.at(day, hour), agents)


def _job(world: World, rng: random.Random, account: object, at: dt.datetime) -> dict:
    sheet = world.book[FieldJob]
    kind = rng.choice(JOBS)
    key = sheet.add(
        number=f"J-{len(sheet.rows) + 1:06}",
        subject=kind,
        job_type=kind,
        territory_id=account.region,  # type: ignore[attr-defined]
        customer_id=account.id,  # type: ignore[attr-defined]
        segment_id=account.segment,  # type: ignore[attr-defined]
        channel_id=account.channel,  # type: ignore[attr-defined]
        team_id=world.teams["service"],
        urgency=rng.choices((1, 2, 3, 4, 5), (10, 22, 36, 22, 10))[0],
        value_tier=rng.choices((1, 2, 3, 4, 5), (18, 26, 28, 18, 10))[0],
        created_at=at,
        recorded_at=world.noted(at, 2),
    )
    return sheet.row(key)


def _send(world: World, rng: random.Random, waiting: list[dict], at: dt.datetime, agents: list[Worker]) -> None:
    place = rng.choice(waiting)["territory_id"]
    here = [job for job in waiting if job["territory_id"] == place]
    here.sort(key=lambda job: (-6 * job["urgency"] - 4 * job["value_tier"], job["created_at"], job["id"]))
    job = here[0] if rng.random() < 0.86 else rng.choice(here)
    waiting.remove(job)
    done = at + rng.randint(50, 400) * MINUTE
    agent = rng.choice([one for one in agents if one.hired <= at.date()] or agents)
    job |= {"dispatched_at": at, "owner_id": agent.id, "done_at": done if done < world.now else None}


def note_mishaps(world: World) -> None:
    """Something goes wrong for want of a rule, less and less often."""
    rng = world.dice("incidents")
    span = list(seasons.days(world.start, world.today - DAY))
    everybody = [one for one in world.staff.values() if one.role != "auditor"]
    for number, day in enumerate(span):
        if not seasons.is_working(day) or rng.random() > 0.16 - 0.1 * number / len(span):
            continue
        process, department, what = rng.choice(MISHAPS)
        who = rng.choice([one for one in everybody if one.hired <= day] or everybody)
        world.book[ProcessIncident].add(
            occurred_on=day,
            process=process,
            department=department,
            severity=rng.choices(("low", "medium", "high"), (5, 4, 1))[0],
            description=what,
            action_taken="A rule was written 已制定规范" if rng.random() < 0.6 else "",
            owner_id=who.id,
            team_id=who.team_on(day) if who.teams else None,
            recorded_at=world.at(day, 17.5),
        )
