"""Amounts in three currencies are added at the rate of their day; none is left out."""

from decimal import Decimal

from sales.actions import place_order


def test_revenue_adds_three_currencies(ask, lin, huawei, chair, rates):  # type: ignore[no-untyped-def]
    for currency in ("CNY", "USD", "EUR"):
        place_order(huawei, [{"product": chair, "quantity": 1, "unit_price": 100}], by=lin, currency=currency)
    assert ask("sales_revenue") == 100 + 100 * Decimal("7.25") + 100 * Decimal("7.80")
