"""What is done to surveys, feedback and complaints over HTTP."""

from __future__ import annotations

import pytest

from tests.api.conftest import send


def test_customers_are_invited(api, rows) -> None:
    body = {"customers": [rows.customer.pk, rows.newcomer.pk], "via": "sms"}
    assert send(api("mia"), "post", f"surveys/{rows.survey.pk}/invite/", body).json() == {"invited": 2}


def test_nobody_reads_the_address_of_an_invitation(api, rows) -> None:
    send(api("mia"), "post", f"surveys/{rows.survey.pk}/invite/", {"customers": [rows.customer.pk]})
    assert "token" not in send(api("root"), "get", "survey-invitations/").json()["results"][0]


@pytest.mark.parametrize("score", [0, 6, -1, 10**9])
def test_a_score_off_the_scale_is_400(api, rows, score: int) -> None:
    body = {"survey": rows.survey.pk, "score": score}
    assert send(api("mia"), "post", "survey-answers/", body).status_code == 400


def test_feedback_is_answered_and_resolved(api, rows) -> None:
    client, path = api("lin"), f"feedback/{rows.feedback.pk}/"
    assert send(client, "post", f"{path}answer/", {"reply": "We will"}).json()["reply"] == "We will"
    assert send(client, "post", f"{path}resolve/").status_code == 400  # nobody was dissatisfied


def test_a_complaint_is_judged_closed_and_reopened(api, rows) -> None:
    client, path = api("siv"), f"complaints/{rows.complaint.pk}/"
    judged = send(client, "post", f"{path}classify/", {"validity": "valid", "unit": rows.team.pk})
    assert (judged.status_code, judged.json()["unit"]) == (200, rows.team.pk)
    assert send(client, "post", f"{path}close/", {"outcome": "Repainted"}).json()["closed_at"]
    assert send(client, "post", f"{path}reopen/").json()["closed_at"] is None
    kinds = [row["kind"] for row in send(client, "get", f"{path}events/").json()["results"]]
    assert kinds == ["reopened", "closed", "classified"]
