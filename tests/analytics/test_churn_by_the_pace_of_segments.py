"""Churn by segments' own pace is the company's churn where no segment has one; a quick segment loses sooner."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.models import Customer, Organisation, Segment
from analytics.figures import Figure, Reader
from analytics.kpis import KPIS
from analytics.periods import Window
from sales.models import Order
from tests.analytics.busy import Busy

MAY = Window(dt.date(2024, 5, 1), dt.date(2024, 5, 31))


def churn(organisation: Organisation, window: Window, variant: str) -> Figure:
    return Reader(organisation, live=True).figure(KPIS["churn_rate"], window, variant=variant)


@pytest.mark.django_db
def test_without_paces_of_segments_it_is_the_companys(filled: Busy, organisation: Organisation) -> None:
    windows = [Window(dt.date(2026, m, 1), dt.date(2026, m, 28)) for m in (2, 5, 8, 10)]
    plain = [(f.numerator, f.denominator) for w in windows for f in [churn(organisation, w, "")]]
    assert plain == [(f.numerator, f.denominator) for w in windows for f in [churn(organisation, w, "own_pace")]]


@pytest.mark.django_db
@pytest.mark.parametrize("again, lost", [(None, 1), (dt.date(2024, 5, 25), 0), (dt.date(2024, 5, 12), 1)])
def test_a_weekly_customer_is_lost_after_ten_days(organisation: Organisation, again: dt.date | None, lost: int) -> None:
    """Last order on 25 April, lost on 5 May; back on the 25th; back on the 12th and lost again on the 22nd."""
    weekly = Segment.objects.create(name="Weekly", inactive_after_days=10)
    anna = Customer.objects.create(name="Anna", segment=weekly)
    for day in filter(None, (dt.date(2024, 4, 25), again)):
        at = dt.datetime.combine(day, dt.time(12), organisation.zone)
        Order.objects.create(number=str(day), customer=anna, segment=weekly, ordered_at=at, currency="CNY")
    figure = churn(organisation, MAY, "own_pace")
    assert (figure.numerator, figure.denominator) == (lost, 1)
