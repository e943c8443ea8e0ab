"""The rows behind a side add up to it, page by page."""

from __future__ import annotations

from decimal import Decimal

import pytest

from accounts.models import Organisation
from analytics.behind import rows_behind
from analytics.figures import Reader
from analytics.kpi import Derived, Kpi
from analytics.kpis import KPIS
from tests.analytics.busy import Busy
from tests.analytics.conftest import questions

QUOTA_SIDES = {("sales_quota", "numerator"), ("sales_quota_attainment", "denominator")}  # targets, not rows of a fact
# Sizes of markets; growth rates, behind which stand the rows of two windows.
QUOTA_SIDES |= {("market_share", "denominator")}
QUOTA_SIDES |= {("channel_effectiveness", side) for side in ("numerator", "denominator")}  # channels
QUOTA_SIDES |= {("ad_effectiveness_ratio", side) for side in ("numerator", "denominator")}
# A product of factors: their rows stand behind it, their sums do not make it.
QUOTA_SIDES |= {("sales_velocity", side) for side in ("numerator", "denominator")}
# Composites: the scores, buyers and answers behind them are weighted, not added.
QUOTA_SIDES |= {("customer_satisfaction_index", side) for side in ("numerator", "denominator")}
QUOTA_SIDES |= {("ad_success_index", side) for side in ("numerator", "denominator")}
QUOTA_SIDES |= {("customer_loyalty_index", "numerator")}


@pytest.mark.django_db
@pytest.mark.parametrize("side", ["numerator", "denominator"])
def test_rows_add_up_to_the_side(filled: Busy, organisation: Organisation, side: str) -> None:
    wrong = [
        (kpi.code, str(window), filters)
        for kpi in KPIS.values()
        for window, filters in questions(filled, organisation)[2::3]
        if (kpi.code, side) not in QUOTA_SIDES
        and set(filters) <= set(kpi.dimensions)
        and not adds_up(kpi, side, Reader(organisation, filters), window)
    ]
    assert not wrong


def adds_up(kpi: Kpi, side: str, reader: Reader, window) -> bool:  # type: ignore[no-untyped-def]
    wanted = getattr(reader.figure(kpi, window), side)
    found = rows_behind(reader, kpi, window, side, limit=7)
    total = sum((row.amount for row in found.rows), Decimal(0))
    count, after = len(found.rows), found.following
    while after:
        page = rows_behind(reader, kpi, window, side, limit=7, after=after)
        total, count, after = total + sum(row.amount for row in page.rows), count + len(page.rows), page.following
    if wanted is None:
        return isinstance(kpi, Derived) or not found.rows
    scale = kpi.unit.scale if side == "numerator" else 1
    return (total, count) == (found.total, found.count) and round(total / scale - wanted, 12) == 0
