"""A forgotten password: the same answer for everybody, a link that works once."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from time_machine import travel

from accounts.models import User
from tests.accounts.doors import PASSWORD, enter, is_in, link_in, told, with_password
from tests.accounts.test_invitation import choose

NEW = "another-secret-9"


@pytest.fixture(autouse=True)
def lin_(lin, settings):
    settings.BASE_URL = "https://crm.crane.example"
    return with_password(lin, email="lin@crane.example")


def ask(email: str, **extra):
    return Client().post("/password/forgotten/", {"email": email}, follow=True, **extra)


@pytest.fixture
def link(mailoutbox) -> str:
    ask("LIN@crane.example")
    return link_in(mailoutbox[0])


def test_it_works(link):
    client = Client()
    choose(client, link, NEW)
    enter(client, "lin", NEW)
    assert is_in(client)


def test_the_answer_tells_nothing(mailoutbox):
    assert told(ask("nobody@crane.example")) == told(ask("lin@crane.example"))
    assert [mail.to for mail in mailoutbox] == [["lin@crane.example"]]


@pytest.mark.parametrize("extra", [{"HTTP_HOST": "evil.example"}, {"HTTP_X_FORWARDED_HOST": "evil.example"}])
def test_no_header_bends_the_link(mailoutbox, extra):
    ask("lin@crane.example", **extra)
    assert link_in(mailoutbox[0]).startswith("https://crm.crane.example/")


def test_it_works_once(link):
    choose(Client(), link, NEW)
    assert "does not work" in choose(Client(), link).content.decode()


def test_asking_changes_nothing(link, client):
    enter(client)
    assert is_in(client)


def test_it_is_over_once_they_sign_in(link, client):
    enter(client)
    assert "does not work" in choose(Client(), link).content.decode()


def test_it_is_over_after_an_hour(link):
    with travel(timezone.now() + timezone.timedelta(minutes=61)):
        assert "does not work" in choose(Client(), link).content.decode()


@pytest.mark.parametrize("change", [{"email": "other@crane.example"}, {"is_active": False}, {"password": "!"}])
def test_it_is_over_once_the_person_changes(link, change):
    User.objects.update(**change)
    assert "does not work" in choose(Client(), link).content.decode()


def test_the_disabled_get_none(mailoutbox):
    User.objects.update(is_active=False)
    ask("lin@crane.example")
    assert mailoutbox == []


def test_it_ends_every_session(client, mailoutbox, lin):
    enter(client)
    ask("lin@crane.example")
    choose(Client(), link_in(mailoutbox[0]), NEW)
    assert not is_in(client)


def test_they_are_told(link, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        choose(Client(REMOTE_ADDR="203.0.113.9"), link, NEW)
    assert "The password was changed." in mailoutbox[1].body
    assert "203.0.113.9" in mailoutbox[1].body


def test_asking_is_throttled(mailoutbox):
    answers = [ask("lin@crane.example", REMOTE_ADDR=f"198.51.100.{number}").status_code for number in range(4)]
    assert (answers, len(mailoutbox)) == ([200, 200, 200, 429], 3)


def test_it_opens_a_door_that_guessing_closed(link):
    for number in range(5):
        enter(Client(REMOTE_ADDR=f"198.51.100.{number}"), password=f"guess-{number}")
    client = Client(REMOTE_ADDR="203.0.113.1")
    choose(client, link, NEW)
    enter(client, "lin", NEW)
    assert is_in(client)


def test_the_mail_says_no_password(link, mailoutbox):
    assert PASSWORD not in mailoutbox[0].body
