"""Files hold what their lists show: asked of every list as everybody who takes any out."""

from __future__ import annotations

import csv
import io

import pytest
from python_calamine import CalamineWorkbook

from tests.matrix.oracle import may_export
from tests.matrix.reads import Cell, Found, walk
from tests.matrix.surface import places
from tests.matrix.twins import Twins, compare
from tests.matrix.visitor import Undone


def lists():
    return [place for place in places() if place.is_export and not place.params]


def rows_of_the_list(visitor, place):
    """The keys of the rows of the list page; None where there is no such page for them."""
    found, cursor = [], ""
    while True:
        shown = visitor.ask("get", place.path().replace("/export/", "/"), {"cursor": cursor})
        if shown.status_code != 200:
            return None
        page = next((flat for part in shown.context if "narrowed" in (flat := part.flatten())), None)
        if page is None:
            return None  # another page at the address of the list
        found += [row.pk for row in page["rows"]]
        if not page["next_url"]:
            return found
        cursor = page["next_url"].partition("cursor=")[2].partition("&")[0].replace("%3D", "=")


def lines_of(visitor, place, file):
    """How many rows a file has; None for no file."""
    answer = visitor.ask("post", place.path(), {"as": file})
    if answer.status_code != 200:
        return None
    raw = b"".join(answer.streaming_content)
    if file == "csv":
        return len(list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))) - 1
    return len(CalamineWorkbook.from_object(io.BytesIO(raw)).get_sheet_by_index(0).to_python()) - 1


@pytest.mark.parametrize("name", ["max", "siv", "root"])
def test_who_may_take_out_takes_out_what_the_list_shows(name, world, cast):
    visitor, taken = cast[name], 0
    for number, place in enumerate(lists()):
        with Undone():
            shown, found = rows_of_the_list(visitor, place), lines_of(visitor, place, ("csv", "xlsx")[number % 2])
        if shown is None and visitor.ask("get", place.path().replace("/export/", "/")).status_code == 200:
            continue
        known = {pk: world.objects.get((place.label, pk)) for pk in shown or []}
        allowed = [
            pk
            for pk, row in known.items()
            if (may_export(visitor.person, row) if row else name == "root" and place.label != "accounts.apitoken")
        ]
        assert (found or 0) == len(allowed), place
        taken += bool(found)
    assert taken > 15


@pytest.mark.parametrize("name", ["lin", "ana", "anonymous", "disabled"])
def test_who_may_not_takes_nothing(name, world, cast):
    for place in lists():
        assert lines_of(cast[name], place, "csv") is None, place


def test_no_file_leaks(world, cast):
    """Canaries in CSV and in what an XLSX file is packed of."""
    found = Found()
    for place in lists():
        for name, file in (("max", "xlsx"), ("siv", "csv"), ("mia", "csv")):
            walk(world, cast[name], [Cell(place, place.path(), file=file)], found)
    assert found.leaks == []
    assert {label for label, _name in found.seen["max"]} >= {"sales.deal", "accounts.customer", "sales.order"}


@pytest.mark.parametrize("name", ["max", "siv"])
def test_twin_worlds_give_the_same_file(name, world, cast):
    twins = Twins()
    compare(world, cast[name], [Cell(place, place.path(), file="csv") for place in lists()], twins)
    assert twins.differing == []
    assert twins.pairs > 50
