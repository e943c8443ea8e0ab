"""Two records of one customer count as one; the rows stay where they were written."""

import pytest

from accounts.actions import (
    create_customer,
    log_interaction,
    merge_customers,
    unmerge_customer,
    update_customer,
)
from accounts.models import Customer, User
from crm_project.errors import ActionRefused


@pytest.fixture
def three(lin: User) -> list[Customer]:
    return [create_customer(Customer(name=name, owner=lin), lin) for name in ("Huawei", "HuaWei", "华为")]


def into(customer: Customer) -> Customer | None:
    return Customer.objects.get(pk=customer.pk).merged_into


def test_it_works(three: list[Customer], root: User) -> None:
    merge_customers(three[0], three[1], by=root)
    assert into(three[1]) == three[0]
    assert list(Customer.objects.same_as(three[0]).order_by("pk")) == three[:2]


def test_a_chain_is_flattened(three: list[Customer], root: User) -> None:
    merge_customers(three[1], three[2], by=root)
    merge_customers(three[0], three[1], by=root)
    assert [into(three[1]), into(three[2])] == [three[0], three[0]]


def test_taking_it_back_brings_back_what_came_along(three: list[Customer], root: User) -> None:
    merge_customers(three[1], three[2], by=root)
    merge_customers(three[0], three[1], by=root)
    unmerge_customer(three[1], by=root)
    assert [into(three[1]), into(three[2])] == [None, three[1]]


def test_itself_is_refused(three: list[Customer], root: User) -> None:
    with pytest.raises(ActionRefused):
        merge_customers(three[0], three[0], by=root)


def test_a_circle_is_refused(three: list[Customer], root: User) -> None:
    merge_customers(three[0], three[1], by=root)
    with pytest.raises(ActionRefused):
        merge_customers(three[1], three[0], by=root)


def test_twice_is_refused(three: list[Customer], root: User) -> None:
    merge_customers(three[0], three[1], by=root)
    with pytest.raises(ActionRefused):
        merge_customers(three[2], three[1], by=root)


def test_touches_stay_on_their_row(three: list[Customer], lin: User, root: User) -> None:
    touch = log_interaction(lin, three[1])
    merge_customers(three[0], three[1], by=root)
    touch.refresh_from_db()
    assert touch.customer == three[1]


def test_a_new_touch_goes_to_the_survivor(three: list[Customer], lin: User, root: User) -> None:
    merge_customers(three[0], three[1], by=root)
    assert log_interaction(lin, Customer.objects.get(pk=three[1].pk)).customer == three[0]


def test_a_merged_customer_is_not_edited(three: list[Customer], lin: User, root: User) -> None:
    merge_customers(three[0], three[1], by=root)
    merged = Customer.objects.get(pk=three[1].pk)
    with pytest.raises(ActionRefused):
        update_customer(merged, lin)
