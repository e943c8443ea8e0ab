"""What customers suggest: received, answered, settled."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.models import Customer, Organisation, User
from crm_project.errors import ActionRefused
from marketing.actions import answer_feedback, create_feedback, resolve_feedback, update_feedback
from marketing.models import Feedback

AT = dt.datetime(2024, 5, 6, 2, tzinfo=dt.UTC)


@pytest.fixture
def feedback(lin: User, mia: User) -> Feedback:
    Organisation.objects.update(feedback_target_hours=24)
    customer = Customer.objects.create(name="Huawei", owner=lin)
    return create_feedback(Feedback(text="Too cold", customer=customer, dissatisfied=True, received_at=AT), mia)


def test_it_works(feedback: Feedback, lin: User, mia: User) -> None:
    answered = answer_feedback(feedback, by=mia, reply="Sorry", at=AT + dt.timedelta(hours=5))
    resolved = resolve_feedback(answered, by=mia, at=AT + dt.timedelta(days=2))
    assert (resolved.owner, resolved.target_hours, resolved.reply) == (lin, 24, "Sorry")


def test_the_first_answer_counts(feedback: Feedback, mia: User) -> None:
    for hours in (5, 9):
        answer_feedback(feedback, by=mia, at=AT + dt.timedelta(hours=hours))
    assert Feedback.objects.get().answered_at == AT + dt.timedelta(hours=5)


def test_an_answer_before_the_question_is_refused(feedback: Feedback, mia: User) -> None:
    with pytest.raises(ActionRefused):
        answer_feedback(feedback, by=mia, at=AT - dt.timedelta(hours=1))


def test_only_dissatisfaction_is_resolved(mia: User, organisation: Organisation) -> None:
    praise = create_feedback(Feedback(text="Lovely"), mia)
    with pytest.raises(ActionRefused):
        resolve_feedback(praise, by=mia)


def test_it_is_resolved_once(feedback: Feedback, mia: User) -> None:
    resolve_feedback(feedback, by=mia)
    with pytest.raises(ActionRefused):
        resolve_feedback(feedback, by=mia)


def test_it_cannot_be_received_after_its_answer(feedback: Feedback, mia: User) -> None:
    answered = answer_feedback(feedback, by=mia, at=AT + dt.timedelta(hours=5))
    answered.received_at = AT + dt.timedelta(hours=6)
    with pytest.raises(ActionRefused):
        update_feedback(answered, mia)
