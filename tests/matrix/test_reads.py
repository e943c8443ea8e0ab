"""Nobody is shown what is not theirs: a draw of all questions (``make matrix`` asks the rest)."""

from __future__ import annotations

import pytest

from tests.matrix.reads import Found, cells, draw, summary, walk


def test_no_address_leaks_to_anybody(world, cast):
    found = Found()
    for number, visitor in enumerate(cast.values()):
        walk(world, visitor, draw(world, number, 0.0009), found)
    assert found.leaks == []
    assert summary(found)["cells"] > 300


@pytest.mark.parametrize("name", ["lin", "siv", "mia"])
def test_who_may_see_sees(name, world, cast):
    """A world where everything is refused would leak nothing either."""
    found = Found()
    some = [cell for cell in cells(world) if cell.place.kind == "api" and cell.place.is_list and not cell.query]
    walk(world, cast[name], some, found)
    assert len(found.seen[name]) > 100
