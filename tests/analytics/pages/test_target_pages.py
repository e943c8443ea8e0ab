"""Targets of any KPI, one by one."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from analytics.actions import Cell, set_target
from analytics.figures import Reader
from analytics.models import Target
from analytics.periods import month_of
from crm_project.errors import ActionRefused

MAY = dt.date(2026, 5, 1)


@pytest.fixture
def level(root):
    return set_target("service_level", Cell("month", MAY), Decimal("0.8"), by=root)


def form(**more):
    return {"kpi": "win_rate", "period": "month", "starts_on": "2026-05-17", "amount": "35%", "note": "", **more}


def test_it_is_made_and_moved_to_the_first_day(sign_in, root):
    assert sign_in(root).post("/targets/new/", form()).status_code == 302
    made = Target.objects.get()
    assert (made.kpi, made.starts_on, made.amount) == ("win_rate", MAY, Decimal("0.35"))


def test_a_second_one_replaces_the_first(sign_in, root):
    for amount in ("35%", "0.4"):
        sign_in(root).post("/targets/new/", form(amount=amount))
    assert [row.amount for row in Target.objects.standing()] == [Decimal("0.4")]
    assert Target.objects.count() == 2


def test_it_is_edited(sign_in, root, level):
    client = sign_in(root)
    answer = client.post(f"/targets/{level.pk}/edit/", {"amount": "0.85", "note": "more people", "version": "1"})
    assert answer.status_code == 302
    assert Target.objects.standing().get().amount == Decimal("0.85")


def test_a_stale_edit_is_refused(sign_in, root, level):
    client = sign_in(root)
    set_target("service_level", Cell("month", MAY), Decimal("0.9"), by=root)
    newest = Target.objects.standing().get()
    assert client.post(f"/targets/{newest.pk}/edit/", {"amount": "0.85", "version": "1"}).status_code == 409
    assert client.post(f"/targets/{level.pk}/edit/", {"amount": "0.85", "version": "1"}).status_code == 404


def test_it_is_taken_away_and_stays_as_history(sign_in, root, level):
    assert sign_in(root).post(f"/targets/{level.pk}/delete/").status_code == 302
    assert not Target.objects.standing().exists()
    assert sign_in(root).get(f"/targets/{level.pk}/").status_code == 200


def test_the_kpi_page_stands_against_it(sign_in, root, filled):
    set_target("win_rate", Cell("month", MAY), Decimal("0.25"), by=root)
    goal = sign_in(root).get("/kpis/win_rate/?from=2026-05-01&to=2026-05-31").context["goal"]
    assert goal.amount == Decimal("0.25")


@pytest.mark.parametrize(
    "wrong", [{"amount": "-1"}, {"amount": "x"}, {"kpi": "nothing"}, {"starts_on": "soon"}, {"period": "day"}]
)
def test_nonsense_is_refused_beside_the_field(sign_in, root, wrong):
    answer = sign_in(root).post("/targets/new/", form(**wrong))
    assert answer.status_code in (200, 400)
    assert answer.context["form"].errors


def test_lists_open_in_scope(sign_in, max_, omar, lin, root):
    for owner in (lin, omar):
        set_target("sales_revenue", Cell("month", MAY, owner_id=owner.pk), Decimal(5), by=root)
    rows = sign_in(max_).get("/targets/").context["rows"]
    assert [row.owner for row in rows] == [lin]


@pytest.mark.parametrize(
    "cell",
    [Cell("month", dt.date(2026, 5, 2)), Cell("week", MAY), Cell("month", MAY, team_id=1, owner_id=1)],
)
def test_an_action_refuses_what_makes_no_sense(root, cell):
    with pytest.raises(ActionRefused):
        set_target("win_rate", cell, Decimal(1), by=root)


def test_rows_of_nobody_have_no_target(root, lin, organisation):
    """The company's target is not that of rows without owner, team or category."""
    set_target("sales_revenue", Cell("month", MAY), Decimal(900), by=root)
    for name in ("owner", "team", "category"):
        reader = Reader(organisation, {name: [None]})
        assert reader.book.quota(month_of(MAY), reader.filters) == 0
