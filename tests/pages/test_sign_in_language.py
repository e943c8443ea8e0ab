"""The language chosen on the sign-in page is the one a person goes on in."""

from __future__ import annotations

import pytest


@pytest.fixture
def enter(client, lin):
    lin.set_password("open-sesame-42")
    lin.save()

    def entered() -> str:
        client.post("/sign-in/", {"username": "lin", "password": "open-sesame-42"})
        lin.refresh_from_db()
        return lin.language

    return entered


def test_it_works(client, enter):
    client.post("/language/", {"language": "zh-hans", "next": "/sign-in/"})
    assert enter() == "zh-hans"


def test_without_a_choice_it_stays(client, enter):
    assert enter() == "en"


def test_a_cookie_of_somebody_before_changes_nothing(client, enter):
    client.cookies["django_language"] = "zh-hans"
    assert enter() == "en"
