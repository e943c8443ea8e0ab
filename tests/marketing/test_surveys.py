"""Whom a survey asks, what is taken for an answer, and what is not."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from accounts.actions import create_customer, merge_customers
from accounts.models import Customer, User
from crm_project.errors import ActionRefused
from marketing.actions import answer_invitation, invite, record_answer, save_survey
from marketing.models import Answer, Invitation, Survey

MAY = [dt.date(2024, 5, day) for day in range(1, 32)]


@pytest.fixture
def wave(mia: User, time_machine: Any) -> Survey:
    time_machine.move_to(dt.datetime(2024, 5, 10, 4, tzinfo=dt.UTC), tick=False)
    data = {"name": "How was it?", "kind": "index", "opens_on": MAY[0], "closes_on": MAY[19]}
    return save_survey(Survey(), data, by=mia)


@pytest.fixture
def huawei(lin: User) -> Customer:
    return create_customer(Customer(name="Huawei", owner=lin), lin)


def test_it_works(wave: Survey, huawei: Customer, mia: User, lin: User) -> None:
    assert invite(wave, [huawei], by=mia) == 1
    attribute = wave.attributes.get(name="Product quality")
    answer = answer_invitation(Invitation.objects.get(), {attribute.pk: 4})
    assert (answer.owner, answer.customer, answer.scores.get().score) == (lin, huawei, 4)


def test_an_index_asks_the_usual_attributes_of_equal_weight(wave: Survey) -> None:
    assert set(wave.attributes.values_list("weight", flat=True)) == {1}
    assert wave.attributes.count() == 4


def test_weights_may_change_but_scored_attributes_stay(wave: Survey, mia: User) -> None:
    kept = wave.attributes.get(name="Product quality")
    record_answer(Answer(survey=wave), mia, {kept.pk: 5})
    save_survey(wave, {"attributes": [{"name": "Product quality", "weight": 3}]}, by=mia)
    assert wave.attributes.get().weight == 3
    with pytest.raises(ActionRefused):
        save_survey(wave, {"attributes": [{"name": "Colour", "weight": 1}]}, by=mia)


def test_a_recommendation_survey_asks_from_0_to_10(mia: User) -> None:
    survey = save_survey(Survey(), {"name": "NPS", "kind": "nps", "opens_on": MAY[0]}, by=mia)
    assert list(survey.choices) == list(range(11))


def test_nobody_is_asked_twice_while_the_first_waits(wave: Survey, huawei: Customer, mia: User) -> None:
    invite(wave, [huawei], by=mia)
    assert invite(wave, [huawei], by=mia) == 0


def test_a_duplicate_is_asked_as_its_survivor(wave: Survey, huawei: Customer, lin: User, mia: User) -> None:
    twin = create_customer(Customer(name="Hua Wei", owner=lin), lin)
    merge_customers(huawei, twin, by=mia)
    assert invite(wave, [huawei, Customer.objects.get(pk=twin.pk)], by=mia) == 1


def test_an_invitation_is_answered_once(wave: Survey, huawei: Customer, mia: User) -> None:
    invite(wave, [huawei], by=mia)
    answer_invitation(Invitation.objects.get(), {}, comment="Fine")
    with pytest.raises(ActionRefused):
        answer_invitation(Invitation.objects.get(), {}, comment="Fine")


@pytest.mark.parametrize("score", [0, 6])
def test_a_score_off_the_scale_is_refused(wave: Survey, mia: User, score: int) -> None:
    with pytest.raises(ActionRefused):
        record_answer(Answer(survey=wave, score=score), mia)


def test_an_attribute_of_another_survey_is_refused(wave: Survey, mia: User) -> None:
    with pytest.raises(ActionRefused):
        record_answer(Answer(survey=wave), mia, {987654: 3})


def test_nothing_said_is_no_answer(wave: Survey, mia: User) -> None:
    with pytest.raises(ActionRefused):
        record_answer(Answer(survey=wave), mia)


def test_a_survey_that_is_over_takes_no_answer(wave: Survey, mia: User, time_machine: Any) -> None:
    time_machine.move_to(dt.datetime(2024, 5, 20, 16, tzinfo=dt.UTC), tick=False)  # the 21st in Shanghai
    with pytest.raises(ActionRefused):
        record_answer(Answer(survey=wave, score=3), mia)


def test_what_it_asks_stays_once_answered(wave: Survey, mia: User) -> None:
    record_answer(Answer(survey=wave, score=3), mia)
    with pytest.raises(ActionRefused):
        save_survey(wave, {"scale": "ten"}, by=mia)
