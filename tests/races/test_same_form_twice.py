"""D02, D03: the same form sent many times at once makes one row, by page, admin and API."""

from __future__ import annotations

import pytest
from django.db import IntegrityError
from django.test import Client
from rest_framework.test import APIClient

from accounts.actions import create_record
from accounts.models import Customer, Interaction, Segment
from crm_project.errors import ActionRefused
from tests.races.conftest import ROUNDS

SENT = 20
rounds = pytest.mark.parametrize("_round", range(ROUNDS))


def browser(user) -> Client:
    found = Client()
    found.force_login(user)
    return found


@rounds
def test_a_page_makes_one_row_and_answers_the_same(at_once, lin, _round):
    said = {"name": "Huawei", "kind": "company", "status": "prospect", "once": "f00d"}
    clients = [browser(lin) for _ in range(SENT)]
    answers = at_once(*[lambda client=client: client.post("/customers/new/", said).url for client in clients])
    assert (Customer.objects.count(), len(set(answers))) == (1, 1)


@rounds
def test_the_quick_line_logs_once(at_once, lin, _round):
    Customer.objects.create(name="Huawei", owner=lin)
    clients = [browser(lin) for _ in range(SENT)]
    said = {"line": "call Huawei 12m renewal", "once": "beef"}
    at_once(*[lambda client=client: client.post("/interactions/quick/", said).status_code for client in clients])
    assert Interaction.objects.count() == 1


@rounds
def test_the_admin_makes_one_row(at_once, root, _round):
    root.is_staff = True
    root.save()
    clients = [browser(root) for _ in range(SENT)]
    said = {"name": "Retail", "position": 1, "once": "cafe"}
    add = "/admin/accounts/segment/add/"
    at_once(*[lambda client=client: client.post(add, said).status_code for client in clients])
    assert Segment.objects.count() == 1


@rounds
def test_the_api_makes_one_row(at_once, lin, _round):
    def send():
        client = APIClient()
        client.force_authenticate(lin)
        answer = client.post("/api/v1/customers/", {"name": "ZTE"}, format="json", headers={"Idempotency-Key": "k"})
        return answer.status_code, answer.json()["id"]

    assert len(set(at_once(*[send] * SENT))) == 1


@rounds
def test_one_external_number_is_one_row(at_once, lin, _round):
    """D03: the others are refused with a sentence, never with the database's own words."""

    def create():
        return create_record(Customer(name="Huawei", external_id="7", source="erp"), lin)

    answers = at_once(*[create] * 8)
    assert Customer.objects.count() == 1
    assert not [one for one in answers if isinstance(one, IntegrityError)]
    assert sum(isinstance(one, ActionRefused) for one in answers) == 7
