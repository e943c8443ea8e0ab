"""Who works in the admin site reads there the figures of their scope, and of KPIs their role may see."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from analytics.access import published_for
from analytics.models import Snapshot

DAY = dt.date(2026, 3, 2)


@pytest.fixture
def figures(lin, omar, north, south):
    def one(kpi: str, scope: str = "company", scope_id: int = 0) -> str:
        made = Snapshot.objects.create(
            kpi=kpi, scope=scope, scope_id=scope_id, day=DAY, since=DAY, numerator=Decimal(1), value=Decimal(1),
            definition=1,
        )  # fmt: skip
        return str(made.pk)

    made = {"company": one("sales_revenue"), "share": one("win_rate")}
    made |= {name: one("sales_revenue", "owner", user.pk) for name, user in (("lin", lin), ("omar", omar))}
    made |= {name: one("sales_revenue", "team", team.pk) for name, team in (("north", north), ("south", south))}
    return {pk: name for name, pk in made.items()}


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("lin", {"lin"}),
        ("max_", {"lin", "north"}),
        ("mia", {"share"}),
        ("eva", {"company", "share", "lin", "omar", "north", "south"}),
    ],
)
def test_in_whose_reach(name, read, figures, request):
    seen = published_for(request.getfixturevalue(name), Snapshot.objects.all())
    assert {figures[str(row.pk)] for row in seen} == read
