"""Guessing passwords: counted by account and by address, without locking the owner out."""

from __future__ import annotations

import pytest
from django.core.cache import caches
from django.test import Client
from redis.exceptions import ConnectionError as Gone

from crm_project.addresses import client_address
from crm_project.caches import SessionCache, SteadyCache
from tests.accounts.doors import enter, is_in, with_password


@pytest.fixture(autouse=True)
def lin_(lin):
    return with_password(lin, email="lin@crane.example")


def guess(times: int, username: str = "lin", address: str = "198.51.100.7") -> Client:
    attacker = Client(REMOTE_ADDR=address)
    for number in range(times):
        enter(attacker, username, f"guess-{number}")
    return attacker


def test_an_account_is_closed_to_guessing(lin):
    attacker = guess(5)
    assert "Too many attempts" in enter(attacker).content.decode()
    assert not is_in(attacker)


def test_from_many_addresses_too(lin):
    for number in range(5):
        guess(1, address=f"198.51.100.{number}")
    stranger = Client(REMOTE_ADDR="198.51.100.99")
    enter(stranger)
    assert not is_in(stranger)


def test_its_names_count_together(lin):
    guess(3)
    assert not is_in(guess(2, "lin@crane.example"))
    assert "Too many attempts" in enter(Client(), "lin").content.decode()


def test_the_owner_is_not_locked_out_of_a_known_device(client):
    enter(client)
    client.post("/sign-out/")
    guess(50)
    enter(client)
    assert is_in(client)


def test_a_known_device_is_counted_as_well(client):
    enter(client)
    client.post("/sign-out/")
    for number in range(5):
        enter(client, password=f"guess-{number}")
    enter(client)
    assert not is_in(client)


def test_a_device_cookie_cannot_be_made_up(client, lin):
    guess(5)
    client.cookies["known"] = f"{lin.pk}:mine"
    enter(client)
    assert not is_in(client)


def test_spraying_from_one_address_ends(lin, sam):
    with_password(sam)
    for number in range(20):
        enter(Client(REMOTE_ADDR="198.51.100.7"), f"name-{number}", "Summer2025!")
    sprayer = Client(REMOTE_ADDR="198.51.100.7")
    enter(sprayer, "sam")
    assert not is_in(sprayer)


def test_an_unknown_account_is_counted_like_a_known_one(lin):
    attacker = guess(5, "nobody")
    assert "Too many attempts" in enter(attacker, "nobody").content.decode()


@pytest.mark.parametrize(
    ("proxies", "forwarded", "found"),
    [
        (0, "6.6.6.6", "10.0.0.1"),
        (1, "6.6.6.6, 203.0.113.5", "203.0.113.5"),
        (2, "6.6.6.6, 203.0.113.5, 10.0.0.9", "203.0.113.5"),
        (2, "203.0.113.5", "10.0.0.1"),
        (1, "nonsense", "0.0.0.0"),
        (1, "", "10.0.0.1"),
        (1, "::1", "::1"),
    ],
)
def test_only_our_proxies_are_believed(rf, settings, proxies, forwarded, found):
    settings.PROXIES = proxies
    request = rf.get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == found


def test_a_claimed_address_does_not_help(lin):
    for number in range(20):
        enter(Client(), f"name-{number}", "x", HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")
    sprayer = Client()
    enter(sprayer, HTTP_X_FORWARDED_FOR="203.0.113.200")
    assert not is_in(sprayer)


@pytest.fixture
def no_redis(monkeypatch):
    """Redis is away for both caches."""

    def gone(*args, **kwargs):
        raise Gone

    for name in ("add", "get", "set", "delete", "has_key"):
        monkeypatch.setattr(f"django.core.cache.backends.redis.RedisCache.{name}", gone)
    yield
    caches["default"].stand_in.clear()
    SteadyCache.away_until = SessionCache.away_until = 0.0
    SessionCache.owed.clear()


def test_without_redis_people_come_in(no_redis, client):
    enter(client)
    assert is_in(client)


def test_without_redis_guessing_is_still_counted(no_redis, lin):
    attacker = guess(5)
    enter(attacker)
    assert not is_in(attacker)


def test_a_session_that_ended_without_redis_stays_ended(monkeypatch, client, request):
    enter(client)
    assert is_in(client)
    request.getfixturevalue("no_redis")
    client.post("/sign-out/")
    monkeypatch.undo()
    SteadyCache.away_until = SessionCache.away_until = 0.0
    assert not is_in(client)
