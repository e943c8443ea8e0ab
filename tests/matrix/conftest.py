"""The world of canaries, at its own hour."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
import time_machine

from tests.matrix.visitor import Visitor, visitors
from tests.matrix.world import NOW, World, build


@pytest.fixture
def world(db: None) -> Iterator[World]:
    logging.disable(logging.CRITICAL)
    with time_machine.travel(NOW, tick=False):
        yield build()
    logging.disable(logging.NOTSET)


@pytest.fixture
def cast(world: World) -> dict[str, Visitor]:
    return visitors(world)
