"""Nobody is shown what is not theirs: a draw of all questions (``make matrix`` asks the rest)."""

from __future__ import annotations

import pytest
from django.apps import apps

from tests.matrix.oracle import KIND_OF
from tests.matrix.reads import Found, cells, draw, summary, walk


def test_no_address_leaks_to_anybody(world, cast):
    found = Found()
    for number, visitor in enumerate(cast.values()):
        walk(world, visitor, draw(world, visitor, number, 40), found)
    assert found.leaks == []
    assert summary(found)["cells"] > 300


@pytest.mark.parametrize("name", ["lin", "siv", "mia"])
def test_who_may_see_sees(name, world, cast):
    """A world where everything is refused would leak nothing either."""
    found = Found()
    some = [cell for cell in cells(world) if cell.place.kind == "api" and cell.place.is_list and not cell.query]
    walk(world, cast[name], some, found)
    assert len(found.seen[name]) > 100


def test_every_kind_of_record_has_an_oracle_line():
    """A new kind of record is looked at, or this is red: say in tests/matrix/oracle.py who sees it."""
    ours = ("accounts", "marketing", "sales", "service", "analytics")
    labels = {model._meta.label_lower for name in ours for model in apps.get_app_config(name).get_models()}
    assert labels - set(KIND_OF) == set()
