"""What we hold on a person, and forgetting them, over HTTP: as on the pages, by the same actions."""

from __future__ import annotations

import pytest

from accounts.actions.tokens import issue_token
from accounts.models import AuditEntry, Customer, Erasure, IdempotencyKey
from tests.accounts.doors import long_ago
from tests.api.conftest import send
from tests.api.test_tokens import program
from tests.matrix.surface import places

SURE = {"sure": True}


@pytest.fixture
def path(rows) -> str:
    return f"customers/{rows.customer.pk}/"


@pytest.fixture
def token(people):
    """``token("erase customers")``: a program of root's with these rights."""
    return lambda *rights: program(issue_token(people.root, name="x", days=1, by=people.root, rights=list(rights))[1])


def test_it_tells_what_is_held(api, path, rows):
    said = send(api("root"), "post", f"{path}disclose/")
    assert said.json()["about"] == {"kind": "accounts.customer", "number": rows.customer.pk, "name": rows.customer.name}
    assert "accounts.customer" in [kind["kind"] for kind in said.json()["kinds"]]
    assert "no-store" in said.headers["Cache-Control"]
    assert AuditEntry.objects.filter(action="disclose", object_id=rows.customer.pk).count() == 1


def test_it_forgets(api, path, rows):
    said = send(api("root"), "post", f"{path}erase/", SURE)
    assert Erasure.objects.get(pk=said.json()["id"]).digest == said.json()["digest"]
    assert Customer.objects.get(pk=rows.customer.pk).erased_at is not None
    assert send(api("root"), "post", f"{path}erase/", SURE).status_code == 400
    assert send(api("root"), "post", f"{path}disclose/").status_code == 400


@pytest.mark.parametrize("body", [{}, {"sure": False}, {"sure": True, "more": 1}])
def test_it_wants_to_be_sure(api, path, rows, body):
    assert send(api("root"), "post", f"{path}erase/", body).status_code == 400
    assert Customer.objects.get(pk=rows.customer.pk).erased_at is None


@pytest.mark.parametrize("name", ["lin", "max", "ada", "eva"])
@pytest.mark.parametrize("deed", ["disclose", "erase"])
def test_only_administrators_may(api, path, name, deed):
    assert send(api(name), "post", f"{path}{deed}/", SURE if deed == "erase" else None).status_code in (403, 404)
    assert not AuditEntry.objects.filter(action=deed).exists()


@pytest.mark.parametrize("deed", ["disclose", "erase"])
def test_a_session_has_to_be_fresh(sign_in, people, path, deed):
    client = sign_in(people.root)
    long_ago(client)
    answer = client.post(f"/api/v1/{path}{deed}/", SURE if deed == "erase" else {}, content_type="application/json")
    assert (answer.status_code, "Confirm on the site" in answer.json()["detail"]) == (403, True)


@pytest.mark.parametrize("rights", [["* *"], ["* customers"], ["view *"], ["disclose contacts", "view customers"]])
def test_a_token_has_to_name_the_verb(token, path, rights):
    for deed, body in (("disclose", None), ("erase", SURE)):
        assert send(token(*rights), "post", f"{path}{deed}/", body).status_code == 403


def test_one_that_names_it_does(token, path, rows):
    assert send(token("view customers", "disclose customers"), "post", f"{path}disclose/").status_code == 200
    assert send(token("view customers", "erase customers"), "post", f"{path}erase/", SURE).status_code == 200
    assert Customer.objects.get(pk=rows.customer.pk).erased_at is not None


def test_what_was_told_is_not_kept(api, path):
    for _time in range(2):
        answer = api("root").post(f"/api/v1/{path}disclose/", {}, format="json", headers={"Idempotency-Key": "k"})
        assert answer.status_code == 200
    assert not IdempotencyKey.objects.exists()


@pytest.mark.parametrize("name", ["api-customer", "api-contact", "api-lead"])
def test_every_person_has_both(name):
    names = {place.name for place in places()}
    assert {f"{name}-disclose", f"{name}-erase"} <= names


def test_a_token_gets_no_more_than_pages(token, people):
    Customer.objects.bulk_create([Customer(name=f"C{number}", owner=people.lin) for number in range(210)])
    client = token("view customers")
    for query in ("limit=100000", "limit=200&format=csv", "page_size=100000"):
        answer = send(client, "get", f"customers/?{query}")
        assert answer.status_code in (400, 404) or len(answer.json()["results"]) <= 200
    assert client.post("/customers/export/", {"as": "csv"}).status_code == 302
