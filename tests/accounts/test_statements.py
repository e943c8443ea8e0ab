"""Logging a touch is done many times a day, so what it costs is a budget (savepoints counted)."""

from typing import Any

from accounts.actions import create_customer, log_interaction
from accounts.models import Customer, User
from sales.actions import place_order


def test_logging_a_touch(lin: User, django_assert_max_num_queries: Any) -> None:
    huawei = create_customer(Customer(name="Huawei", owner=lin), lin)
    with django_assert_max_num_queries(20):
        log_interaction(lin, huawei, subject="Renewal")


def test_an_order_of_any_length(lin: User, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(33):  # one asks who wants to be told by a webhook
        place_order(None, [{"unit_price": 1}] * 200, by=lin)
