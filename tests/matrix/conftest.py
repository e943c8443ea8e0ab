"""The world of canaries, at its own hour."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from tests.matrix.visitor import Visitor, visitors
from tests.matrix.world import NOW, World, build


@pytest.fixture
def world(db: None, settings: Any) -> Iterator[World]:
    logging.disable(logging.CRITICAL)
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.db"
    with time_machine.travel(NOW, tick=False):
        yield build()
    logging.disable(logging.NOTSET)


@pytest.fixture
def cast(world: World) -> dict[str, Visitor]:
    return visitors(world)
