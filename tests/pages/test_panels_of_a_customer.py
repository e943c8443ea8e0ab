"""The page of a customer tells of surveys, complaints, referrals and value; the page of a campaign what it brought."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Customer, Referral, User
from analytics.models import CustomerScore
from marketing.models import Answer, Campaign, Survey
from service.models import Complaint
from tests.cast import come_in

TODAY = dt.date(2025, 6, 2)


@pytest.fixture
def told(client: Client, lin: User) -> str:
    """A customer of lin's with one of everything."""
    come_in(client, lin)
    huawei, apple = (Customer.objects.create(name=name, owner=lin) for name in ("Huawei", "Apple"))
    Referral.objects.create(referrer=huawei, customer=apple, on=TODAY, reward="Tea")
    survey = Survey.objects.create(name="Pulse", opens_on=TODAY)
    Answer.objects.create(survey=survey, customer=huawei, score=4, answered_at=timezone.now(), owner=lin)
    Complaint.objects.create(number="C1", subject="Cold tea", customer=huawei, owner=lin)
    CustomerScore.objects.create(
        day=TODAY, customer=huawei, owner=lin, first_on=TODAY, recency_days=3, frequency=2, r=5, f=5, m=5,
        rfm_segment="champions", p_alive=0.91,
    )  # fmt: skip
    return client.get(f"/customers/{huawei.pk}/").content.decode()


@pytest.mark.parametrize("word", ["Pulse", "/ 5", "Cold tea", "sent us", "Apple", "Champions", "91%", "3 days ago"])
def test_a_panel_tells(told: str, word: str) -> None:
    assert word in told


def test_a_customer_of_whom_nothing_is_known_says_so(client: Client, lin: User) -> None:
    come_in(client, lin)
    page = client.get(f"/customers/{Customer.objects.create(name='New', owner=lin).pk}/").content.decode()
    for sentence in ("No complaint so far.", "they sent nobody yet", "Scores come with the first order"):
        assert sentence in page


def test_a_campaign_shows_what_the_kpis_say_of_it(client: Client, mia: User) -> None:
    come_in(client, mia)
    campaign = Campaign.objects.create(name="Spring", starts_on=TODAY, ends_on=TODAY, owner=mia)
    page = client.get(f"/campaigns/{campaign.pk}/").content.decode()
    assert "/kpis/marketing_roi/?from=2025-06-02&amp;to=2025-06-02&amp;by=campaign" in page


def test_what_a_page_of_a_customer_costs(client: Client, lin: User, django_assert_max_num_queries: object) -> None:
    come_in(client, lin)
    huawei = Customer.objects.create(name="Huawei", owner=lin)
    client.get(f"/customers/{huawei.pk}/")
    with django_assert_max_num_queries(40):  # type: ignore[operator]
        client.get(f"/customers/{huawei.pk}/")
