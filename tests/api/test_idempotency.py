"""A POST that carries an Idempotency-Key has its effect once."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import Customer, IdempotencyKey
from accounts.tasks import forget_answers
from tests.api.conftest import send

KEY = {"Idempotency-Key": "order-77"}


def test_twenty_times_one_row(api, rows) -> None:
    client = api("lin")
    answers = [send(client, "post", "customers/", {"name": "ZTE"}, **KEY) for _ in range(20)]
    assert all(answer.json() == answers[0].json() for answer in answers)
    assert Customer.objects.filter(name="ZTE").count() == 1


def test_replay_says_so(api, rows) -> None:
    client = api("lin")
    first, second = (send(client, "post", "customers/", {"name": "ZTE"}, **KEY) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert "Idempotency-Replayed" not in first.headers and second.headers["Idempotency-Replayed"] == "true"


def test_key_used_for_something_else_is_409(api, rows) -> None:
    client = api("lin")
    send(client, "post", "customers/", {"name": "ZTE"}, **KEY)
    assert send(client, "post", "customers/", {"name": "TCL"}, **KEY).status_code == 409


def test_same_key_of_another_person_is_another_key(api, rows) -> None:
    for name in ("lin", "omar"):
        send(api(name), "post", "customers/", {"name": "ZTE"}, **KEY)
    assert Customer.objects.filter(name="ZTE").count() == 2


def test_refused_request_frees_the_key(api, rows) -> None:
    client = api("lin")
    assert send(client, "post", "customers/", {"name": ""}, **KEY).status_code == 400
    assert not IdempotencyKey.objects.exists()
    assert send(client, "post", "customers/", {"name": "ZTE"}, **KEY).status_code == 201


def test_endless_key_is_400(api, rows) -> None:
    answer = send(api("lin"), "post", "customers/", {"name": "ZTE"}, **{"Idempotency-Key": "k" * 201})
    assert answer.status_code == 400


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_one_row(people) -> None:
    def post(_number: int) -> int:
        client = APIClient(raise_request_exception=False)
        client.force_authenticate(people.lin)
        try:
            return send(client, "post", "customers/", {"name": "ZTE"}, **KEY).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        codes = set(pool.map(post, range(8)))
    assert codes == {201}
    assert Customer.objects.filter(name="ZTE").count() == 1


def test_old_answers_are_forgotten(api, rows) -> None:
    client = api("lin")
    send(client, "post", "customers/", {"name": "ZTE"}, **KEY)
    IdempotencyKey.objects.update(at=timezone.now() - dt.timedelta(days=8))
    assert forget_answers() == 1
    assert not IdempotencyKey.objects.exists()
