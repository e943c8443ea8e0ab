"""What a load balancer asks, and the headers every answer carries."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from django.test import Client
from redis import ConnectionError as NoRedis

from crm_project import health


@pytest.mark.django_db
def test_it_works(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ok", "database": "ok", "cache": "ok"}


def fail(error: Exception):
    def failing(*arguments: object) -> None:
        raise error

    return failing


@pytest.mark.django_db
def test_a_missing_cache_is_named(client: Client, monkeypatch) -> None:
    monkeypatch.setattr(health.Redis, "ping", fail(NoRedis()))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["cache"]) == (503, "unreachable")


@pytest.mark.django_db
def test_a_missing_database_is_named(client: Client, monkeypatch) -> None:
    monkeypatch.setattr(health, "MigrationExecutor", fail(OperationalError()))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["database"]) == (503, "unreachable")


def test_headers(client: Client) -> None:
    headers = client.get("/healthz").headers
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
