"""Goals, score cards and scores by API: what is beside plain reading and writing."""

from __future__ import annotations

import datetime as dt

from analytics.models import CustomerScore
from tests.api.conftest import send


def test_a_goal_counted_by_hand_is_reviewed_and_read(api, rows) -> None:
    eva, path = api("eva"), f"goals/{rows.goal.pk}"
    answer = send(eva, "post", f"{path}/review/", {"value": "3", "note": "On its way"})
    assert (answer.status_code, answer.json()["status"]) == (200, "open")
    assert send(eva, "get", f"{path}/readings/").json()["results"][0]["value"] == "3.0000000000"
    assert send(eva, "get", f"{path}/reviews/").json()["results"][0]["note"] == "On its way"


def test_a_goal_given_up_is_settled(api, rows) -> None:
    eva, path = api("eva"), f"goals/{rows.goal.pk}/drop/"
    assert send(eva, "post", path, {"note": "No need"}).json()["status"] == "dropped"
    assert send(eva, "post", path).status_code == 400


def test_a_rep_sees_their_own_goal_and_does_not_change_it(api, rows) -> None:
    assert send(api("lin"), "post", f"goals/{rows.goal.pk}/drop/").status_code == 403


def test_a_kpi_that_is_none_is_told(api, rows) -> None:
    body = {"name": "Odd", "kpi": "luck", "change": "1", "due_on": "2030-01-01"}
    assert send(api("eva"), "post", "goals/", body).json() == {"kpi": ["There is no KPI “luck”."]}


def test_lines_of_a_card_are_replaced_together(api, rows) -> None:
    path = f"kpi-scorecards/{rows.card.pk}/"
    lines = [{"kpi": "win_rate", "weight": "2.000"}, {"kpi": "sales_revenue", "weight": "1.000"}]
    assert send(api("eva"), "patch", path, {"version": 1, "lines": lines}).json()["lines"] == lines
    twice = send(api("eva"), "patch", path, {"version": 2, "lines": lines[:1] * 2})
    assert twice.json() == {"lines": ["A KPI is on a card only once."]}


def test_scores_are_read_of_customers_one_sees(api, rows) -> None:
    day = dt.date(2025, 1, 31)
    for customer in (rows.customer, rows.theirs):
        CustomerScore.objects.create(day=day, customer=customer, first_on=day, recency_days=0, r=5, f=1, m=2)
    found = send(api("lin"), "get", "scores/?day_after=2025-01-01").json()["results"]
    assert [(one["customer"], one["r"]) for one in found] == [(rows.customer.pk, 5)]
    assert send(api("lin"), "post", "scores/", {}).status_code in (403, 405)
