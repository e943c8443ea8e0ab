"""A person is told everything we hold on them, and nothing of anybody else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from accounts.actions import create_customer, create_record, disclose, erase_person, log_interaction, record_consent
from accounts.models import AuditEntry, Consent, Contact, Customer, DataRule, Referral, User
from accounts.personal import PERSONAL
from crm_project.errors import ActionRefused
from marketing.models import Feedback
from sales.models import Lead
from service.models import Call, Queue, Ticket, TicketMessage


@pytest.fixture
def wang(root: User, lin: User) -> Customer:
    wang = create_customer(
        Customer(
            name="Wang", kind="person", email="w@mail.example", phone="138 0013", identity_number="1101", owner=lin
        ),
        root,
    )
    create_record(Contact(customer=wang, name="Wang", title="herself"), root)
    create_record(Contact(customer=wang, name="Driver Zhao", phone="139 0013 9999"), root)
    log_interaction(lin, wang, subject="asked about tea", note="likes green")
    record_consent(Consent(customer=wang, purpose="survey", wording="May we ask you?"), root)
    Feedback.objects.create(customer=wang, text="too late", topic="delivery")
    Call.objects.create(phone="138 0013", note="from her number")
    other = create_customer(Customer(name="Somebody Sun", email="sun@mail.example"), root)
    Referral.objects.create(referrer=wang, customer=other, on="2026-01-02", programme="friends")
    Lead.objects.create(name="Wang", email="w@mail.example", note="first came by mail")
    return wang


def told(wang: Customer, root: User) -> str:
    return json.dumps(disclose(wang, by=root), ensure_ascii=False)


TOLD = [
    "w@mail.example",
    "138 0013",
    "1101",
    "herself",
    "asked about tea",
    "likes green",
    "May we ask you?",
    "too late",
]
TOLD += ["from her number", "friends", "first came by mail"]


@pytest.mark.parametrize("word", TOLD)
def test_what_we_hold(wang: Customer, root: User, word: str) -> None:
    assert word in told(wang, root)


@pytest.mark.parametrize("word", ["Sun", "Zhao", "139 0013", "Lin", "lin", "North"])
def test_nobody_else(wang: Customer, root: User, word: str) -> None:
    assert word not in told(wang, root)


def test_a_contact_of_a_company_is_told_their_own(root: User, lin: User) -> None:
    firm = create_customer(Customer(name="Huawei", note="secret plans"), root)
    ping = create_record(Contact(customer=firm, name="Ping", email="ping@h.example"), root)
    touch = log_interaction(lin, firm, subject="with Ping")
    type(touch).objects.update(contact=ping)
    log_interaction(lin, firm, subject="with the boss")
    text = told(ping, root)
    assert ("with Ping" in text, "ping@h.example" in text) == (True, True)
    assert "boss" not in text and "secret plans" not in text


def test_it_is_noted_who_asked(wang: Customer, root: User) -> None:
    disclose(wang, by=root)
    assert AuditEntry.objects.get(action="disclose").actor == root


def test_looking_at_the_page_tells_nothing_and_notes_nothing(sign_in: Any, wang: Customer, root: User) -> None:
    page = sign_in(root).get(f"/customers/{wang.pk}/disclose/")
    assert ("likes green" in page.content.decode(), AuditEntry.objects.filter(action="disclose").exists()) == (
        False,
        False,
    )


def test_as_a_page(sign_in: Any, wang: Customer, root: User) -> None:
    DataRule.objects.create(field="phone")
    assert "likes green" in sign_in(root).post(f"/customers/{wang.pk}/disclose/", {"as": "page"}).content.decode()


def test_as_a_file(sign_in: Any, wang: Customer, root: User) -> None:
    answer = sign_in(root).post(f"/customers/{wang.pk}/disclose/", {"as": "file"})
    kinds = {kind["kind"] for kind in json.loads(answer.content)["kinds"]}
    assert answer["Content-Disposition"] == f'attachment; filename="accounts.customer-{wang.pk}.json"'
    assert (
        {"accounts.customer", "accounts.interaction", "accounts.consent", "marketing.feedback"}
        <= kinds
        <= set(PERSONAL)
    )


@pytest.mark.parametrize("verb", ["disclose", "erase"])
@pytest.mark.parametrize("who", ["lin", "max_", "ana", "siv", "mia", "eva", "ada"])
def test_only_an_administrator_may(sign_in: Any, wang: Customer, request: Any, who: str, verb: str) -> None:
    client: Client = sign_in(request.getfixturevalue(who))
    assert client.post(f"/customers/{wang.pk}/{verb}/", {"sure": "on"}).status_code in (403, 404)


def test_nothing_is_left_to_tell_of_the_erased(wang: Customer, root: User) -> None:
    erase_person(wang, by=root)
    wang.refresh_from_db()
    with pytest.raises(ActionRefused):
        disclose(wang, by=root)


def test_a_ticket_s_messages_are_told(wang: Customer, root: User) -> None:
    ticket = Ticket.objects.create(customer=wang, subject="broken", number="T1", queue=Queue.objects.create(name="Q"))
    TicketMessage.objects.create(ticket=ticket, body="it does not work")
    assert "it does not work" in told(wang, root)
