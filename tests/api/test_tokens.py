"""Tokens: shown once, kept as a digest, over when expired or revoked, never more than their owner."""

from __future__ import annotations

import datetime as dt

import pytest
from rest_framework.test import APIClient

from accounts.models import ApiToken
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
