"""Signing in with a name or an address and a password."""

from __future__ import annotations

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client

from accounts.models import AuditEntry, User
from tests.accounts.doors import PASSWORD, enter, is_in, told, with_password


@pytest.fixture(autouse=True)
def lin_(lin):
    return with_password(lin, email="lin@crane.example")


def test_it_works(client):
    enter(client)
    assert is_in(client)


def test_by_address_however_capitalised(client):
    enter(client, "LIN@Crane.example")
    assert is_in(client)


def test_a_username_is_its_owner_s_even_if_it_looks_like_an_address(client, sam):
    with_password(sam, username="lin@crane.example")
    enter(client, "lin@crane.example")
    assert client.session["_auth_user_id"] == str(sam.pk)


def test_it_leads_on(client):
    answer = client.post("/sign-in/", {"username": "lin", "password": PASSWORD, "next": "/customers/"})
    assert answer.headers["Location"] == "/customers/"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "\\\\evil.example", "javascript:alert(1)"]
)
def test_it_leads_nowhere_else(client, elsewhere):
    answer = client.post("/sign-in/", {"username": "lin", "password": PASSWORD, "next": elsewhere})
    assert answer.headers["Location"] == "/"


def test_a_new_session_begins(client):
    client.post("/language/", {"language": "en"})
    before = client.session.session_key
    enter(client)
    assert before and client.session.session_key != before


def test_it_is_in_the_audit_log(client):
    enter(client, REMOTE_ADDR="203.0.113.9")
    entry = AuditEntry.objects.get(action="sign_in")
    assert (entry.actor.username, entry.changes["address"]) == ("lin", [None, "203.0.113.9"])


REFUSED = {
    "wrong password": ("lin", "not-the-password"),
    "wrong password by address": ("lin@crane.example", "not-the-password"),
    "unknown": ("nobody", PASSWORD),
    "unknown address": ("nobody@crane.example", PASSWORD),
    "disabled": ("gone", PASSWORD),
    "disabled, wrong password": ("gone", "not-the-password"),
    "invited": ("new", PASSWORD),
}


@pytest.fixture
def others(lin):
    with_password(User(username="gone", is_active=False))
    User.objects.create(username="new", password="!nothing")


@pytest.mark.parametrize("case", REFUSED)
def test_all_refusals_are_the_same_bytes(others, case):
    first = enter(Client(), "lin", "not-the-password")
    answer = enter(Client(), *REFUSED[case])
    assert (answer.status_code, told(answer)) == (200, told(first))


@pytest.mark.parametrize("case", REFUSED)
def test_nobody_is_in_after_a_refusal(others, client, case):
    enter(client, *REFUSED[case])
    assert not is_in(client)


@pytest.mark.parametrize("case", REFUSED)
def test_every_refusal_hashes_one_password(others, monkeypatch, case):
    """What takes the time: one more or less would tell who is here."""
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *said: hashed.append(1) or encode(*said))
    enter(Client(), *REFUSED[case])
    assert len(hashed) == 1


def test_a_nul_is_refused(client):
    assert enter(client, "l\x00in").status_code == 200
    assert not is_in(client)


def test_the_admin_site_has_the_same_entrance(client):
    assert client.get("/admin/").headers["Location"] == "/admin/login/?next=/admin/"
    assert client.get("/admin/login/?next=/admin/").headers["Location"] == "/sign-in/?next=%2Fadmin%2F"


def test_nobody_signs_up(client):
    assert {client.get(path).status_code for path in ("/signup/", "/accounts/signup/", "/sign-up/")} == {404}


def test_sign_out(client):
    enter(client)
    client.post("/sign-out/")
    assert not is_in(client)
