"""A segment's pace is what nine of ten gaps between its customers' orders keep within."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.models import Customer, Organisation, Segment, User
from analytics.actions import take_over_paces
from sales.models import Order


@pytest.mark.django_db
def test_weekly_buyers_are_lost_after_seven_days(organisation: Organisation, root: User) -> None:
    weekly, rare = Segment.objects.create(name="Weekly"), Segment.objects.create(name="Rare")
    anna = Customer.objects.create(name="Anna")
    for week in range(32):
        at = dt.datetime(2025, 1, 6, 4, tzinfo=dt.UTC) + dt.timedelta(weeks=week)
        Order.objects.create(number=str(week), customer=anna, segment=weekly, ordered_at=at, currency="CNY")
    take_over_paces(organisation, by=root)
    weekly.refresh_from_db(), rare.refresh_from_db()
    assert (weekly.inactive_after_days, rare.inactive_after_days) == (7, None)
