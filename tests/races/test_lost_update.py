"""D01: many read the same record and write it together; what was taken is never lost."""

from __future__ import annotations

import pytest
from django.test import Client
from rest_framework.test import APIClient

from accounts.actions import create_customer
from accounts.models import Change, Customer
from tests.races.conftest import ROUNDS

FIELDS = ("city", "industry", "website", "address", "note", "phone")
SAID = {name: f"https://{name}.example" if name == "website" else name for name in FIELDS}
rounds = pytest.mark.parametrize("_round", range(ROUNDS))


@pytest.fixture
def customer(lin) -> Customer:
    return create_customer(Customer(name="Huawei", owner=lin, city="Shenzhen"), by=lin)


@pytest.fixture
def form(lin, customer):
    """``form(city=…)`` sends lin's form, opened at version 1, from a browser of its own."""
    browsers = []

    def send(**typed):
        browser = Client()
        browser.force_login(lin)
        browsers.append(browser)
        read = {"name": "Huawei", "kind": "company", "status": "prospect", "city": "Shenzhen", "version": 1}
        return lambda: browser.post(f"/customers/{customer.pk}/edit/", read | typed).status_code

    return send


@pytest.fixture
def patch(lin, customer):
    def send(**sent):
        client = APIClient()
        client.force_authenticate(lin)
        path = f"/api/v1/customers/{customer.pk}/"
        return lambda: client.patch(path, {"version": 1, **sent}, format="json").status_code

    return send


@rounds
def test_different_fields_all_stand(at_once, form, patch, customer, _round):
    deeds = [form(**{name: SAID[name]}) for name in FIELDS[:3]] + [patch(**{name: SAID[name]}) for name in FIELDS[3:]]
    assert sorted(at_once(*deeds)) == [200, 200, 200, 302, 302, 302]
    assert Customer.objects.values(*FIELDS).get() == SAID


@rounds
def test_of_one_field_one_writer_wins_and_the_others_are_asked(at_once, form, patch, _round):
    towns = [f"Town {number}" for number in range(6)]
    answers = at_once(*(form(city=town) for town in towns[:3]), *(patch(city=town) for town in towns[3:]))
    assert sorted(code in (200, 302) for code in answers) == [False] * 5 + [True]
    assert {code for code in answers if code not in (200, 302)} <= {409}
    assert Customer.objects.get().city == towns[next(n for n, code in enumerate(answers) if code in (200, 302))]


@rounds
def test_every_version_is_in_the_trail_once(at_once, patch, customer, _round):
    at_once(*(patch(**{name: SAID[name]}) for name in FIELDS))
    steps = [change.plain["version"] for change in Change.objects.filter(table="accounts_customer", kind="U")]
    assert sorted(steps) == [[number, number + 1] for number in range(1, 7)]
