"""The books of the loyalty programme: they always balance, and are only added to."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.actions import erase_person, merge_customers
from accounts.models import Customer, Organisation, User
from crm_project.errors import ActionRefused
from sales.actions import (
    cancel_order,
    edit_order_lines,
    expire_points,
    place_order,
    redeem_points,
    refund_order,
)
from sales.models import LoyaltyBooking, LoyaltyEntry, LoyaltyProgramme, Product
from sales.queries import points_of


@pytest.fixture
def programme(db: Any) -> LoyaltyProgramme:
    return LoyaltyProgramme.objects.create(pk=1, active=True, points_per_unit=Decimal("0.5"), expires_after_days=30)


def test_an_order_earns_by_line_rounded_down(programme, huawei, order):
    assert points_of(huawei) == 5 + 10 + 35


def test_shipping_and_a_programme_that_rests_earn_nothing(huawei, order):
    assert points_of(huawei) == 0


def test_a_refund_takes_points_back(programme, huawei, order, lin):
    refund_order(order, by=lin, amount=Decimal(50))
    assert points_of(huawei) == 2 + 5 + 17  # half of 10, 20 and 70 is left


def test_a_cancelled_order_earned_nothing(programme, huawei, order, lin):
    cancel_order(order, by=lin)
    assert points_of(huawei) == 0


def test_other_lines_bring_other_points(programme, huawei, order, chair, lin):
    edit_order_lines(order, [{"product": chair, "unit_price": Decimal(8)}], by=lin)
    assert points_of(huawei) == 4


def test_an_order_from_before_the_programme_never_earns(huawei, order, lin):
    LoyaltyProgramme.objects.create(pk=1, active=True)
    refund_order(order, by=lin, amount=Decimal(5))
    assert not LoyaltyBooking.objects.exists()


def test_no_more_is_redeemed_than_there_is(programme, huawei, order, lin):
    redeem_points(huawei, 40, by=lin)
    with pytest.raises(ActionRefused, match="There are only 10 points"):
        redeem_points(huawei, 11, by=lin)


def test_old_points_expire_once_what_was_spent_first_taken_off(programme, huawei, order, lin, now):
    redeem_points(huawei, 40, by=lin)
    now.shift(dt.timedelta(days=31))
    assert (expire_points(), expire_points(), points_of(huawei)) == (1, 0, 0)


def test_young_points_stay(programme, huawei, order, now):
    now.shift(dt.timedelta(days=29))
    assert (expire_points(), points_of(huawei)) == (0, 50)


def test_points_of_a_merged_duplicate_count(programme, huawei, order):
    survivor = Customer.objects.create(name="Huawei Group")
    merge_customers(survivor, huawei, by=None)
    assert points_of(survivor) == 50


@pytest.mark.parametrize("change", ["UPDATE sales_loyaltyentry SET points = 1", "DELETE FROM sales_loyaltybooking"])
def test_nothing_is_changed_or_deleted(programme, order, change):
    with pytest.raises(IntegrityError, match="only added to"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_a_booking_that_does_not_balance_is_refused(programme, huawei):
    with pytest.raises(IntegrityError, match="not to 0"), transaction.atomic():
        booking = LoyaltyBooking.objects.create(customer=huawei, kind="earn")
        LoyaltyEntry.objects.create(booking=booking, account="balance", points=5)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


DEEDS = st.lists(st.tuples(st.sampled_from(["buy", "refund", "cancel", "redeem", "expire"]), st.integers(1, 90)), max_size=8)  # fmt: skip


class Books(TestCase):
    @settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(deeds=DEEDS)
    def test_they_always_balance(self, deeds: list[tuple[str, int]]) -> None:
        Organisation.objects.create(pk=1, name="Blue Crane")
        LoyaltyProgramme.objects.create(pk=1, active=True, points_per_unit=Decimal("0.7"), expires_after_days=1)
        user = User.objects.create(username="lin")
        customer = Customer.objects.create(name="Wei", owner=user)
        chair = Product.objects.create(sku="CH", name="Chair", price=10)
        orders: list[Any] = []
        for deed, number in deeds:
            try:
                if deed == "buy":
                    lines = [{"product": chair, "quantity": Decimal(number)}, {"product": chair}]
                    orders.append(place_order(customer, lines, by=user))
                elif deed == "redeem":
                    redeem_points(customer, number, by=user)
                elif deed == "expire":
                    expire_points(orders[-1].ordered_at + dt.timedelta(days=number) if orders else None)
                elif orders and deed == "refund":
                    refund_order(orders[number % len(orders)], by=user, amount=Decimal(number))
                elif orders:
                    cancel_order(orders[number % len(orders)], by=user)
            except ActionRefused:
                continue
        sums = LoyaltyEntry.objects.order_by().values("booking").annotate(total=Sum("points"))
        accounts = dict(LoyaltyEntry.objects.order_by().values_list("account").annotate(total=Sum("points")))
        assert [row for row in sums if row["total"]] == []
        assert sum(accounts.values()) == 0
        assert points_of(customer) == accounts.get("balance", 0)


pytestmark = [pytest.mark.django_db]


def test_words_about_whoever_is_erased_go_and_their_points_stay(programme, huawei, order, root):
    redeem_points(huawei, 5, by=root, note="For the birthday of Mr Wang")
    before = points_of(huawei)
    erase_person(huawei, by=root)
    assert (set(LoyaltyBooking.objects.values_list("note", flat=True)), points_of(huawei)) == ({""}, before)
