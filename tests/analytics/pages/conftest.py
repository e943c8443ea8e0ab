"""One busy company for all tests of a file: filling it takes seconds, the tests only read it."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from django.db import transaction

from accounts.models import Organisation
from analytics.fill import fill
from tests.analytics.busy import Busy


@pytest.fixture(scope="module")
def stored(django_db_setup: None, django_db_blocker: Any) -> Iterator[Busy]:
    """Made and filled inside a transaction that is rolled back; each test's own transaction lies within it."""
    with django_db_blocker.unblock(), transaction.atomic():
        Organisation.objects.create(pk=1, name="Blue Crane", home_currency="CNY", time_zone="Asia/Shanghai")
        busy = Busy(Random(7)).fill_up(60)
        fill()
        with django_db_blocker.block():
            yield busy
        transaction.set_rollback(True)


@pytest.fixture
def filled(stored: Busy, db: None) -> Busy:
    return stored


@pytest.fixture
def organisation(request: pytest.FixtureRequest, db: None) -> Organisation:
    """The stored company's where a test asks for it, else a new one."""
    found = Organisation.objects.filter(pk=1).first()
    return found or Organisation.objects.create(pk=1, name="Blue Crane", home_currency="CNY", time_zone="Asia/Shanghai")
