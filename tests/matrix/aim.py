"""The walk over one kind of record: who may see, change and count it. What the planted mistakes are caught by."""

from __future__ import annotations

from random import Random

from tests.matrix.reads import Cell, Found, cells, walk
from tests.matrix.twins import Twins, compare
from tests.matrix.visitor import Visitor
from tests.matrix.world import World
from tests.matrix.writes import WriteWalk, sends

READERS = ("lin", "mia", "narrow:max", "ana", "anonymous", "ada")
WRITERS = ("lin", "ana", "ada", "narrow:max")
COUNTERS = ("lin", "mia")


def aim(kind: str, world: World, cast: dict[str, Visitor]) -> list[str]:
    """The first faults found; none when all is well."""
    some = [cell for cell in cells(world) if cell.place.label == kind]
    found, twins, writes = Found(), Twins(), WriteWalk(world, cast["root"])
    for name in READERS:
        walk(world, cast[name], few(some, name, 28), found)
        if found.leaks:
            return found.leaks
    mine = [send for send in sends(world) if send.place.label == kind]
    for name in WRITERS:
        open_to = [send for send in mine if send.place.kind == "api" or not cast[name].token]
        writes.walk(cast[name], Random(name).sample(open_to, min(len(open_to), 24)))
        if writes.outcome.faults:
            return writes.outcome.faults
    for name in COUNTERS:
        compare(world, cast[name], few(some, name, 90), twins)
        if twins.differing:
            return twins.differing
    return []


def few(some: list[Cell], name: str, most: int) -> list[Cell]:
    """Some of the pages without a question, and some of the questions."""
    plain, asking = [cell for cell in some if not cell.query], [cell for cell in some if cell.query]
    random = Random(name)
    return random.sample(plain, min(len(plain), most // 2)) + random.sample(asking, min(len(asking), most))
