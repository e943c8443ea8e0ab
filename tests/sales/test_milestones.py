"""Milestones move the success probability from the moment they were reached, and the past stays readable."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from crm_project.errors import ActionRefused
from sales.actions import create_lead, disqualify_lead, reach_deal_milestone, reach_lead_milestone
from sales.models import Lead, Milestone
from sales.queries import probability_at

from .conftest import NOW

DAY = dt.timedelta(days=1)


@pytest.fixture
def met(db):
    return Milestone.objects.create(name="Met", step=Decimal("0.3"))


@pytest.fixture
def lead(lin, now):
    return create_lead(Lead(name="Wei", received_at=NOW - 9 * DAY, probability=Decimal("0.1")), lin)


def test_it_counts_from_the_day_it_happened(lead, met, lin):
    reach_lead_milestone(lead, met, by=lin, at=NOW - 2 * DAY)
    assert [probability_at(lead, NOW - n * DAY) for n in (10, 3, 1)] == [None, Decimal("0.1"), Decimal("0.4")]


def test_once_each(lead, met, lin):
    reach_lead_milestone(lead, met, by=lin)
    with pytest.raises(ActionRefused, match="reached before"):
        reach_lead_milestone(lead, met, by=lin)


def test_never_more_than_certain(deal, lin):
    for number in range(4):
        reach_deal_milestone(deal, Milestone.objects.create(name=f"m{number}", step=Decimal("0.4")), by=lin)
    deal.refresh_from_db()
    assert deal.probability == 1


def test_not_on_a_lead_put_aside(lead, met, lin):
    disqualify_lead(lead, "spam", by=lin)
    with pytest.raises(ActionRefused, match="not open"):
        reach_lead_milestone(lead, met, by=lin)


def test_the_page(sign_in, lin, lead, met):
    sign_in(lin).post(f"/leads/{lead.pk}/reach/", {"milestone": met.pk})
    lead.refresh_from_db()
    assert lead.probability == Decimal("0.4")
