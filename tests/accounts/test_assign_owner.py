"""Whose a customer is, from when on."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.actions import assign_owner, create_customer, update_customer
from accounts.models import Customer, CustomerStatus, Membership, Team, User
from accounts.queries import owner_at, stamp_for, start_of_day
from crm_project.errors import ActionRefused

TODAY = dt.date(2024, 5, 10)


@pytest.fixture(autouse=True)
def clock(time_machine) -> None:
    time_machine.move_to(dt.datetime(2024, 5, 10, 4, tzinfo=dt.UTC), tick=False)


@pytest.fixture
def huawei(lin: User) -> Customer:
    return create_customer(Customer(name="Huawei", owner=lin, since=dt.date(2024, 1, 1)), lin)


def day(month: int, number: int) -> dt.datetime:
    return start_of_day(dt.date(2024, month, number))


def test_it_works(huawei: Customer, omar: User, south: Team, max_: User) -> None:
    after = assign_owner(huawei, omar, by=max_)
    assert (after.owner, after.team) == (omar, south)
    assert owner_at(huawei, timezone.now()) == omar


def test_a_past_day_keeps_its_owner(huawei: Customer, lin: User, omar: User, max_: User) -> None:
    assign_owner(huawei, omar, by=max_)
    assert owner_at(huawei, day(3, 1)) == lin


def test_a_past_handover_counts_from_its_day(huawei: Customer, lin: User, omar: User, max_: User) -> None:
    assign_owner(huawei, omar, day(2, 1), by=max_)
    assert [owner_at(huawei, day(1, 31)), owner_at(huawei, day(2, 1))] == [lin, omar]
    assert Customer.objects.get().owner == omar


def test_a_past_handover_stops_at_the_next_one(huawei: Customer, sam: User, omar: User, max_: User) -> None:
    assign_owner(huawei, sam, day(4, 1), by=max_)
    assign_owner(huawei, omar, day(2, 1), by=max_)
    assert [owner_at(huawei, day(2, 1)), owner_at(huawei, day(4, 1))] == [omar, sam]
    assert Customer.objects.get().owner == sam


def test_a_change_of_status_in_between_keeps_the_new_owner(
    huawei: Customer, lin: User, omar: User, max_: User, time_machine
) -> None:
    huawei.status = Customer.Status.CUSTOMER
    update_customer(huawei, lin)
    assign_owner(huawei, omar, day(2, 1), by=max_)
    last = CustomerStatus.objects.filter(customer=huawei).latest("at")
    assert (last.status, last.owner) == (Customer.Status.CUSTOMER, omar)


def test_the_team_is_that_of_the_day(huawei: Customer, omar: User, north: Team, max_: User) -> None:
    Membership.objects.filter(user=omar).update(until=dt.date(2024, 2, 29))
    Membership.objects.create(user=omar, team=north, since=dt.date(2024, 3, 1))
    assert stamp_for(omar, huawei, day(2, 29)).team_id != north.pk
    assert stamp_for(omar, huawei, day(3, 1)).team_id == north.pk


def test_the_future_is_refused(huawei: Customer, omar: User, max_: User) -> None:
    with pytest.raises(ActionRefused):
        assign_owner(huawei, omar, day(6, 1), by=max_)


def test_somebody_who_left_is_refused(huawei: Customer, omar: User, max_: User) -> None:
    omar.is_active = False
    with pytest.raises(ActionRefused):
        assign_owner(huawei, omar, by=max_)


def test_the_history_starts_when_the_customer_is_known(huawei: Customer, lin: User) -> None:
    first = CustomerStatus.objects.get(customer=huawei)
    assert (first.at, first.owner, first.status) == (day(1, 1), lin, Customer.Status.PROSPECT)


def test_a_rep_owns_the_customer_they_enter(lin: User, north: Team) -> None:
    customer = create_customer(Customer(name="ZTE"), lin)
    assert (customer.owner, customer.team) == (lin, north)
