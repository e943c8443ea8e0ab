"""Confirming that it is still the same person, before roles, tokens and exports."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.actions import create_customer
from accounts.models import Customer, User
from tests.accounts.doors import PASSWORD, enter, long_ago, with_password
from tests.accounts.test_second_factor import code, set_up


@pytest.fixture
def boss(client, root, lin) -> Client:
    """root signed in some hours ago."""
    with_password(root, email="root@crane.example")
    enter(client, "root")
    long_ago(client)
    return client


def role(lin, **more):
    return {
        "username": "lin",
        "display_name": "Lin",
        "role": "admin",
        "role_seen": "admin",
        "language": "en",
        "is_active": "on",
        "version": lin.version,
        **more,
    }


def test_a_role_asks_first(boss, lin):
    answer = boss.post(f"/users/{lin.pk}/edit/", role(lin))
    assert answer.headers["Location"].startswith("/confirm/?next=")
    assert User.objects.get(pk=lin.pk).role == "rep"


def test_then_goes_on_with_what_was_typed(boss, lin):
    answer = boss.post(f"/users/{lin.pk}/edit/", role(lin))
    boss.post(answer.headers["Location"], {"password": PASSWORD, "next": f"/users/{lin.pk}/edit/"})
    assert User.objects.get(pk=lin.pk).role == "admin"


def test_a_wrong_password_does_not(boss, lin):
    answer = boss.post(f"/users/{lin.pk}/edit/", role(lin))
    boss.post(answer.headers["Location"], {"password": "guess", "next": f"/users/{lin.pk}/edit/"})
    assert User.objects.get(pk=lin.pk).role == "rep"


def test_guessing_it_ends(boss):
    for number in range(10):
        boss.post("/confirm/", {"password": f"guess-{number}"})
    assert boss.post("/confirm/", {"password": PASSWORD}).status_code in (200, 429)
    assert boss.post("/users/new/", {"username": "x", "role": "rep", "language": "en"}).status_code == 302
    assert not User.objects.filter(username="x").exists()


def test_it_lasts_a_while(boss, lin):
    boss.post("/confirm/", {"password": PASSWORD})
    boss.post(f"/users/{lin.pk}/edit/", role(lin))
    assert User.objects.get(pk=lin.pk).role == "admin"


def test_how_long_is_a_setting(boss, lin, settings):
    settings.STEP_UP_SECONDS = 100_000
    boss.post(f"/users/{lin.pk}/edit/", role(lin))
    assert User.objects.get(pk=lin.pk).role == "admin"


def test_a_phone_number_does_not_ask(boss, lin):
    boss.post(f"/users/{lin.pk}/edit/", role(lin, role="rep", phone="555"))
    assert User.objects.get(pk=lin.pk).phone == "555"


def test_a_new_person_asks(boss):
    boss.post("/users/new/", {"username": "x", "role": "rep", "language": "en", "is_active": "on"})
    assert not User.objects.filter(username="x").exists()


def test_the_admin_site_asks(boss, root, lin):
    User.objects.filter(pk=root.pk).update(is_staff=True)
    answer = boss.post(
        f"/admin/accounts/user/{lin.pk}/change/", role(lin, date_joined_0="2025-01-01", date_joined_1="10:00")
    )
    assert answer.headers["Location"].startswith("/confirm/")


def test_the_api_asks(boss, lin):
    answer = boss.patch(
        f"/api/v1/users/{lin.pk}/", {"role": "admin", "version": lin.version}, content_type="application/json"
    )
    assert answer.status_code == 403
    assert User.objects.get(pk=lin.pk).role == "rep"


@pytest.mark.parametrize("verb", ["disclose", "erase"])
def test_what_we_hold_on_a_person_asks(boss, lin, root, verb):
    customer = create_customer(Customer(name="Wei", kind="person", owner=lin), by=root)
    for asked in (boss.get, boss.post):
        answer = asked(f"/customers/{customer.pk}/{verb}/")
        assert answer.headers.get("Location", "").startswith("/confirm/"), answer


def test_a_code_will_do(client, root, lin):
    with_password(root)
    enter(client, "root")
    secret = set_up(client)
    long_ago(client)
    session = client.session
    session["account_authentication_methods"] = []
    session.save()
    client.post("/confirm/code/", {"code": code(secret, 1)})
    client.post(f"/users/{lin.pk}/edit/", role(lin))
    assert User.objects.get(pk=lin.pk).role == "admin"


def test_who_has_nothing_to_confirm_with_signs_in_anew(client, root, lin):
    root.set_unusable_password()
    root.save()
    client.force_login(root)
    client.get("/")
    long_ago(client)
    assert client.get("/tokens/new/").headers["Location"] == "/sign-in/?next=/tokens/new/"
    assert client.get("/profile/").status_code == 302


def test_confirming_leads_nowhere_else(boss):
    assert boss.post("/confirm/", {"password": PASSWORD, "next": "https://evil.example/"}).headers["Location"] == "/"
