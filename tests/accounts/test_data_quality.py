"""Customers are scored by the database: what is missing, from when on, whoever writes."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection

from accounts.actions import check_forms, record_check
from accounts.duplicates import likely_duplicates
from accounts.models import Customer, CustomerQuality, DataRule, User, ValueCheck
from crm_project.errors import ActionRefused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organisation")]


@pytest.fixture
def rules() -> list[DataRule]:
    return [DataRule.objects.create(field=name) for name in ("name", "phone", "email")]


def missing(customer: Customer) -> list[str]:
    return CustomerQuality.objects.standing().get(customer=customer).missing


def test_it_works(rules: Any) -> None:
    assert missing(Customer.objects.create(name="Huawei", phone="138")) == ["email"]


@pytest.mark.parametrize("word", ["", "  ", "n/a", "N/A", "-", "—", "unknown", "无", "暂无", "\u3000", "???"])
def test_a_placeholder_is_not_filled(rules: Any, word: str) -> None:
    assert missing(Customer.objects.create(name="Huawei", phone=word, email="a@b.cn")) == ["phone"]


def test_raw_sql_is_scored(rules: Any) -> None:
    customer = Customer.objects.create(name="Huawei", phone="138")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_customer SET email = 'a@b.cn'")
    assert missing(customer) == []


def test_what_stood_before_is_kept(rules: Any) -> None:
    customer = Customer.objects.create(name="Huawei")
    Customer.objects.update(phone="138")
    rows = CustomerQuality.objects.filter(customer=customer).order_by("at")
    assert [(row.filled, row.until is None) for row in rows] == [(1, False), (2, True)]


def test_the_first_row_reaches_back_to_the_day_it_is_known_since(rules: Any) -> None:
    customer = Customer.objects.create(name="Huawei", since=dt.date(2024, 5, 1))
    assert CustomerQuality.objects.get(customer=customer).at == dt.datetime(2024, 4, 30, 16, tzinfo=dt.UTC)


def test_a_new_rule_scores_everybody(rules: Any) -> None:
    customer = Customer.objects.create(name="Huawei", phone="138", email="a@b.cn")
    DataRule.objects.create(field="industry")
    assert missing(customer) == ["industry"]


def test_a_rule_for_persons_leaves_companies_alone(rules: Any) -> None:
    DataRule.objects.create(field="city", kind="person")
    assert missing(Customer.objects.create(name="Huawei", phone="138", email="a@b.cn")) == []


def test_a_change_of_nothing_required_writes_nothing(rules: Any) -> None:
    customer = Customer.objects.create(name="Huawei")
    Customer.objects.update(note="hello")
    assert CustomerQuality.objects.filter(customer=customer).count() == 1


def test_customers_deleted_by_sql_take_their_score_along(rules: Any) -> None:
    Customer.objects.create(name="Huawei")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_customer")
    assert not CustomerQuality.objects.exists()


def test_a_check_is_stamped_with_the_owner_of_the_day(lin: User) -> None:
    customer = Customer.objects.create(name="Huawei", owner=lin, phone="138")
    check = record_check(ValueCheck(customer=customer, field="phone", checked_on=dt.date(2025, 1, 6), valid=False), lin)
    assert (check.owner, check.team, check.value) == (lin, lin.teams.get(), "138")


def test_a_check_cannot_be_of_a_day_to_come(lin: User) -> None:
    customer = Customer.objects.create(name="Huawei")
    with pytest.raises(ActionRefused, match="still to come"):
        record_check(ValueCheck(customer=customer, field="phone", checked_on=dt.date(2999, 1, 1), valid=True), lin)


@pytest.mark.parametrize(
    ("field", "form", "value", "valid"),
    [
        ("email", "email", "a@b.cn", True),
        ("email", "email", "a@b", False),
        ("phone", "phone", "+86 138-0013-8000", True),
        ("phone", "phone", "00000000", False),
        ("phone", "phone", "12", False),
        ("website", "website", "https://example.cn/a", True),
        ("website", "website", "not a site", False),
    ],
)
def test_the_form_of_values(root: User, field: str, form: str, value: str, valid: bool) -> None:
    Customer.objects.bulk_create([Customer(name="Huawei", **{field: value})])
    DataRule.objects.create(field=field, check_kind=form)
    assert check_forms(by=root) == 1
    assert ValueCheck.objects.get().valid is valid


def test_a_value_is_not_checked_twice_as_it_stands(root: User) -> None:
    Customer.objects.create(name="Huawei", email="a@b.cn")
    DataRule.objects.create(field="email", check_kind="email")
    assert (check_forms(by=root), check_forms(by=root)) == (1, 0)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "Blue Crane Ltd."}, {"name": "blue crane"}),
        ({"name": "A", "email": "X@y.cn"}, {"name": "B", "email": "x@y.cn "}),
        ({"name": "A", "phone": "+86 138 0013 8000"}, {"name": "B", "phone": "13800138000"}),
        ({"name": "Shenzhen Lantern Works"}, {"name": "Shenzen Lantern Work"}),
    ],
)
def test_likely_duplicates(root: User, one: dict[str, str], other: dict[str, str]) -> None:
    first, second = Customer.objects.create(**one), Customer.objects.create(**other)
    assert [(pair.keep, pair.other) for pair in likely_duplicates(root)] == [(first, second)]


def test_duplicates_among_foreign_customers_are_not_told(lin: User) -> None:
    Customer.objects.create(name="Blue Crane"), Customer.objects.create(name="Blue Crane")
    assert likely_duplicates(lin) == []


@pytest.mark.parametrize(
    "path", ["customers/quality/", "customers/duplicates/", "data-rules/", "value-checks/", "value-checks/new/"]
)
def test_the_pages_open(sign_in: Any, max_: User, rules: Any, path: str) -> None:
    Customer.objects.create(name="Huawei", owner=max_)
    Customer.objects.create(name="Huawei", owner=max_, phone="138")
    assert sign_in(max_).get(f"/{path}").status_code == 200


def test_the_page_of_a_customer_says_what_is_missing(sign_in: Any, max_: User, rules: Any) -> None:
    customer = Customer.objects.create(name="Huawei", owner=max_)
    assert "Missing: e-mail, phone" in sign_in(max_).get(f"/customers/{customer.pk}/").content.decode()
