"""An amount is written in the currency it is in, wherever its column stands."""

from __future__ import annotations

from crm_project.columns import column_of
from sales.models import Order, Refund


def test_an_order_s_amount_is_in_the_order_s_currency():
    assert column_of(Order, "net").currency == "currency"


def test_a_refund_s_amount_is_in_its_order_s_currency():
    assert Refund(order=Order(currency="EUR")).currency == "EUR"
    assert column_of(Refund, "amount").currency == "currency"


def test_what_is_in_home_currency_stays_so():
    assert column_of(Order, "net_home").currency == ""
