"""Loaders of worked cases: agents' states, reviews of calls, contacts of tickets, field jobs, incidents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from accounts.models import Interaction, Region
from analytics.golden.world import World, money
from analytics.periods import start_of
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
    TicketEvent,
    TicketInteraction,
    TicketMessage,
)

WORDS = {"acw": "wrap_up", "wrap-up": "wrap_up", "wrapup": "wrap_up", "ready": "available", "work": "handling"}
WORDS |= {"shift": "staffed", "pause": "break", "lunch": "break", "chat": "handling", "talking": "talk"}
WEIGHTS = {"tone": 0.2, "friendliness": 0.3, "alertness": 0.2, "knowledge": 0.3}
MINUTE = dt.timedelta(minutes=1)


def state_named(word: Any) -> str:
    found = WORDS.get(str(word).lower(), str(word).lower())
    return found if found in AgentState.State.values else "not_ready"


def load_agent_states(world: World) -> None:
    for row in world.rows("agent_states"):
        AgentState.objects.create(
            owner=world.user(row.get("agent", "agent")),
            state=state_named(row["state"]),
            started_at=world.at(row, "start"),
            ended_at=world.moment(row.get("end")),
            paid=row.get("paid", True),
        )


def load_shift(world: World) -> None:
    """A shift told as hours in states one after the other; what was talked is a call as well."""
    at: dict[str, dt.datetime] = {}
    seconds = {"talk": 0, "hold": 0}
    for row in world.rows("shift"):
        agent, state = str(row.get("agent", "agent")), state_named(row["state"])
        length = dt.timedelta(seconds=float(row["h"]) * 3600)
        begins = at.get(agent) or (
            world.at(row, "start", "day") if row.get("start") else start_of(world.first, world.zone)
        )
        at[agent] = begins + length
        if length and state != "staffed":
            AgentState.objects.create(
                owner=world.user(agent), state=state, started_at=begins, ended_at=at[agent], paid=row.get("paid", True)
            )
        if state in seconds:
            seconds[state] += round(length.total_seconds())
    if any(seconds.values()) and not world.rows("calls"):
        talk, hold = seconds["talk"], seconds["hold"]
        Call.objects.create(entered_at=world.at({}), outcome="answered", talk_seconds=talk, hold_seconds=hold)


def load_evaluations(world: World) -> None:
    said = world.tables.get("weights") or WEIGHTS
    rows = world.rows("evaluations")
    if not rows:
        return
    card = Scorecard.objects.create(name="Scorecard")
    criteria = [Criterion.objects.create(scorecard=card, name=name, weight=money(said[name])) for name in said]
    for row in rows:
        name = str(row.get("call") or world.next())
        call = Call.objects.filter(external_id=name).first() or Call.objects.create(
            external_id=name, entered_at=world.at(row, "at", "day"), owner=world.user(row.get("agent"))
        )
        world.keys["call", name] = call.pk
        scores = [(one, None if row.get(one.name) is None else money(row[one.name])) for one in criteria]
        fatal = bool(row.get("fatal"))
        if not fatal and all(score is None for _one, score in scores):
            continue
        review = CallReview.objects.create(
            call=call,
            scorecard=card,
            evaluator=world.user(row.get("evaluator")),
            reviewed_at=world.at(row, "reviewed_at", "at", "day"),
            fatal=fatal,
            score=weighted([(one.weight, score) for one, score in scores], fatal=fatal),
        )
        for one, score in scores:
            CriterionScore.objects.create(review=review, criterion=one, score=score)


def load_contacts(world: World) -> None:
    """Contacts and agents of tickets; a ticket that has no times of its own is opened and resolved within an hour."""
    for row in world.rows("tickets"):
        if not {"contacts", "agents", "customer", "topic", "level"} & set(row):
            continue
        ticket = Ticket.objects.filter(number=str(row["id"])).first() or plain_ticket(world, row)
        ticket.customer, ticket.topic = world.customer(row.get("customer")), str(row.get("topic") or "")
        ticket.beyond_first_level = int(row.get("level") or 1) > 1
        ticket.save()
        end = ticket.resolved_at or ticket.opened_at + 60 * MINUTE
        contacts, agents = row.get("contacts", []), row.get("agents", [])
        step = (end - ticket.opened_at) / (len(contacts) + 1)
        for number, said in enumerate(contacts):
            kind, at = channel_and_time(world, said)
            contact(ticket, kind, at or ticket.opened_at + number * step)
        for number, name in enumerate(agents):
            at = ticket.opened_at + number * (end - ticket.opened_at) / (len(agents) + 1)
            TicketMessage.objects.create(
                ticket=ticket, at=at, body="-", author=world.user(name), automatic="bot" in str(name).lower()
            )


def plain_ticket(world: World, row: dict[str, Any]) -> Ticket:
    opened = world.at(row, "created", "opened", "day")
    solved = world.moment(row.get("resolved_at")) or (opened + 60 * MINUTE if row.get("resolved") else None)
    ticket = Ticket.objects.create(
        number=str(row["id"]),
        subject=str(row["id"]),
        opened_at=opened,
        status="resolved" if solved else "open",
        first_resolved_at=solved,
        resolved_at=solved,
        reopened=int(row.get("reopened") or 0),
    )
    if solved:
        TicketEvent.objects.create(ticket=ticket, kind="resolved", at=solved)
    return ticket


def channel_and_time(world: World, said: Any) -> tuple[str, dt.datetime | None]:
    if isinstance(said, dict):
        return str(said.get("channel", "email")), world.moment(said.get("at"))
    if isinstance(said, list):
        return str(said[0]), world.moment(said[1]) if len(said) > 1 else None
    return str(said), None


def contact(ticket: Ticket, kind: str, at: dt.datetime) -> None:
    if kind in ("phone", "call"):
        Call.objects.create(ticket=ticket, entered_at=at, customer=ticket.customer)
    elif kind in ("visit", "meeting"):
        touch = Interaction.objects.create(subject="-", at=at, kind="visit", direction="in", customer=ticket.customer)
        TicketInteraction.objects.create(interaction=touch, ticket=ticket)
    else:
        TicketMessage.objects.create(ticket=ticket, at=at, direction="in", body="-")


def load_jobs(world: World) -> None:
    for row in world.rows("jobs"):
        place = row.get("territory")
        FieldJob.objects.create(
            number=str(row.get("id") or world.next()),
            subject=str(row.get("id") or "job"),
            territory=Region.objects.get_or_create(name=str(place))[0] if place else None,
            job_type=str(row.get("job_type") or row.get("type") or ""),
            owner=world.user(row.get("technician")),
            urgency=row.get("urgency") or 3,
            value_tier=row.get("value_tier") or row.get("value") or 3,
            given_score=None if row.get("score") is None else money(row["score"]),
            created_at=world.at(row, "created"),
            dispatched_at=world.moment(row.get("dispatched")),
            done_at=world.moment(row.get("done")),
            cancelled_at=world.moment(row.get("cancelled")),
        )


def load_incidents(world: World) -> None:
    for row in world.rows("incidents"):
        severity = str(row.get("severity") or "medium")
        ProcessIncident.objects.create(
            occurred_on=world.day(row, "day", "occurred"),
            process=str(row.get("process") or "-"),
            department=str(row.get("department") or ""),
            severity=severity if severity in ProcessIncident.Severity.values else "medium",
        )


LOADERS: list[Callable[[World], None]] = [
    load_agent_states,
    load_shift,
    load_evaluations,
    load_contacts,
    load_jobs,
    load_incidents,
]
