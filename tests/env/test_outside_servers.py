"""DATABASE_URL and REDIS_URL win over the embedded servers."""

from __future__ import annotations

from pathlib import Path

from crm_project import embedded, env


def test_it_works(own_data: Path, monkeypatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://me:pw@db.example.org:5433/crm")
    assert env.database() | {"ENGINE": ""} == {
        "ENGINE": "",
        "HOST": "db.example.org",
        "NAME": "crm",
        "PASSWORD": "pw",
        "PORT": 5433,
        "USER": "me",
    }


def test_no_server_is_started_then(own_data: Path, monkeypatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://me@db.example.org/crm")
    monkeypatch.setenv("REDIS_URL", "redis://cache.example.org")
    embedded.ensure()
    assert not own_data.exists()


def test_one_of_the_two_may_be_embedded(own_data: Path, monkeypatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://me@db.example.org/crm")
    assert embedded.wanted() == (False, True)
