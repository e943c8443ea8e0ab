"""Every page of service answers, and takes few statements however many rows there are."""

import pytest
from django.urls import reverse

from accounts.actions import create_customer
from accounts.models import Customer
from service.actions import answer_ticket, log_call, open_ticket
from service.models import BusinessCalendar, Queue
from tests.sales.pages import statements

from .conftest import local

NAMES = ["queue", "businesscalendar", "ticket", "call"]


@pytest.fixture
def records(desk, office, ana, now):
    customer = create_customer(Customer(name="Huawei"), None)
    ticket = open_ticket(by=ana, subject="Printer", queue=desk, customer=customer, body="It smokes.")
    answer_ticket(ticket, "Unplug it.", by=ana)
    call = log_call(by=ana, talk_seconds=60, queue=desk, customer=customer, entered_at=local(5, 10, 11))
    return {"queue": desk, "businesscalendar": office, "ticket": ticket, "call": call}


def many(ana, desk):
    for number in range(12):
        customer = create_customer(Customer(name=f"Customer {number}"), None)
        ticket = open_ticket(by=ana, subject=f"Case {number}", queue=desk, customer=customer)
        answer_ticket(ticket, "Unplug it.", by=ana)
        log_call(by=ana, talk_seconds=60, queue=desk, customer=customer, entered_at=local(5, 10, 11))
        BusinessCalendar.objects.create(name=f"Calendar {number}")
        Queue.objects.create(name=f"Queue {number}", team=desk.team, calendar=desk.calendar)


@pytest.mark.parametrize("name", NAMES)
def test_list_takes_at_most_8_statements(sign_in, ana, records, desk, name):
    client, url = sign_in(ana), reverse(f"service:{name}_list")
    before = statements(lambda: client.get(url))
    many(ana, desk)
    assert statements(lambda: client.get(url)) == before <= 8


@pytest.mark.parametrize("name", NAMES)
def test_detail_takes_at_most_12_statements(sign_in, root, records, name):
    client, url = sign_in(root), reverse(f"service:{name}_detail", args=[records[name].pk])
    assert statements(lambda: client.get(url)) <= 12


@pytest.mark.parametrize("name", NAMES)
def test_forms_open(sign_in, root, records, name):
    client = sign_in(root)
    assert client.get(reverse(f"service:{name}_create")).status_code == 200
    assert client.get(reverse(f"service:{name}_edit", args=[records[name].pk])).status_code == 200


def test_the_customer_shows_tickets_and_calls(sign_in, ana, records):
    page = sign_in(ana).get(f"/customers/{records['ticket'].customer_id}/").content.decode()
    assert f"/tickets/{records['ticket'].pk}/" in page
    assert f"/calls/{records['call'].pk}/" in page
