"""D06: who loses a record, or their account, while their write is on its way does not write."""

from __future__ import annotations

from threading import Thread

import pytest
from django.db import connection
from django.test import Client
from rest_framework.test import APIClient

from accounts.actions import assign_owner, create_customer
from accounts.actions.people import update_user
from accounts.api.base import RecordViewSet
from accounts.form_base import RecordForm
from accounts.models import AuditEntry, Customer, User
from tests.cast import come_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def customer(lin) -> Customer:
    return create_customer(Customer(name="Huawei", owner=lin), by=lin)


def meanwhile(deed):
    """Somebody else's whole transaction."""

    def run():
        try:
            deed()
        finally:
            connection.close()

    other = Thread(target=run)
    other.start()
    other.join(10)


@pytest.fixture
def handed_on(customer, omar, root):
    return lambda: meanwhile(lambda: assign_owner(customer, omar, by=root))


def test_a_form_is_not_taken_once_the_record_is_another_s(customer, lin, handed_on, monkeypatch):
    """The record is handed on after the page has looked whose it is, before it writes."""
    settle = RecordForm.settle

    def late(form, version):
        handed_on()
        return settle(form, version)

    monkeypatch.setattr(RecordForm, "settle", late)
    browser = Client()
    come_in(browser, lin)
    said = {"name": "Huawei", "kind": "company", "status": "prospect", "city": "Wuhan", "version": 1}
    answer = browser.post(f"/customers/{customer.pk}/edit/", said)
    assert (answer.status_code, Customer.objects.get().city) == (404, "")


def test_nor_by_the_api(customer, lin, handed_on, monkeypatch):
    read = RecordViewSet.version_read

    def late(view, row):
        handed_on()
        return read(view, row)

    monkeypatch.setattr(RecordViewSet, "version_read", late)
    client = APIClient()
    client.force_authenticate(lin)
    answer = client.patch(f"/api/v1/customers/{customer.pk}/", {"city": "Wuhan", "version": 1}, format="json")
    assert answer.status_code in (404, 409)
    assert Customer.objects.get().city == ""


def test_whoever_is_shut_out_writes_nothing_after(at_once, customer, lin, root):
    """At the same moment: what is written is written before the account is off."""
    lin.set_password("correct horse battery")
    lin.save()
    browser = Client()
    come_in(browser, lin)
    said = {"name": "Huawei", "kind": "company", "status": "prospect", "city": "Wuhan", "version": 1}

    def shut_out():
        gone = User.objects.get(pk=lin.pk)
        gone.is_active = False
        return update_user(gone, root)

    answers = at_once(lambda: browser.post(f"/customers/{customer.pk}/edit/", said), shut_out)
    assert not User.objects.get(pk=lin.pk).is_active, answers
    after = browser.post(f"/customers/{customer.pk}/edit/", {**said, "city": "Xian", "version": 2})
    assert after.status_code in (302, 404) and Customer.objects.get().city in ("", "Wuhan")
    assert not AuditEntry.objects.filter(actor=lin, changes__city__1="Xian").exists()
