"""Tickets: opened, answered, handed over, resolved, opened again."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts import policy
from accounts.actions import audit
from accounts.actions.records import (
    create_record,
    instance_of,
    lock,
    moment,
    next_pk,
    require_active,
    update_record,
    write_record,
)
from accounts.models import User
from accounts.queries import local_day, stamp_for, survivor, team_of
from crm_project.errors import ActionRefused
from marketing.actions import note_uses
from marketing.models import DataUse
from service.clock import Clocks
from service.models import Ticket, TicketEvent, TicketMessage

Direction = TicketMessage.Direction


@transaction.atomic
def open_ticket(*, by: User | None, body: str = "", **said: Any) -> Ticket:
    """Open a request; ``said`` are fields of the ticket, ``body`` the customer's first message.

    Number and ``opened_at`` (now) have defaults. Without an owner it waits in its queue, for the queue's team; who
    may only open own tickets owns one that has no queue.
    """
    return create_ticket(Ticket(**{name: value for name, value in said.items() if value is not None}), by, body)


@transaction.atomic
def create_ticket(source: Any, by: User | None, body: str = "") -> Ticket:
    """Save a new ticket, given as instance or form."""
    ticket = instance_of(source)
    ticket.opened_at = moment(ticket.opened_at)
    ticket.customer = survivor(ticket.customer) if ticket.customer else None
    ticket.status, ticket.resolved_at = Ticket.Status.NEW, None
    if not ticket.number:
        ticket.pk = next_pk(Ticket)
        ticket.number = f"T-{ticket.pk:06d}"
    if ticket.owner is None and ticket.queue is None and by and policy.scope(by, "add", Ticket) == "own":
        ticket.owner = by
    stamp_for(ticket.owner, ticket.customer, ticket.opened_at).put_on(ticket)
    if ticket.team_id is None and ticket.queue:
        ticket.team_id = ticket.queue.team_id
    create_record(source, by, action="open")
    if ticket.customer:
        note_uses([ticket.customer], DataUse.Use.SERVICE, on=local_day(ticket.opened_at), note=ticket.number)
    if body.strip():
        _say(ticket, body, Direction.IN, ticket.opened_at, None)
    return ticket


@transaction.atomic
def update_ticket(source: Any, by: User | None, version: int | None = None) -> Ticket:
    """Save a changed ticket. Status and owner have actions of their own."""
    ticket = instance_of(source)
    stored = lock(Ticket, ticket.pk)
    if ticket.status != stored.status:
        raise ActionRefused(_("Answer, resolve or reopen the ticket; that is not an edit."), field="status")
    if ticket.owner_id != stored.owner_id:
        raise ActionRefused(_("Assign the ticket; that is not an edit."), field="owner")
    if ticket.opened_at != stored.opened_at and stored.status != Ticket.Status.NEW:
        raise ActionRefused(_("A ticket that was answered keeps its opening."), field="opened_at")
    return update_record(source, by, version)


@transaction.atomic
def answer_ticket(
    ticket: Ticket, body: str, *, by: User, at: dt.datetime | None = None, automatic: bool = False
) -> Ticket:
    """Send the customer a message. The first one by a person ends the wait for an answer; automatic ones do not.

    An unassigned ticket becomes that of whoever answers it.
    """
    ticket = _lock_living(ticket)
    at = moment(at, ticket.opened_at)
    _say(ticket, body, Direction.OUT, at, by, automatic=automatic)
    if not automatic:
        _take(ticket, by, at)
        _stamp_first_response(ticket, at)
        if ticket.status == Ticket.Status.NEW:
            ticket.status = Ticket.Status.OPEN
    return write_record(ticket, by, "answer", automatic=automatic)


@transaction.atomic
def receive_message(ticket: Ticket, body: str, *, at: dt.datetime | None = None, by: User | None = None) -> Ticket:
    """The customer wrote again: a resolved ticket is reopened, one that waited for them goes on."""
    ticket = _lock_living(ticket)
    at = moment(at, ticket.opened_at)
    _say(ticket, body, Direction.IN, at, None)
    if ticket.status == Ticket.Status.RESOLVED:
        _reopen(ticket, at, by)
    elif ticket.status == Ticket.Status.PENDING:
        ticket.status = Ticket.Status.OPEN
    return write_record(ticket, by, "receive")


@transaction.atomic
def note_on_ticket(ticket: Ticket, body: str, *, by: User, at: dt.datetime | None = None) -> TicketMessage:
    """Write down something the customer does not see. It is no answer."""
    ticket = _lock_living(ticket)
    message = _say(ticket, body, Direction.NOTE, moment(at, ticket.opened_at), by)
    audit.record(by, "note", ticket)
    return message


@transaction.atomic
def wait_for_customer(ticket: Ticket, *, by: User) -> Ticket:
    """It is the customer's turn. The clock of the resolution goes on."""
    ticket = _lock_living(ticket)
    if ticket.status == Ticket.Status.RESOLVED:
        raise ActionRefused(_("This ticket is resolved. Reopen it first."))
    ticket.status = Ticket.Status.PENDING
    return write_record(ticket, by, "wait")


