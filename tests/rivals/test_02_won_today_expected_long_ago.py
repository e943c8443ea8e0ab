"""A deal counts on the day it is won, not on the day it was expected; attainment is not capped."""

import datetime as dt
from decimal import Decimal

from analytics.models import Target
from sales.actions import place_order, win_deal


def test_a_deal_counts_when_it_is_won(ask, deal, lin):  # type: ignore[no-untyped-def]
    deal.expected_close = dt.date(2023, 1, 31)
    deal.save()
    win_deal(deal, by=lin)
    assert ask("win_rate") == 1


def test_130_percent_is_130_percent(ask, lin, huawei, chair):  # type: ignore[no-untyped-def]
    Target.objects.create(starts_on=dt.date(2024, 5, 1), owner=lin, amount=100)
    place_order(huawei, [{"product": chair, "quantity": 1, "unit_price": 130}], by=lin)
    assert ask("sales_quota_attainment", owner=[lin.pk]) == Decimal("1.3")
