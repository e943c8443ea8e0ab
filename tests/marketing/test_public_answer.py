"""The page an invitation leads to: opening it records nothing, its button does, once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from accounts.models import Customer, User
from marketing.actions import invite, save_survey
from marketing.models import Answer, Invitation, Survey


@pytest.fixture
def address(mia: User) -> str:
    data = {"name": "Would you tell a friend?", "kind": "nps", "opens_on": dt.date(2020, 1, 1)}
    invite(save_survey(Survey(), data, by=mia), [Customer.objects.create(name="Huawei")], by=mia)
    return f"/s/{Invitation.objects.get().token}/"


def test_it_works(client: Any, address: str) -> None:
    assert client.post(address, {"score": "9"}).status_code == 302
    assert Answer.objects.get().score == 9


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_it_records_nothing(client: Any, address: str, method: str) -> None:
    assert getattr(client, method)(f"{address}?score=9").status_code == 200
    assert not Answer.objects.exists()


def test_a_second_answer_changes_nothing(client: Any, address: str) -> None:
    client.post(address, {"score": "9"})
    assert client.post(address, {"score": "1"}).status_code == 200
    assert Answer.objects.get().score == 9


def test_an_unknown_address_is_not_there(client: Any, address: str) -> None:
    assert client.get("/s/nobody/").status_code == 404


@pytest.mark.parametrize("data", [{}, {"score": "11"}, {"score": "x"}, {"score": "9\x00"}])
def test_bad_input_gets_a_sentence(client: Any, address: str, data: dict[str, str]) -> None:
    assert client.post(address, data).status_code == 400
    assert not Answer.objects.exists()


def test_it_speaks_the_reader_s_language(client: Any, address: str) -> None:
    page = client.get(address, headers={"accept-language": "zh-CN"}).content.decode()
    assert "提交我的回答" in page


def test_a_survey_that_is_over_says_so(client: Any, address: str) -> None:
    Survey.objects.update(closes_on=dt.date(2020, 1, 2))
    assert client.post(address, {"score": "9"}).status_code == 200
    assert not Answer.objects.exists()
