"""How long a session lasts, and what ends it."""

from __future__ import annotations

import time

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from accounts.doors.middleware import SEEN
from accounts.models import Customer, User
from accounts.tasks import forget_ended_sessions
from tests.accounts.doors import PASSWORD, enter, is_in, long_ago, with_password

OTHER = {"old_password": PASSWORD, "new_password1": "the-new-one-8", "new_password2": "the-new-one-8"}


@pytest.fixture(autouse=True)
def lin_(lin):
    return with_password(lin, email="lin@crane.example")


@pytest.fixture
def phone() -> Client:
    """lin's other sign-in."""
    browser = Client(HTTP_USER_AGENT="Mozilla/5.0 (iPhone) Safari/605")
    enter(browser)
    return browser


@pytest.fixture
def desk(client) -> Client:
    enter(client)
    return client


def idle(client: Client, seconds: float) -> None:
    session = client.session
    session[SEEN] = time.time() - seconds
    session.save()


def test_it_ends_when_idle(desk, settings):
    assert is_in(desk)
    idle(desk, settings.SESSION_IDLE_SECONDS + 1)
    assert not is_in(desk)


def test_it_goes_on_while_used(desk, settings):
    assert is_in(desk)
    idle(desk, settings.SESSION_IDLE_SECONDS - 60)
    assert is_in(desk)
    assert time.time() - desk.session[SEEN] < 60


def test_it_ends_however_much_it_is_used(desk, settings):
    long_ago(desk, settings.SESSION_COOKIE_AGE + 1)
    assert not is_in(desk)


def test_the_api_ends_too(desk, settings):
    long_ago(desk, settings.SESSION_COOKIE_AGE + 1)
    assert desk.get("/api/v1/customers/").status_code in (401, 403)


def test_a_new_password_ends_the_others(desk, phone):
    desk.post("/profile/password/", OTHER)
    assert (is_in(desk), is_in(phone)) == (True, False)


def test_a_stolen_cookie_is_dead_after_a_new_password(desk):
    stolen = desk.cookies["sessionid"].value
    desk.post("/profile/password/", OTHER)
    thief = Client()
    thief.cookies["sessionid"] = stolen
    assert not is_in(thief)


def test_a_cookie_is_dead_after_signing_out(desk):
    stolen = desk.cookies["sessionid"].value
    desk.post("/sign-out/")
    thief = Client()
    thief.cookies["sessionid"] = stolen
    assert not is_in(thief)


def test_who_is_disabled_is_out_and_stays_out(desk, lin, root):
    admin = Client()
    admin.force_login(root)
    said = {"username": "lin", "role": "rep", "language": "en", "email": "lin@crane.example", "version": lin.version}
    admin.post(f"/users/{lin.pk}/edit/", said)
    assert not is_in(desk)
    User.objects.filter(pk=lin.pk).update(is_active=True)
    assert not is_in(desk)


def test_a_role_counts_from_the_next_request(desk, lin):
    assert desk.get("/customers/new/").status_code == 200
    User.objects.filter(pk=lin.pk).update(role="auditor")
    assert desk.get("/customers/new/").status_code == 403
    desk.post("/customers/new/", {"name": "X"})
    assert not Customer.objects.exists()


def test_guessing_the_old_password_in_a_stolen_session_ends(desk):
    for number in range(5):
        desk.post("/profile/password/", {**OTHER, "old_password": f"guess-{number}"})
    assert desk.post("/profile/password/", OTHER).status_code == 429


def test_one_sees_one_s_own(desk, phone, sam):
    other = Client(HTTP_USER_AGENT="Mozilla/5.0 (Windows) Firefox/140")
    with_password(sam)
    enter(other, "sam")
    page = desk.get("/profile/sign-ins/").content.decode()
    assert ("iPhone" in page, "Firefox" in page) == (True, False)


def test_one_ends_one(desk, phone):
    row = UserSession.objects.get(session_key=phone.session.session_key)
    desk.post("/profile/sign-ins/end/", {"sign_in": row.pk})
    assert (is_in(desk), is_in(phone)) == (True, False)


def test_one_ends_all_others(desk, phone):
    desk.post("/profile/sign-ins/end/")
    assert (is_in(desk), is_in(phone)) == (True, False)


def test_nobody_ends_a_foreign_one(desk, sam):
    other = Client()
    with_password(sam)
    enter(other, "sam")
    desk.post("/profile/sign-ins/end/", {"sign_in": UserSession.objects.get(user=sam).pk})
    assert is_in(other)


def test_looking_writes_nothing(desk, phone):
    UserSession.objects.create(user=User.objects.get(username="lin"), session_key="gone", ip="203.0.113.1")
    desk.get("/profile/sign-ins/")
    assert UserSession.objects.filter(session_key="gone").exists()


def test_what_has_ended_is_forgotten_at_night(desk, phone):
    phone.post("/sign-out/")
    forget_ended_sessions()
    assert UserSession.objects.count() == 1
    assert is_in(desk)
