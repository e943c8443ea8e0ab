"""Two people edit the same record."""

from __future__ import annotations

import pytest

from accounts.actions import create_customer
from accounts.models import AuditEntry, Customer


@pytest.fixture
def customer(lin):
    return create_customer(Customer(name="Huawei", owner=lin, city="Shenzhen"), by=lin)


def typed(**changes):
    return {"name": "Huawei", "kind": "company", "status": "prospect", "city": "Shenzhen", "version": 1, **changes}


def path(customer):
    return f"/customers/{customer.pk}/edit/"


def test_it_works(sign_in, lin, customer):
    sign_in(lin).post(path(customer), typed(city="Beijing"))
    assert Customer.objects.get().city == "Beijing"


def test_it_leaves_an_audit_entry(sign_in, lin, customer):
    sign_in(lin).post(path(customer), typed(city="Beijing"))
    assert AuditEntry.objects.latest("id").changes["city"] == ["Shenzhen", "Beijing"]


def test_the_slower_one_gets_409(sign_in, lin, customer):
    client = sign_in(lin)
    client.post(path(customer), typed(city="Beijing"))
    assert client.post(path(customer), typed(city="Wuhan")).status_code == 409


def test_nothing_is_overwritten_and_nothing_typed_is_lost(sign_in, lin, customer):
    client = sign_in(lin)
    client.post(path(customer), typed(city="Beijing"))
    shown = client.post(path(customer), typed(city="Wuhan")).content.decode()
    assert Customer.objects.get().city == "Beijing"
    assert 'value="Wuhan"' in shown and "Beijing" in shown


def test_saving_again_from_the_comparison_works(sign_in, lin, customer):
    client = sign_in(lin)
    client.post(path(customer), typed(city="Beijing"))
    client.post(path(customer), typed(city="Wuhan", version=2))
    assert Customer.objects.get().city == "Wuhan"
