"""How long a deal was in a stage is a query over rows, not a text."""

import datetime as dt

from sales.actions import move_deal
from sales.models import StageChange


def test_days_in_the_first_stage(deal, stages, lin, now):  # type: ignore[no-untyped-def]
    now.shift(dt.timedelta(days=3))
    move_deal(deal, stages["offer"], by=lin)
    first, second = StageChange.objects.filter(deal=deal)
    assert (second.at - first.at).days == 3
