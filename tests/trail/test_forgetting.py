"""Personal values can be taken out of the trail; the chain holds."""

from __future__ import annotations

import pytest

from accounts.actions import create_customer, update_record
from accounts.models import AuditEntry, Change, Customer
from accounts.trail import chain
from accounts.trail.forgetting import forget


@pytest.fixture
def customer(lin) -> Customer:
    """Known under two names, the first of them sealed."""
    made = create_customer(Customer(name="Canary", owner=lin), by=lin)
    chain.seal()
    made.name = "Canarybird"
    return update_record(made, lin)


def leftovers() -> str:
    changes = Change.objects.values_list("plain", "personal")
    return f"{list(changes)} {list(AuditEntry.objects.values_list('label', 'changes'))}"


def test_it_works(customer):
    assert forget(Customer, [customer.pk]) == 4
    assert "Canary" not in leftovers()


def test_the_chain_holds(customer):
    forget(Customer, [customer.pk])
    chain.seal()
    assert (chain.verify().wrong, chain.verify().forgotten) == ("", 4)


def test_it_is_told(customer):
    forget(Customer, [customer.pk])
    assert len(Change.objects.get(kind="F").plain["changes"]) == 4


def test_what_the_erasure_itself_wrote_goes_too(customer, lin):
    customer.name = "—"
    update_record(customer, lin)
    forget(Customer, [customer.pk])
    assert "Canary" not in leftovers()


def test_other_records_keep_theirs(customer, lin):
    other = create_customer(Customer(name="Sparrow", owner=lin), by=lin)
    forget(Customer, [customer.pk])
    assert Change.objects.get(table="accounts_customer", row=other.pk).personal["name"] == "Sparrow"
