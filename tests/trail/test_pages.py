"""Auditors read what changed, by names."""

from __future__ import annotations

import re

import pytest

from accounts.actions import create_customer, update_record
from accounts.models import AuditEntry, Change, Customer
from accounts.trail.forgetting import forget


@pytest.fixture
def customer(lin, sam) -> Customer:
    made = create_customer(Customer(name="Huawei", owner=lin, city="Shenzhen"), by=lin)
    made.owner, made.status = sam, "lost"
    return update_record(made, lin)


@pytest.fixture
def change(customer) -> Change:
    return Change.objects.get(table="accounts_customer", kind="U")


def row(label: str, before: str, after: str) -> str:
    return rf"{label}</th><td[^>]*>{before}</td><td[^>]*>{after}<"


def test_it_works(sign_in, ada, change):
    shown = sign_in(ada).get(f"/changes/{change.pk}/").content.decode()
    assert re.search(row("Status", "prospect", "lost"), shown) and re.search(row("Owner", "Lin", "Sam"), shown)


def test_a_deed_shows_what_the_database_wrote_beneath_it(sign_in, ada, customer):
    entry = AuditEntry.objects.get(action="create")
    shown = sign_in(ada).get(f"/audit/{entry.pk}/").content.decode()
    assert "Written in the same transaction" in shown and re.search(row("Name", "—", "Huawei"), shown)


def test_the_list_is_found_by_record(sign_in, ada, customer):
    shown = sign_in(ada).get("/changes/", {"table": "accounts_customer", "row": customer.pk}).content.decode()
    assert shown.count("/changes/") >= 2 and ">customer<" in shown


def test_what_was_forgotten_says_so(sign_in, ada, change, customer):
    forget(Customer, [customer.pk])
    created = Change.objects.get(table="accounts_customer", kind="I")
    shown = sign_in(ada).get(f"/changes/{created.pk}/").content.decode()
    assert "were forgotten" in shown and "Huawei" not in shown


def test_a_manager_does_not_read_it(sign_in, max_, change):
    assert sign_in(max_).get(f"/changes/{change.pk}/").status_code == 403


def test_the_api_tells_no_salt(ada, change):
    from rest_framework.test import APIClient

    client = APIClient()
    client.force_authenticate(ada)
    told = client.get(f"/api/v1/changes/{change.pk}/").json()
    assert told["plain"]["status"] == ["prospect", "lost"] and not [name for name in told if "salt" in name]
