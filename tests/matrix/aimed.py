"""The walk over one kind of record: who may see, count and change it. What the planted mistakes are caught by.

Run as ``pytest tests/matrix/aimed.py -k sales.deal``; not part of the default run, where a draw of everything is.
"""

from __future__ import annotations

from random import Random

import pytest

from tests.matrix.mistakes import kinds
from tests.matrix.reads import Cell, Found, cells, walk
from tests.matrix.twins import Twins, compare
from tests.matrix.writes import WriteWalk, sends

READERS = ("lin", "mia", "narrow:max", "ana", "anonymous", "ada")
WRITERS = ("lin", "ana", "ada", "narrow:max")


@pytest.mark.parametrize("kind", kinds())
def test_aim(kind, world, cast):
    some = [cell for cell in cells(world) if cell.place.label == kind]
    found, twins, writes = Found(), Twins(), WriteWalk(world, cast["root"])
    for name in READERS:
        walk(world, cast[name], few(some, name, 28), found)
        assert not found.leaks
    mine = [send for send in sends(world) if send.place.label == kind]
    for name in WRITERS:
        writes.walk(cast[name], Random(name).sample(mine, min(len(mine), 24)))
        assert not writes.outcome.faults
    for name in ("lin", "mia"):
        compare(world, cast[name], few(some, name, 90), twins)
        assert not twins.differing


def few(some: list[Cell], name: str, most: int) -> list[Cell]:
    """Every page without a question, and some of the questions."""
    plain, asking = [cell for cell in some if not cell.query], [cell for cell in some if cell.query]
    random = Random(name)
    return random.sample(plain, min(len(plain), most // 2)) + random.sample(asking, min(len(asking), most))
