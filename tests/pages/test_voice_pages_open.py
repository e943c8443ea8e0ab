"""The pages of surveys, answers, feedback, complaints and referrals answer, with and without rows."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Customer, Referral
from marketing.actions import create_feedback, invite, record_answer, save_survey
from marketing.models import Answer, Feedback, Survey
from service.actions import close_complaint, create_complaint
from service.models import Complaint

NAMES = ["marketing:survey", "marketing:answer", "marketing:feedback", "service:complaint", "accounts:referral"]
VERBS = [
    "marketing:survey_invite",
    "marketing:answer_create",
    "marketing:feedback_answer",
    "marketing:feedback_resolve",
]
VERBS += ["service:complaint_classify", "service:complaint_close", "service:complaint_reopen"]


@pytest.fixture
def records(root):
    customer, other = (Customer.objects.create(name=name) for name in ("Huawei", "Lenovo"))
    survey = save_survey(Survey(), {"name": "Ad", "kind": "ad", "opens_on": dt.date(2020, 1, 1)}, by=root)
    invite(survey, [customer], by=root)
    answer = record_answer(
        Answer(survey=survey, customer=customer, recalls_ad=True), root, {survey.attributes.first().pk: 4}
    )
    complaint = create_complaint(Complaint(subject="Cold", customer=customer), root)
    close_complaint(complaint, by=root)
    return {
        "survey": survey,
        "answer": answer,
        "feedback": create_feedback(Feedback(text="More tea", customer=customer, dissatisfied=True), root),
        "complaint": complaint,
        "referral": Referral.objects.create(referrer=customer, customer=other, on=dt.date(2025, 1, 1)),
    }


@pytest.mark.parametrize("name", NAMES)
def test_list_without_rows(sign_in: Any, root: Any, name: str) -> None:
    assert sign_in(root).get(reverse(f"{name}_list")).status_code == 200


@pytest.mark.parametrize("name", [name for name in NAMES if name != "marketing:answer"])
def test_create(sign_in: Any, root: Any, name: str) -> None:
    assert sign_in(root).get(reverse(f"{name}_create")).status_code == 200


@pytest.mark.parametrize("place", ["detail", "edit", "delete"])
@pytest.mark.parametrize("name", NAMES)
def test_record(sign_in: Any, root: Any, records: Any, name: str, place: str) -> None:
    record = records[name.partition(":")[2]]
    assert sign_in(root).get(reverse(f"{name}_{place}", args=[record.pk])).status_code == 200


@pytest.mark.parametrize("name", NAMES)
def test_list(sign_in: Any, root: Any, records: Any, name: str) -> None:
    assert sign_in(root).get(reverse(f"{name}_list")).status_code == 200


@pytest.mark.parametrize("verb", VERBS)
def test_verb(sign_in: Any, root: Any, records: Any, verb: str) -> None:
    kind = "survey" if verb.endswith("answer_create") else verb.partition(":")[2].partition("_")[0]
    assert sign_in(root).get(reverse(verb, args=[records[kind].pk])).status_code == 200


def test_a_rep_writes_down_what_a_customer_said(sign_in: Any, lin: Any, records: Any) -> None:
    attribute = records["survey"].attributes.last()
    data = {"via": "phone", f"attribute_{attribute.pk}": "5", "recognises_ad": "true"}
    assert sign_in(lin).post(f"/surveys/{records['survey'].pk}/answer/", data).status_code == 302
    assert (Answer.objects.latest("pk").owner, Answer.objects.latest("pk").recognises_ad) == (lin, True)


def test_a_survey_is_made_with_its_attributes(sign_in: Any, mia: Any) -> None:
    rows = {"attributes-TOTAL_FORMS": 1, "attributes-INITIAL_FORMS": 0, "attributes-0-name": "Taste"}
    data = {"name": "Tea", "kind": "index", "scale": "five", "touchpoint": "relation", "opens_on": "2025-01-01"}
    answer = sign_in(mia).post("/surveys/new/", {**data, **rows, "attributes-0-weight": "2"})
    assert answer.status_code == 302, answer.context["form"].errors
    assert Survey.objects.get().attributes.get().weight == 2


def test_a_marketer_sees_complaints_but_does_not_judge(sign_in: Any, mia: Any, records: Any) -> None:
    client = sign_in(mia)
    assert client.get(reverse("service:complaint_detail", args=[records["complaint"].pk])).status_code == 200
    assert client.get(reverse("service:complaint_classify", args=[records["complaint"].pk])).status_code == 403
