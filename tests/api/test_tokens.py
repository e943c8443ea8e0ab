"""Tokens: shown once, kept as a digest, over when expired or revoked, never more than their owner."""

from __future__ import annotations

import datetime as dt

import pytest
from rest_framework.test import APIClient

from accounts.actions.tokens import issue_token
from accounts.models import ApiToken, AuditEntry, User
from tests.accounts.doors import long_ago
from tests.api.conftest import send


@pytest.fixture
def token(api, rows) -> str:
    return send(api("lin"), "post", "tokens/", {"name": "Till", "days": 30}).json()["token"]


def program(text: str) -> APIClient:
    client = APIClient(raise_request_exception=False)
    client.credentials(HTTP_AUTHORIZATION=f"Token {text}")
    return client


def test_token_signs_in(token) -> None:
    listed = send(program(token), "get", "customers/")
    assert [row["name"] for row in listed.json()["results"]] == ["Apple", "Huawei"]


def test_token_text_is_not_kept(token) -> None:
    kept = ApiToken.objects.get()
    assert token.split(".")[1] not in str(vars(kept))


def test_token_list_shows_the_prefix_only(api, token) -> None:
    listed = send(api("lin"), "get", "tokens/")
    assert listed.json()["results"][0]["prefix"] == token.split(".")[0]
    assert token.split(".")[1] not in listed.content.decode()


@pytest.mark.parametrize("text", ["", "x", "x.y", "é", "a b", "x\x00.y"])
def test_wrong_token_is_401(text: str, rows) -> None:
    assert send(program(text), "get", "customers/").status_code == 401


def test_expired_token_is_401(token) -> None:
    ApiToken.objects.update(expires_at=dt.datetime(2025, 1, 1, tzinfo=dt.UTC))
    assert send(program(token), "get", "customers/").status_code == 401


def test_revoked_token_is_401(api, token) -> None:
    assert send(api("lin"), "delete", f"tokens/{ApiToken.objects.get().pk}/").status_code == 204
    assert send(program(token), "get", "customers/").status_code == 401


def test_token_of_a_person_who_left_is_401(people, token) -> None:
    people.lin.is_active = False
    people.lin.save()
    assert send(program(token), "get", "customers/").status_code == 401


def test_token_cannot_issue_tokens(token) -> None:
    assert send(program(token), "post", "tokens/", {"name": "More"}).status_code == 403


def test_foreign_token_cannot_be_revoked(api, token) -> None:
    assert send(api("sam"), "delete", f"tokens/{ApiToken.objects.get().pk}/").status_code == 404


def test_naive_times_are_the_organisations(token, rows) -> None:
    body = {"customer": rows.customer.pk, "subject": "Hi", "at": "2025-06-01T08:00:00"}
    made = send(program(token), "post", "interactions/", body).json()
    assert made["at"] == "2025-06-01T08:00:00+08:00"


# What a token may do


@pytest.fixture
def issued(people):
    def make(*rights: str, name: str = "lin") -> APIClient:
        user = getattr(people, name)
        return program(issue_token(user, name="Till", days=3, rights=list(rights), by=user)[1])

    return make


@pytest.mark.parametrize(
    ("rights", "method", "path", "status"),
    [
        (["view *"], "get", "customers/", 200),
        (["view *"], "post", "customers/", 403),
        (["view customers"], "get", "customers/", 200),
        (["view customers"], "get", "orders/", 403),
        (["add customers"], "get", "customers/", 403),
        (["* customers"], "post", "customers/", 201),
        (["* *"], "post", "customers/", 201),
        (["* *"], "get", "audit/", 403),
    ],
)
def test_a_token_may_what_both_may(issued, rows, rights, method, path, status) -> None:
    assert send(issued(*rights), method, path, {"name": "New"} if method == "post" else None).status_code == status


def test_rights_on_one_kind_do_not_reach_its_neighbours(issued, rows) -> None:
    """Who may view tickets by their customers sees none with a token that may not view customers."""
    assert send(issued("view tickets"), "get", "tickets/").json()["results"] == []


def test_rights_shrink_with_the_owner(issued, people, rows) -> None:
    client = issued("* *")
    User.objects.filter(pk=people.lin.pk).update(role="auditor")
    assert send(client, "post", "customers/", {"name": "New"}).status_code == 403


@pytest.mark.parametrize("right", ["view audit", "fly customers", "view", "", "view nothing", "* * *"])
def test_a_right_one_has_not_cannot_be_given(api, rows, right) -> None:
    answer = send(api("lin"), "post", "tokens/", {"name": "X", "rights": [right]})
    assert answer.status_code == 400


def test_a_token_gives_no_roles(issued, people, rows) -> None:
    body = {"role": "admin", "version": people.lin.version}
    assert send(issued("* *", name="root"), "patch", f"users/{people.lin.pk}/", body).status_code == 403


def test_an_old_session_confirms_first(api, rows) -> None:
    client = api("lin")
    long_ago(client)
    assert send(client, "post", "tokens/", {"name": "X"}).status_code == 403


def test_use_is_noted(token) -> None:
    for _time in range(2):
        program(token).get("/api/v1/customers/", REMOTE_ADDR="203.0.113.8")
    kept = ApiToken.objects.get()
    assert (kept.last_used_from, kept.last_used_at is None) == ("203.0.113.8", False)
    assert AuditEntry.objects.filter(action="use_token").count() == 1


def test_its_owner_is_told(api, people, mailoutbox, django_capture_on_commit_callbacks) -> None:
    User.objects.filter(pk=people.lin.pk).update(email="lin@crane.example")
    with django_capture_on_commit_callbacks(execute=True):
        send(api("lin"), "post", "tokens/", {"name": "Till"})
    assert "“Till” was made" in mailoutbox[0].body
