"""The call centre and the field of the busy company."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from service.models import (
    AgentState,
    Call,
    CallReview,
    FieldJob,
    ProcessIncident,
    Scorecard,
    Ticket,
    TicketEvent,
    TicketMessage,
)

HOUR = dt.timedelta(hours=1)


def fill_centre(busy: Any, size: int) -> None:
    """States, calls out and in, reviews, contacts of tickets, jobs and incidents at random."""
    card = Scorecard.objects.create(name="Card")
    for one in Call.objects.filter(outcome="answered")[:size]:
        CallReview.objects.create(call=one, scorecard=card, score=Decimal(busy.random.randrange(10**6)) / 10**4)
    for _n in range(size):
        states(busy)
        call(busy)
        job(busy)
        ProcessIncident.objects.create(occurred_on=busy.when().date(), process="Stock", **busy.stamps())
    for ticket in Ticket.objects.all():
        contacts(busy, ticket)


def states(busy: Any) -> None:
    """A shift with chats beside each other and an unpaid break; shifts that would overlap are left out."""
    owner, team = busy.any([one for one in busy.people if one]), busy.any(busy.teams)
    start = busy.when().replace(microsecond=0) - 10 * HOUR
    if AgentState.objects.filter(owner=owner, started_at__range=(start - 24 * HOUR, start + 24 * HOUR)).exists():
        return
    for state, begins, lasts in (
        ("staffed", 0, 8), ("available", 0, 1), ("handling", 1, 3), ("handling", 2, 3), ("talk", 4, 2), ("break", 7, 2),
    ):  # fmt: skip
        AgentState.objects.create(
            owner=owner,
            team=team,
            state=state,
            started_at=start + begins * HOUR,
            ended_at=start + (begins + lasts) * HOUR,
            paid=state != "break",
        )


def call(busy: Any) -> None:
    Call.objects.create(
        entered_at=busy.when(),
        direction=busy.any(["in", "out"]),
        outcome=busy.any(["answered", "blocked", "missed", "phantom"]),
        talk_seconds=busy.random.randrange(300),
        hold_seconds=busy.any([None, 20]),
        customer=busy.any(busy.customers),
        topic="bill",
        trunk=busy.any(["", "t1"]),
        **busy.stamps(),
    )


def job(busy: Any) -> None:
    at = busy.when() - 90 * HOUR
    FieldJob.objects.create(
        number=f"J{busy.random.random()}",
        subject="visit",
        territory=busy.any(busy.regions),
        urgency=busy.random.randrange(1, 6),
        created_at=at,
        dispatched_at=busy.any([None, at + busy.random.randrange(1, 80) * HOUR]),
        **busy.stamps(),
    )


def contacts(busy: Any, ticket: Ticket) -> None:
    ticket.customer, ticket.topic = busy.any(busy.customers), busy.any(["", "bill"])
    ticket.beyond_first_level = busy.any([True, False])
    ticket.save()
    for _n in range(busy.random.randrange(3)):
        at = ticket.opened_at + busy.random.randrange(1, 60) * HOUR
        TicketMessage.objects.create(
            ticket=ticket, at=at, direction=busy.any(["in", "out"]), author=ticket.owner, body="-"
        )
    if busy.random.random() < 0.3:
        Call.objects.create(ticket=ticket, entered_at=ticket.opened_at + HOUR, owner=busy.any(busy.people))
    TicketEvent.objects.create(ticket=ticket, kind="resolved", at=ticket.resolved_at, by=busy.any(busy.people))
