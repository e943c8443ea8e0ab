"""What customers say, put right afterwards: filling what changed gives the cells of filling everything."""

from __future__ import annotations

import datetime as dt
from random import Random

import pytest

from accounts.models import Customer, Organisation, Referral
from analytics.facts import FACTS
from analytics.facts.complaints import DECLARED as TOLD
from analytics.facts.customers import NEW_CUSTOMERS
from analytics.facts.surveys import DECLARED as ASKED
from analytics.fill import fill
from analytics.models import Cell
from marketing.models import Answer, Feedback, Survey
from service.models import Complaint
from tests.analytics.busy import Busy

NAMES = [fact.name for fact in (*ASKED, *TOLD, NEW_CUSTOMERS)]


def cells() -> set[tuple[object, ...]]:
    rows = Cell.objects.filter(fact__in=NAMES).values_list("fact", "slice", "day", "team", "key", "amounts")
    return {(*row[:5], tuple(row[5])) for row in rows if any(row[5])}


def change() -> None:
    """Every kind of edit that moves a figure of theirs."""
    first, last = Answer.objects.order_by("pk").first(), Answer.objects.order_by("pk").last()
    Answer.objects.filter(pk=first.pk).update(score=1, is_test=False)
    last.delete()
    Answer.objects.filter(pk=first.pk + 1).update(answered_at=first.answered_at - dt.timedelta(days=50))
    Survey.objects.filter(kind="csat").update(scale="ten")
    Feedback.objects.filter(dissatisfied=False).update(dissatisfied=True)
    Complaint.objects.filter(validity="pending").update(validity="valid")
    Referral.objects.order_by("pk").first().delete()
    Customer.objects.filter(name="c2").update(is_test=True)


@pytest.mark.django_db
def test_filling_what_changed_is_filling_everything(organisation: Organisation) -> None:
    assert set(NAMES) <= set(FACTS)
    Busy(Random(3), days=120).fill_up(24)
    fill(publish=False)
    before = cells()
    change()
    fill(publish=False)
    again = cells()
    fill(publish=False, from_scratch=True)
    assert again != before
    assert again ^ cells() == set()
