"""Whatever is sent, the answer is a sentence and not an error of ours."""

from __future__ import annotations

import json

import pytest

from tests.api.conftest import send
from tests.api.endpoints import ENDPOINTS, Endpoint

JUNK = [
    None, "", "x", "\x00", "\ud800", "9" * 400, -1, 0, 10**30, 1.5, True, [], [1], {}, {"a": 1}, "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z", "0001-01-01", "NaN", "Infinity", "1e400", "99999999999999.9999", "' OR 1=1 --",
]  # fmt: skip
BODIES = [b"", b"{", b"[]", b"null", b'"text"', b"7", b"\xff\xfe", b"[[[[", b"{" * 900, b'{"a": NaN}']
VERBS = [
    "customers/{customer.pk}/assign/", "customers/{customer.pk}/merge/", "leads/{lead.pk}/convert/",
    "leads/{lead.pk}/disqualify/", "deals/{deal.pk}/move/", "deals/{deal.pk}/win/", "deals/{deal.pk}/lose/",
    "deals/{deal.pk}/reopen/", "deals/{deal.pk}/assign/", "orders/{order.pk}/refund/", "orders/{order.pk}/payments/",
    "orders/{order.pk}/cancel/", "interactions/quick/", "tickets/{ticket.pk}/answer/", "tickets/{ticket.pk}/resolve/",
    "tickets/{ticket.pk}/assign/", "tickets/{ticket.pk}/receive/", "tokens/",
]  # fmt: skip
FIELDS = ("owner", "at", "stage", "reason", "amount", "lines", "duplicate", "text", "body", "name", "days", "method")

# Every field meets a sixth of the junk, every piece of junk a sixth of the fields.
SHARE = 6


def junk_for(number: int) -> list[object]:
    return JUNK[number % SHARE :: SHARE]


every = pytest.mark.parametrize("endpoint", ENDPOINTS, ids=str)
every_changeable = pytest.mark.parametrize("endpoint", [one for one in ENDPOINTS if not one.kept], ids=str)


@every
def test_junk_in_a_field_of_a_new_record(endpoint: Endpoint, api, rows) -> None:
    client, good = api("root"), endpoint.create(rows)
    for number, name in enumerate(good):
        for junk in junk_for(number):
            answer = send(client, "post", f"{endpoint.path}/", good | {name: junk})
            assert answer.status_code in (200, 201, 400, 409), (name, junk)


@every_changeable
def test_junk_in_a_field_of_an_edit(endpoint: Endpoint, api, rows) -> None:
    client, row = api("root"), getattr(rows, endpoint.row)
    for number, name in enumerate(endpoint.create(rows) | endpoint.edit):
        for junk in junk_for(number + 1):
            answer = send(client, "patch", f"{endpoint.path}/{row.pk}/", {"version": 1, name: junk})
            assert answer.status_code in (200, 400, 409), (name, junk)


@every
def test_broken_body(endpoint: Endpoint, api, rows) -> None:
    client = api("root")
    for body in BODIES:
        answer = client.post(f"/api/v1/{endpoint.path}/", body, content_type="application/json")
        assert answer.status_code == 400, body


@every
def test_junk_in_the_query(endpoint: Endpoint, api, rows) -> None:
    client = api("root")
    names = [
        "search",
        "owner",
        "customer",
        "order",
        "ordering",
        "cursor",
        "limit",
        "at_after",
        "ordered_at_after",
        "day",
    ]
    for name in names:
        for junk in ("\x00", "x" * 3000, "-1", "9" * 40, "%", "\\", "9999-12-31", "0001-01-01", "１２"):
            answer = client.get(f"/api/v1/{endpoint.path}/", {name: junk})
            assert answer.status_code in (200, 400), (name, junk)


@pytest.mark.parametrize("path", VERBS)
def test_junk_for_a_verb(path: str, api, rows) -> None:
    client, path = api("root"), path.format(**vars(rows))
    for number, name in enumerate(FIELDS):
        for junk in junk_for(number):
            answer = send(client, "post", path, {name: junk})
            assert answer.status_code in (200, 201, 400, 409), (name, junk)


@pytest.mark.parametrize("pk", ["0", "-1", "x", "9" * 19, "9" * 30, "1.5", "%00", "１"])
def test_junk_in_the_address(pk: str, api, rows) -> None:
    assert api("root").get(f"/api/v1/customers/{pk}/").status_code == 404


def test_only_json_is_read(api, rows) -> None:
    assert api("root").post("/api/v1/segments/", {"name": "New"}, format="multipart").status_code == 415


def test_endless_nesting_is_400(api, rows) -> None:
    body = json.dumps({"name": "x"})[:-1] + ', "lines": ' + "[" * 5000 + "]" * 5000 + "}"
    answer = api("root").post("/api/v1/orders/", body, content_type="application/json")
    assert answer.status_code == 400
