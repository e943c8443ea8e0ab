"""A rep in two teams has each deal once: nothing is summed over a to-many join."""

import datetime as dt
from decimal import Decimal

from accounts.models import Membership
from analytics.models import Target
from sales.actions import place_order


def test_attainment_counts_an_order_once(ask, lin, south, huawei, chair):  # type: ignore[no-untyped-def]
    Membership.objects.create(user=lin, team=south, since=dt.date(2020, 1, 1))
    Target.objects.create(starts_on=dt.date(2024, 5, 1), owner=lin, amount=100)
    place_order(huawei, [{"product": chair, "quantity": 1, "unit_price": 50}], by=lin)
    assert ask("sales_quota_attainment") == Decimal("0.5")
