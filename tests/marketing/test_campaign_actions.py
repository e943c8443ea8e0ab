"""Whom a campaign reaches, who answers, what it costs."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from accounts.actions import create_customer, merge_customers
from accounts.models import Customer, User
from crm_project.errors import ActionRefused
from marketing.actions import (
    add_members,
    cancel_campaign,
    create_campaign,
    record_contact,
    record_response,
    record_spend,
    record_took_part,
)
from marketing.models import Campaign, Member, Spend

MAY = [dt.date(2024, 5, day) for day in range(1, 32)]


@pytest.fixture
def spring(mia: User, time_machine: Any) -> Campaign:
    time_machine.move_to(dt.datetime(2024, 5, 10, 4, tzinfo=dt.UTC), tick=False)
    return create_campaign(Campaign(name="Spring", starts_on=MAY[0], ends_on=MAY[19]), mia)


@pytest.fixture
def customers(lin: User) -> list[Customer]:
    return [create_customer(Customer(name=name, owner=lin), lin) for name in ("A", "B", "C")]


def test_it_works(spring: Campaign, customers: list[Customer], mia: User) -> None:
    assert add_members(spring, customers, by=mia, contacted_on=MAY[2]) == 3
    member = Member.objects.get(customer=customers[0])
    record_response(member, by=mia, on=MAY[4])
    record_took_part(member, by=mia, on=MAY[5])
    assert Member.objects.with_response().filter(responded=True).get() == member
    assert (member.contacted_on, Member.objects.get(pk=member.pk).took_part_on) == (MAY[2], MAY[5])


def test_each_customer_once(spring: Campaign, customers: list[Customer], mia: User) -> None:
    add_members(spring, customers[:2], by=mia)
    assert add_members(spring, customers + customers, by=mia) == 1


def test_a_duplicate_counts_as_its_survivor(spring: Campaign, customers: list[Customer], mia: User, root: User) -> None:
    merge_customers(customers[0], customers[1], by=root)
    assert add_members(spring, Customer.objects.all(), by=mia) == 2


def test_an_answer_before_the_message_is_refused(spring: Campaign, customers: list[Customer], mia: User) -> None:
    add_members(spring, customers, by=mia, contacted_on=MAY[4])
    member = Member.objects.latest("id")
    for act in (record_response, record_took_part):
        with pytest.raises(ActionRefused):
            act(member, by=mia, on=MAY[3])


def test_a_day_to_come_is_refused(spring: Campaign, customers: list[Customer], mia: User) -> None:
    add_members(spring, customers, by=mia)
    with pytest.raises(ActionRefused):
        record_contact(Member.objects.latest("id"), by=mia, on=MAY[20])


def test_what_was_called_off_gets_no_members(spring: Campaign, customers: list[Customer], mia: User) -> None:
    cancel_campaign(spring, by=mia)
    with pytest.raises(ActionRefused):
        add_members(spring, customers, by=mia)


def test_it_ends_after_it_starts(mia: User) -> None:
    with pytest.raises(ActionRefused):
        create_campaign(Campaign(name="X", starts_on=MAY[1], ends_on=MAY[0]), mia)


def test_spend(spring: Campaign, mia: User) -> None:
    spend = record_spend(Spend(day=MAY[0], campaign=spring, planned=Decimal(100), actual=Decimal(90)), mia)
    assert (spend.owner, Spend.objects.promotion().get()) == (mia, spend)


def test_service_cost_wins_nobody(spring: Campaign, mia: User) -> None:
    with pytest.raises(ActionRefused):
        record_spend(Spend(day=MAY[0], kind="customer_service", actual=Decimal(5)), mia)
