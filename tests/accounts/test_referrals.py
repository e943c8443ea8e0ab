"""Who sent us whom."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.actions import create_referral, merge_customers
from accounts.models import Customer, Referral, User
from crm_project.errors import ActionRefused

DAY = dt.date(2025, 3, 1)


@pytest.fixture
def pair(mia: User) -> list[Customer]:
    return [Customer.objects.create(name=name) for name in ("Huawei", "Lenovo")]


def test_it_works(pair: list[Customer], mia: User) -> None:
    create_referral(Referral(referrer=pair[0], customer=pair[1], on=DAY), mia)
    assert Referral.objects.genuine().count() == 1


def test_nobody_refers_themselves(pair: list[Customer], mia: User) -> None:
    with pytest.raises(ActionRefused):
        create_referral(Referral(referrer=pair[0], customer=pair[0], on=DAY), mia)


def test_who_turned_out_to_be_the_same_does_not_count(pair: list[Customer], mia: User) -> None:
    create_referral(Referral(referrer=pair[0], customer=pair[1], on=DAY), mia)
    merge_customers(pair[0], pair[1], by=mia)
    assert Referral.objects.genuine().count() == 0


def test_a_customer_is_sent_once(pair: list[Customer], mia: User) -> None:
    other = Customer.objects.create(name="Other")
    create_referral(Referral(referrer=pair[0], customer=pair[1], on=DAY), mia)
    with pytest.raises(ActionRefused):
        create_referral(Referral(referrer=other, customer=pair[1], on=DAY), mia)


def test_a_day_to_come_is_refused(pair: list[Customer], mia: User) -> None:
    with pytest.raises(ActionRefused):
        create_referral(Referral(referrer=pair[0], customer=pair[1], on=dt.date(2999, 1, 1)), mia)
