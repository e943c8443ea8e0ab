"""The walk over one kind of record: who may see, change and count it. What the planted mistakes are caught by."""

from __future__ import annotations

from random import Random

from tests.matrix.oracle import may_write, sees
from tests.matrix.reads import Cell, Found, asks_hidden, cells, walk
from tests.matrix.twins import Twins, compare
from tests.matrix.visitor import Visitor
from tests.matrix.world import World
from tests.matrix.writes import Send, WriteWalk, sends

READERS = ("lin", "mia", "narrow:max", "ana", "anonymous", "sam", "max")
WRITERS = ("lin", "max", "ana", "ada", "narrow:max")
TAKERS = ("max", "siv", "mia", "lin")
COUNTERS = ("lin", "mia")


def aim(kind: str, world: World, cast: dict[str, Visitor]) -> list[str]:
    """The first faults found; none when all is well."""
    some = [cell for cell in cells(world) if cell.place.label == kind]
    found, twins, writes = Found(), Twins(), WriteWalk(world, cast["root"])
    for name in READERS:
        walk(world, cast[name], few(some, cast[name], 28), found)
        if found.leaks:
            return found.leaks
    files = [cell for cell in some if cell.file and not cell.query]
    for name in TAKERS:
        walk(world, cast[name], files, found)
        if found.leaks:
            return found.leaks
    mine = [send for send in sends(world) if send.place.label == kind]
    for name in WRITERS:
        open_to = [send for send in mine if send.place.kind == "api" or not cast[name].token]
        writes.walk(cast[name], tempting(open_to, cast[name], Random(name)))
        if writes.outcome.faults:
            return writes.outcome.faults
    for name in COUNTERS:
        compare(world, cast[name], few(some, cast[name], 90), twins)
        if twins.differing:
            return twins.differing
    return []


def tempting(some: list[Send], visitor: Visitor, random: Random) -> list[Send]:
    """Changes of what one sees and must not touch first, then anything."""
    who = visitor.person
    near = [send for send in some if send.row and sees(who, send.row) and not may_write(who, send.row)]
    edits = [
        send
        for send in near
        if (send.method == "post" and send.path.endswith("/edit/"))
        or (send.method, send.place.kind) == ("patch", "api")
    ]
    creates = [send for send in some if send.row is None and (send.path.endswith("/new/") or send.place.kind == "api")]
    deletes = [send for send in near if send.method == "delete" or send.path.endswith("/delete/")]
    parts = ((creates, 3), (edits, 5), (deletes, 3), (near, 8), (some, 8))
    drawn = [random.sample(part, min(len(part), most)) for part, most in parts]
    return [send for part in drawn for send in part]


def few(some: list[Cell], visitor: Visitor, most: int) -> list[Cell]:
    """Some of the pages and lookups, and some of the questions: first those by what is hidden."""
    asking = [cell for cell in some if cell.query and cell.query[0][0] != "q"]
    plain = [cell for cell in some if not cell.query or cell.query[0][0] == "q"]
    pointed = [cell for cell in asking if asks_hidden(visitor, cell)]
    random = Random(visitor.name)
    api = [cell for cell in pointed if cell.place.kind == "api"]
    parts = ((api, most), (plain, most), (pointed, most // 2), (asking, most // 2))
    return [cell for part, number in parts for cell in random.sample(part, min(len(part), number))]
