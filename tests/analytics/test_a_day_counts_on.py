"""A few days filled on from the day before are what filling all days at once makes of them."""

from __future__ import annotations

import pytest
from django.db import connection

from analytics.fact import Standing, today
from analytics.facts import FACTS
from analytics.fill import filling
from analytics.models import Cell
from analytics.periods import DAY, Window

FEW = 5
STANDING = [fact for fact in FACTS.values() if isinstance(fact, Standing) and fact.moved]


def cells(fact: Standing, window: Window) -> set[tuple]:
    rows = Cell.objects.filter(fact=fact.name, day__range=(window.first, window.last))
    return {(*row[:-1], tuple(row[-1])) for row in rows.values_list("slice", "day", "team", "key", "amounts")}


@pytest.mark.parametrize("ago", [0, 40])
def test_it_is_the_same(organisation, filled, ago):
    last = today(organisation) - ago * DAY
    window = Window(last - (FEW - 1) * DAY, last)
    different = {}
    for fact in STANDING:
        whole = cells(fact, window)
        Cell.objects.filter(fact=fact.name, day__range=(window.first, window.last)).delete()
        sql, params = filling(fact, organisation, window)
        assert "SELECT * FROM v WHERE" in sql, f"{fact.name} begins anew"
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
        if cells(fact, window) != whole:
            different[fact.name] = whole ^ cells(fact, window)
    assert different == {}
