"""The buttons of a ticket and its reply box."""

import pytest

from accounts.actions import create_customer
from accounts.models import Customer, Team
from service.actions import merge_tickets, open_ticket, resolve_ticket
from service.models import Queue, Ticket
from tests.sales.pages import press, text

VERBS = ["answer", "note", "receive", "resolve", "reopen", "wait", "touch", "assign", "edit"]


@pytest.fixture
def ticket(desk, ana, now):
    return open_ticket(by=ana, subject="Printer", queue=desk, body="It smokes.")


@pytest.fixture
def foreign(south: Team, siv):
    """Waits in a queue of a team that ana is not in."""
    return open_ticket(by=None, subject="Secret", queue=Queue.objects.create(name="Elsewhere", team=south))


def test_answer(sign_in, ana, ticket):
    answer = press(sign_in(ana), "service:ticket_answer", ticket, body="Unplug it.")
    assert answer.url == f"/tickets/{ticket.pk}/"
    stored = Ticket.objects.get()
    assert (stored.status, stored.owner, stored.messages.count()) == ("open", ana, 2)


def test_the_thread_shows_the_answer(sign_in, ana, ticket):
    client = sign_in(ana)
    press(client, "service:ticket_answer", ticket, body="Unplug it.")
    page = text(client.get(f"/tickets/{ticket.pk}/"))
    assert "It smokes." in page
    assert "Unplug it." in page
    assert "Answer sent." in page


def test_answering_twice_by_one_form_says_it_once(sign_in, ana, ticket):
    client = sign_in(ana)
    for _time in range(2):
        press(client, "service:ticket_answer", ticket, body="Unplug it.", once="abc")
    assert ticket.messages.count() == 2


def test_an_empty_answer_is_refused(sign_in, ana, ticket):
    assert "A message has a text." in text(press(sign_in(ana), "service:ticket_answer", ticket, body="  "))


def test_note(sign_in, ana, ticket):
    press(sign_in(ana), "service:ticket_note", ticket, body="Again him.")
    assert ticket.messages.last().direction == "note"
    assert Ticket.objects.get().first_response_at is None


def test_the_customer_wrote(sign_in, ana, ticket):
    resolve_ticket(ticket, by=ana)
    press(sign_in(ana), "service:ticket_receive", ticket, body="Still smoking.")
    assert Ticket.objects.get().status == "open"


def test_resolve(sign_in, ana, ticket):
    press(sign_in(ana), "service:ticket_resolve", ticket)
    assert Ticket.objects.get().status == "resolved"


def test_resolving_twice_is_refused(sign_in, ana, ticket):
    resolve_ticket(ticket, by=ana)
    assert "This ticket is resolved already." in text(press(sign_in(ana), "service:ticket_resolve", ticket))


def test_reopen(sign_in, ana, ticket):
    resolve_ticket(ticket, by=ana)
    press(sign_in(ana), "service:ticket_reopen", ticket)
    assert Ticket.objects.get().reopened == 1


def test_reopening_what_is_open_is_refused(sign_in, ana, ticket):
    assert "This ticket is not resolved." in text(press(sign_in(ana), "service:ticket_reopen", ticket))


def test_wait(sign_in, ana, ticket):
    press(sign_in(ana), "service:ticket_wait", ticket)
    assert Ticket.objects.get().status == "pending"


def test_waiting_on_what_is_resolved_is_refused(sign_in, ana, ticket):
    resolve_ticket(ticket, by=ana)
    assert "Reopen it first." in text(press(sign_in(ana), "service:ticket_wait", ticket))


def test_assign(sign_in, siv, ana, ticket):
    press(sign_in(siv), "service:ticket_assign", ticket, owner=ana.pk)
    assert Ticket.objects.get().owner == ana


def test_an_agent_who_hands_a_ticket_on_goes_to_the_list(sign_in, siv, ana, ticket):
    answer = press(sign_in(ana), "service:ticket_assign", ticket, owner=siv.pk)
    assert answer.url == "/tickets/"


def test_assigning_a_merged_ticket_is_refused(sign_in, siv, ana, ticket, desk):
    other = open_ticket(by=ana, subject="Smoke", queue=desk)
    merge_tickets(other, ticket, by=siv)
    answer = press(sign_in(siv), "service:ticket_assign", ticket, owner=ana.pk)
    assert f"This ticket was merged into {other.number}." in text(answer)


def test_log_a_call_about_it(sign_in, ana, ticket):
    said = {"kind": "call", "at": "2024-05-10T11:00:00", "direction": "out", "done": "on", "subject": "Which plug"}
    press(sign_in(ana), "service:ticket_touch", ticket, **said)
    assert "Which plug" in text(sign_in(ana).get(f"/tickets/{ticket.pk}/"))


def test_merge(sign_in, siv, ana, ticket, desk):
    other = open_ticket(by=ana, subject="Smoke", queue=desk)
    press(sign_in(siv), "service:ticket_merge", ticket, survivor=other.pk)
    ticket.refresh_from_db()
    assert ticket.merged_into == other


def test_a_ticket_is_not_merged_into_itself(sign_in, siv, ticket):
    answer = press(sign_in(siv), "service:ticket_merge", ticket, survivor=ticket.pk)
    assert "A ticket cannot be merged into itself." in text(answer)


@pytest.mark.parametrize("verb", VERBS)
def test_a_foreign_ticket_is_not_there(sign_in, ana, foreign, verb):
    assert press(sign_in(ana), f"service:ticket_{verb}", foreign, body="x").status_code == 404


def test_a_rep_reads_but_does_not_answer(sign_in, lin, desk, now):
    huawei = create_customer(Customer(name="Huawei", owner=lin), lin)
    mine = open_ticket(by=lin, subject="Bill", queue=desk, customer=huawei)
    client = sign_in(lin)
    assert "Send answer" not in text(client.get(f"/tickets/{mine.pk}/"))
    assert press(client, "service:ticket_answer", mine, body="x").status_code == 403
