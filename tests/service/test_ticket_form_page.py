"""A ticket is opened and put right on a form."""

from service.actions import open_ticket, resolve_ticket
from service.models import Ticket
from tests.sales.pages import press


def test_it_works(sign_in, ana, desk, now):
    said = {"subject": "Printer", "queue": desk.pk, "priority": "high", "body": "It smokes."}
    answer = sign_in(ana).post("/tickets/new/", said)
    ticket = Ticket.objects.get()
    assert answer.url == f"/tickets/{ticket.pk}/"
    assert (ticket.status, ticket.messages.get().body) == ("new", "It smokes.")


def test_who_cannot_see_it_afterwards_goes_to_the_list(sign_in, lin, desk, now):
    answer = sign_in(lin).post("/tickets/new/", {"subject": "Printer", "queue": desk.pk, "priority": "low"})
    assert answer.url == "/tickets/"
    assert Ticket.objects.count() == 1


def test_edit_leaves_the_status_alone(sign_in, ana, desk, now):
    ticket = open_ticket(by=ana, subject="Printer", queue=desk)
    resolve_ticket(ticket, by=ana)
    said = {"subject": "Scanner", "queue": desk.pk, "priority": "low", "status": "new"}
    press(sign_in(ana), "service:ticket_edit", ticket, **said)
    stored = Ticket.objects.get()
    assert (stored.subject, stored.status) == ("Scanner", "resolved")
