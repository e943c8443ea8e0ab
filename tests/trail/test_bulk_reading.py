"""Who takes many people's data away, by page, API, admin or drill-down, is written down."""

from __future__ import annotations

import pytest

from accounts.actions import reading
from accounts.models import AuditEntry, Channel, Customer
from tests.api.conftest import api, people, rows  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def many(people, monkeypatch) -> None:  # noqa: F811
    """Twelve customers of lin's, and ten rows are many."""
    monkeypatch.setattr(reading, "BULK", 10)
    Customer.objects.bulk_create([Customer(name=f"C{number}", owner=people.lin) for number in range(12)])


def entries() -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(action="read_many"))


def test_it_works(many, api, people):  # noqa: F811
    api("lin").get("/api/v1/customers/?status=prospect")
    (entry,) = entries()
    assert (entry.actor, entry.model) == (people.lin, "accounts.customer")
    assert entry.changes == {
        "rows": [None, 12], "filter": [None, {"status": "prospect"}], "through": [None, "api GET api-customer-list"]
    }  # fmt: skip


def test_small_pages_add_up(many, api):  # noqa: F811
    for _page in range(3):
        api("lin").get("/api/v1/customers/?limit=4")
    assert [entry.changes["rows"] for entry in entries()] == [[None, 12]]


@pytest.mark.parametrize("path", ["/customers/", "/admin/accounts/customer/"])
def test_pages_and_the_admin_are_heard_too(many, sign_in, people, path):  # noqa: F811
    sign_in(people.root).get(path)
    assert [entry.actor for entry in entries()] == [people.root]


def test_what_names_nobody_is_not(many, api):  # noqa: F811
    Channel.objects.bulk_create([Channel(name=f"C{number}") for number in range(12)])
    api("lin").get("/api/v1/channels/")
    assert entries() == []


def test_a_look_is_not_bulk(many, api):  # noqa: F811
    api("lin").get("/api/v1/customers/?limit=4")
    assert entries() == []
