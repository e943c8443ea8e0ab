"""The same month of two years is two months, and growth on nothing is no number."""

import datetime as dt

from analytics.periods import month_of
from sales.actions import place_order


def test_may_of_two_years(ask, lin, huawei, chair, now):  # type: ignore[no-untyped-def]
    for year, price in ((2023, 10), (2024, 30)):
        at = dt.datetime(year, 5, 2, 4, tzinfo=dt.UTC)
        place_order(huawei, [{"product": chair, "quantity": 1, "unit_price": price}], by=lin, ordered_at=at)
    mays = [month_of(dt.date(year, 5, 1)) for year in (2023, 2024)]
    assert [ask("sales_revenue", may) for may in mays] == [10, 30]


def test_growth_on_an_empty_month_is_nothing(ask, lin, huawei, chair):  # type: ignore[no-untyped-def]
    place_order(huawei, [{"product": chair, "quantity": 1, "unit_price": 30}], by=lin)
    assert ask("sales_growth_rate") is None
