"""A manager's figure is about exactly the records of the manager's list."""

from decimal import Decimal

from analytics.access import own_scope
from sales.actions import place_order
from sales.models import Order


def test_the_figure_is_the_sum_of_the_list(ask, lin, omar, max_, huawei, chair):  # type: ignore[no-untyped-def]
    for owner in (lin, omar):
        place_order(huawei, [{"product": chair, "quantity": 1, "unit_price": 70}], by=owner, owner=owner)
    listed = sum((order.net_home for order in Order.objects.visible_to(max_)), Decimal(0))
    assert (ask("sales_revenue", **own_scope(max_).filters()), listed) == (70, 70)
