"""B20, B21 at full size, with the hash of production: ``make guess`` (minutes).

Ten thousand guesses from many addresses, and whether the time of an answer tells that an account exists: how often a
known one took longer than an unknown one (half of the time where nothing can be told).
"""

from __future__ import annotations

import os
import sys
import time

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import AuditEntry
from tests.accounts.doors import PASSWORD, enter, is_in, with_password

pytestmark = pytest.mark.timeout(3600)
SAMPLES = int(os.environ.get("CRM_GUESSING_SAMPLES", "500"))
TRIES = int(os.environ.get("CRM_GUESSING_TRIES", "10000"))


@pytest.fixture
def lin_(lin, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    settings.CELERY_TASK_ALWAYS_EAGER = False
    return with_password(lin, email="lin@crane.test")


def told(text: str) -> None:
    sys.stdout.write(f"\n{text}")


def test_ten_thousand_guesses(lin_, caplog):
    began = time.monotonic()
    for number in range(TRIES):
        where = f"10.{number % 200}.{number // 200 % 200}.7"
        enter(Client(), password=f"guess {number}", REMOTE_ADDR=where)
    hashed = sum("Refused sign-in" in record.getMessage() for record in caplog.records)
    told(f"{TRIES} guesses, {hashed} tried against the password, {time.monotonic() - began:.0f} s")
    assert hashed <= 60
    assert not AuditEntry.objects.filter(action="sign_in").exists()


@pytest.mark.parametrize("door", ["/sign-in/", "/password/forgotten/"])
def test_the_time_of_an_answer_tells_nothing(door, lin_, monkeypatch):
    monkeypatch.setattr("accounts.doors.views.letters.in_background", lambda *args: None)
    times: dict[str, list[float]] = {"lin": [], "nobody": []}
    for _sample in range(SAMPLES):
        for name, taken in times.items():
            cache.clear()
            client, said = Client(), {"username": name, "email": f"{name}@crane.test", "password": "wrong"}
            began = time.perf_counter()
            client.post(door, said)
            taken.append(time.perf_counter() - began)
    longer = sum(known > other for known in times["lin"] for other in times["nobody"]) / SAMPLES**2
    told(f"{door}: {SAMPLES} samples each, known took longer {longer:.1%}")
    assert 0.4 < longer < 0.6


def test_the_owner_comes_in_afterwards(lin_):
    client = Client()
    enter(client)
    known = Client()
    known.cookies = client.cookies
    for number in range(200):
        enter(Client(), password="guess", REMOTE_ADDR=f"10.0.{number}.7")
    client.post("/sign-out/")
    enter(client, password=PASSWORD)
    assert is_in(client)
