"""Production starts only with everything it needs, and says what is missing."""

from __future__ import annotations

import pytest


def test_it_works(manage, production) -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", **production)
    assert (done.returncode, done.stdout) == (0, "System check identified no issues (0 silenced).\n"), done.stderr


@pytest.mark.parametrize("name", ["CRM_SECRET_KEY", "CRM_FIELD_KEYS", "CRM_HOSTS", "DATABASE_URL", "REDIS_URL"])
def test_a_missing_variable_is_named(manage, production, name: str) -> None:
    del production[name]
    done = manage("check", **production)
    assert done.returncode != 0
    assert f"{name} is not set." in done.stderr


def test_a_weak_key_is_refused(manage, production) -> None:
    done = manage("check", **production | {"CRM_SECRET_KEY": "secret" * 20})
    assert "CRM_SECRET_KEY is too weak" in done.stderr


def test_debug_is_refused(manage, production) -> None:
    assert "CRM_DEBUG cannot be on" in manage("check", **production | {"CRM_DEBUG": "1"}).stderr


def test_an_unknown_mode_is_refused(manage, production) -> None:
    done = manage("check", **production | {"CRM_ENV": "prod"})
    assert "CRM_ENV is 'prod'; it must be one of" in done.stderr


def test_another_database_is_refused(manage, production) -> None:
    done = manage("check", **production | {"DATABASE_URL": "sqlite:///crm.db"})
    assert "must name a PostgreSQL database" in done.stderr


def test_no_key_is_needed_outside_production(manage, tmp_path) -> None:
    variables = {
        "CRM_DATA_DIR": str(tmp_path),
        "DATABASE_URL": "postgres://x@127.0.0.1:1/x",
        "REDIS_URL": "redis://x",
    }
    assert manage("check", **variables).returncode == 0
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600
