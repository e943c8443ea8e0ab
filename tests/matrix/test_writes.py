"""Nobody changes what is not theirs: a draw of all that can be sent (``make matrix`` sends the rest)."""

from __future__ import annotations

from tests.matrix.reads import draw
from tests.matrix.twins import Twins, compare
from tests.matrix.writes import WriteWalk, drawn


def test_only_what_is_theirs_is_changed_by_anybody(world, cast):
    walk = WriteWalk(world, cast["root"])
    for number, visitor in enumerate(cast.values()):
        walk.walk(visitor, drawn(world, visitor, number, 8))
    assert walk.outcome.faults == []
    assert walk.outcome.cells > 200


def test_who_may_change_changes(world, cast):
    """A world where every write is refused would leak nothing either."""
    walk = WriteWalk(world, cast["root"])
    walk.walk(cast["root"], drawn(world, cast["root"], 1, 50))
    assert len(walk.outcome.changed["root"]) > 3


def test_twin_worlds_look_the_same(world, cast):
    twins = Twins()
    for number, name in enumerate(("lin", "max", "ana", "mia", "token:lin", "narrow:max")):
        compare(world, cast[name], draw(world, cast[name], number, 24), twins)
    assert twins.differing == []
    assert twins.pairs > 50
