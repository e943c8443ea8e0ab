"""The first answer by a person ends the wait, in the queue's business time."""

import datetime as dt

import pytest

from accounts.models import Team, User
from crm_project.errors import ActionRefused
from service.actions import answer_ticket, note_on_ticket, open_ticket, receive_message
from service.models import Queue, Ticket, TicketEvent

from .conftest import local


@pytest.fixture
def ticket(desk: Queue, ana: User, now) -> Ticket:
    """Opened on Friday at 17:55, five minutes before the desk closes."""
    return open_ticket(by=ana, subject="Printer", queue=desk, opened_at=local(4, 26, 17, 55), body="It smokes.")


def test_it_works(ticket: Ticket, ana: User) -> None:
    answered = answer_ticket(ticket, "Unplug it.", by=ana, at=local(4, 29, 9, 10))
    assert answered.first_response_at == local(4, 29, 9, 10)
    assert answered.first_response_open_seconds == 15 * 60
    assert (answered.status, answered.owner) == ("open", ana)


def test_a_new_ticket_waits_for_the_team_of_its_queue(ticket: Ticket, service_team: Team) -> None:
    assert (ticket.owner, ticket.team, ticket.status) == (None, service_team, "new")
    assert ticket.number == f"T-{ticket.pk:06d}"
    assert ticket.messages.get().direction == "in"


def test_an_automatic_reply_is_no_answer(ticket: Ticket, ana: User) -> None:
    after = answer_ticket(ticket, "We got it.", by=ana, at=local(4, 26, 17, 56), automatic=True)
    assert (after.first_response_at, after.status, after.owner) == (None, "new", None)


def test_a_note_is_no_answer(ticket: Ticket, ana: User) -> None:
    note_on_ticket(ticket, "Again him.", by=ana)
    assert Ticket.objects.get().first_response_at is None


def test_only_the_first_answer_counts(ticket: Ticket, ana: User) -> None:
    for hour in (10, 11):
        answer_ticket(ticket, "Hello", by=ana, at=local(4, 29, hour))
    assert Ticket.objects.get().first_response_at == local(4, 29, 10)


def test_an_earlier_answer_entered_late_is_the_first(ticket: Ticket, ana: User) -> None:
    for hour in (11, 10):
        answer_ticket(ticket, "Hello", by=ana, at=local(4, 29, hour))
    assert Ticket.objects.get().first_response_open_seconds == 65 * 60


def test_who_answers_an_unassigned_ticket_has_it(ticket: Ticket, ana: User) -> None:
    answer_ticket(ticket, "Hello", by=ana)
    assert list(TicketEvent.objects.values_list("kind", flat=True)) == ["assigned"]


def test_without_a_calendar_the_clock_never_stops(ana: User, now) -> None:
    ticket = open_ticket(by=ana, subject="Printer", opened_at=local(4, 26, 17, 55), owner=ana)
    answered = answer_ticket(ticket, "Hello", by=ana, at=local(4, 27, 17, 55))
    assert answered.first_response_open_seconds == 86_400


def test_an_answer_without_text_is_refused(ticket: Ticket, ana: User) -> None:
    with pytest.raises(ActionRefused) as refused:
        answer_ticket(ticket, "  ", by=ana)
    assert refused.value.field == "body"


def test_an_answer_before_the_question_is_refused(ticket: Ticket, ana: User) -> None:
    with pytest.raises(ActionRefused):
        answer_ticket(ticket, "Hello", by=ana, at=local(4, 26, 17, 55) - dt.timedelta(seconds=1))


def test_the_customer_writes_again(ticket: Ticket, ana: User) -> None:
    receive_message(ticket, "Now it burns.")
    assert ticket.messages.filter(direction="in").count() == 2
