"""What every test may ask for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import translation

from accounts.trail.functions import GUARDED
from crm_project import embedded
from tests.cast import *  # noqa: F403 - the cast of every test


@pytest.fixture(scope="session")
def servers() -> None:
    """The embedded PostgreSQL and Valkey run, unless DATABASE_URL and REDIS_URL name others."""
    embedded.ensure()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(servers: None, django_db_modify_db_settings_parallel_suffix: None) -> None:
    """pytest-django asks this before it makes the test database: the servers must run by then."""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Tests with transactions of their own empty every table afterwards, the trail of changes too."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for table in GUARDED:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER crm_guard_{table}_truncate")


@pytest.fixture(autouse=True)
def clean_cache(servers: None) -> None:
    """No test sees what another one cached."""
    cache.clear()


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """No test reads in the language another one chose."""
    with translation.override("en"):
        yield