@transaction.atomic
def resolve_ticket(ticket: Ticket, *, by: User, at: dt.datetime | None = None) -> Ticket:
    """The request is settled at an instant (default now): its last resolution is what counts (rules.md G12)."""
    ticket = _lock_living(ticket)
    if ticket.status == Ticket.Status.RESOLVED:
        raise ActionRefused(_("This ticket is resolved already."))
    at = moment(at, _last_step(ticket))
    _take(ticket, by, at)
    ticket.status, ticket.resolved_at = Ticket.Status.RESOLVED, at
    ticket.first_resolved_at = ticket.first_resolved_at or at
    ticket.resolution_open_seconds = _open_seconds(ticket, at)
    _tell(ticket, TicketEvent.Kind.RESOLVED, at, by)
    return write_record(ticket, by, "resolve")


@transaction.atomic
def reopen_ticket(ticket: Ticket, *, by: User, at: dt.datetime | None = None) -> Ticket:
    """It was not settled after all: the resolution does not stand any more, the first one is remembered."""
    ticket = _lock_living(ticket)
    if ticket.status != Ticket.Status.RESOLVED:
        raise ActionRefused(_("This ticket is not resolved."))
    _reopen(ticket, moment(at, _last_step(ticket)), by)
    return write_record(ticket, by, "reopen")


@transaction.atomic
def assign_ticket(ticket: Ticket, owner: User, *, by: User | None, at: dt.datetime | None = None) -> Ticket:
    """Give a ticket to ``owner`` from an instant on (default now), with their team of that local day."""
    ticket = _lock_living(ticket)
    require_active(owner)
    at = moment(at, ticket.opened_at)
    if ticket.owner_id != owner.pk:
        _hand_over(ticket, owner, at, by)
    return write_record(ticket, by, "assign", at=at)


@transaction.atomic
def merge_tickets(survivor: Ticket, duplicate: Ticket, *, by: User | None) -> Ticket:
    """The same request, told twice: the duplicate does not count any more."""
    if survivor.pk == duplicate.pk:
        raise ActionRefused(_("A ticket cannot be merged into itself."))
    rows = {pk: _lock_living(Ticket(pk=pk)) for pk in sorted((survivor.pk, duplicate.pk))}
    survivor, duplicate = rows[survivor.pk], rows[duplicate.pk]
    Ticket.objects.filter(merged_into=duplicate).update(merged_into=survivor, version=F("version") + 1)
    duplicate.merged_into = survivor
    write_record(duplicate, by, "merge")
    return survivor


def _lock_living(ticket: Ticket) -> Ticket:
    ticket = lock(Ticket, ticket.pk)
    if ticket.merged_into is not None:
        raise ActionRefused(_("This ticket was merged into %s. Use that one.") % ticket.merged_into.number)
    return ticket


def _say(
    ticket: Ticket, body: str, direction: str, at: dt.datetime, by: User | None, *, automatic: bool = False
) -> TicketMessage:
    if not body.strip():
        raise ActionRefused(_("A message has a text."), field="body")
    # The ticket's own audit entry tells of it; a second one would only repeat the text.
    return TicketMessage.objects.create(
        ticket=ticket, body=body, direction=direction, at=at, author=by, automatic=automatic
    )


def _stamp_first_response(ticket: Ticket, at: dt.datetime) -> None:
    if ticket.first_response_at is None or at < ticket.first_response_at:
        ticket.first_response_at = at
        ticket.first_response_open_seconds = _open_seconds(ticket, at)


def _open_seconds(ticket: Ticket, at: dt.datetime) -> int:
    return Clocks().of(ticket.queue).open_seconds(ticket.opened_at, at)


def _take(ticket: Ticket, by: User, at: dt.datetime) -> None:
    if ticket.owner_id is None:
        _hand_over(ticket, by, at, by)


def _hand_over(ticket: Ticket, owner: User, at: dt.datetime, by: User | None) -> None:
    ticket.owner = owner
    ticket.team = team_of(owner, local_day(at)) or ticket.team
    _tell(ticket, TicketEvent.Kind.ASSIGNED, at, by)


def _reopen(ticket: Ticket, at: dt.datetime, by: User | None) -> None:
    ticket.status, ticket.resolved_at, ticket.resolution_open_seconds = Ticket.Status.OPEN, None, None
    ticket.reopened += 1
    _tell(ticket, TicketEvent.Kind.REOPENED, at, by)


def _last_step(ticket: Ticket) -> dt.datetime:
    """When it was opened, or last resolved or reopened: the next of these cannot be earlier."""
    steps = ticket.events.exclude(kind=TicketEvent.Kind.ASSIGNED).order_by("-at", "-id")
    last = steps.first()
    return last.at if last else ticket.opened_at


def _tell(ticket: Ticket, kind: str, at: dt.datetime, by: User | None) -> None:
    TicketEvent.objects.create(ticket=ticket, kind=kind, at=at, by=by)
