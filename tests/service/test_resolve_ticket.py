"""Resolving and reopening: the last resolution counts, the first is remembered."""

import pytest

from accounts.models import Team, User
from crm_project.errors import ActionRefused
from service.actions import (
    answer_ticket,
    assign_ticket,
    merge_tickets,
    open_ticket,
    receive_message,
    reopen_ticket,
    resolve_ticket,
    update_ticket,
    wait_for_customer,
)
from service.models import Queue, Ticket, TicketEvent

from .conftest import local


@pytest.fixture
def ticket(desk: Queue, ana: User, now) -> Ticket:
    return open_ticket(by=ana, subject="Printer", queue=desk, opened_at=local(4, 29, 10))


def events() -> list[str]:
    return list(TicketEvent.objects.exclude(kind="assigned").values_list("kind", flat=True))


def test_ten_minutes_are_ten_minutes(ticket: Ticket, ana: User) -> None:
    done = resolve_ticket(ticket, by=ana, at=local(4, 29, 10, 10))
    assert (done.status, done.resolved_at, done.first_resolved_at) == (
        "resolved",
        local(4, 29, 10, 10),
        local(4, 29, 10, 10),
    )
    assert done.resolution_open_seconds == 600


def test_reopening(ticket: Ticket, ana: User) -> None:
    resolve_ticket(ticket, by=ana, at=local(4, 29, 11))
    again = reopen_ticket(ticket, by=ana, at=local(4, 29, 12))
    assert (again.status, again.resolved_at, again.resolution_open_seconds) == ("open", None, None)
    assert (again.first_resolved_at, again.reopened) == (local(4, 29, 11), 1)


def test_the_last_resolution_counts(ticket: Ticket, ana: User) -> None:
    resolve_ticket(ticket, by=ana, at=local(4, 29, 11))
    reopen_ticket(ticket, by=ana, at=local(4, 29, 12))
    done = resolve_ticket(ticket, by=ana, at=local(4, 30, 9, 30))
    assert (done.resolved_at, done.first_resolved_at) == (local(4, 30, 9, 30), local(4, 29, 11))
    assert done.resolution_open_seconds == (8 * 60 + 30) * 60
    assert events() == ["resolved", "reopened", "resolved"]


def test_twice_is_refused(ticket: Ticket, ana: User) -> None:
    resolve_ticket(ticket, by=ana)
    with pytest.raises(ActionRefused):
        resolve_ticket(ticket, by=ana)


def test_an_open_ticket_is_not_reopened(ticket: Ticket, ana: User) -> None:
    with pytest.raises(ActionRefused):
        reopen_ticket(ticket, by=ana)


def test_before_the_last_step_is_refused(ticket: Ticket, ana: User) -> None:
    resolve_ticket(ticket, by=ana, at=local(4, 29, 12))
    with pytest.raises(ActionRefused):
        reopen_ticket(ticket, by=ana, at=local(4, 29, 11))


def test_the_customer_reopens_by_writing(ticket: Ticket, ana: User) -> None:
    resolve_ticket(ticket, by=ana)
    assert receive_message(ticket, "Still broken.").reopened == 1


def test_waiting_for_the_customer(ticket: Ticket, ana: User) -> None:
    assert wait_for_customer(ticket, by=ana).status == "pending"
    assert receive_message(ticket, "Here it is.").status == "open"


def test_handing_over(ticket: Ticket, ana: User, siv: User, service_team: Team) -> None:
    answer_ticket(ticket, "Hello", by=ana)
    handed = assign_ticket(ticket, siv, by=siv)
    assert (handed.owner, handed.team) == (siv, service_team)
    assert TicketEvent.objects.filter(kind="assigned").count() == 2


def test_a_status_is_not_edited(ticket: Ticket, ana: User) -> None:
    ticket.status, ticket.resolved_at = Ticket.Status.RESOLVED, local(4, 29, 11)
    with pytest.raises(ActionRefused):
        update_ticket(ticket, ana)


def test_a_merged_ticket_does_not_count(ticket: Ticket, ana: User, desk: Queue) -> None:
    twin = open_ticket(by=ana, subject="Printer!", queue=desk)
    merge_tickets(ticket, twin, by=ana)
    assert list(Ticket.objects.counted()) == [ticket]
    with pytest.raises(ActionRefused):
        answer_ticket(twin, "Hello", by=ana)
    with pytest.raises(ActionRefused):
        merge_tickets(twin, ticket, by=ana)
