"""Several people at once: real threads, each with a connection of its own."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from accounts.models import Organisation

# `CRM_RACES=20 pytest tests/races` runs each race that often.
ROUNDS = int(os.environ.get("CRM_RACES", "1"))


@pytest.fixture
def at_once(transactional_db: None) -> Callable[..., list[Any]]:
    """``at_once(one, other, …)`` starts all together; what each answered, or the exception it raised."""

    def run(*deeds: Callable[[], Any]) -> list[Any]:
        gate = Barrier(len(deeds))

        def go(deed: Callable[[], Any]) -> Any:
            try:
                gate.wait(20)
                return deed()
            except Exception as error:
                return error
            finally:
                connection.close()

        with ThreadPoolExecutor(len(deeds)) as pool:
            return list(pool.map(go, deeds))

    return run


@pytest.fixture
def organisation(transactional_db: None) -> Organisation:
    return Organisation.objects.create(pk=1, name="Blue Crane", home_currency="CNY", time_zone="Asia/Shanghai")
