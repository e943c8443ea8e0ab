"""The pages of scores, cohorts, values, staffing, forecasts and odd days open, and show each reader their own."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import Customer
from analytics.fact import today
from marketing.models import Campaign, Member
from sales.models import Order

PAGES = ("rfm", "cohorts", "lifetime", "staffing", "forecast", "anomalies")
NONSENSE = ("day=x", "day=2999-01-01", "r=9&f=a", "after=x", "rfm_segment=nobody", "day=1990-01-02", "cohort=x&later=y")
BAD_STAFFING = ("calls=-1", "calls=x&interval=0", "calls=0&interval=30&handle=180&target=20", "calls=9e99")


def statuses(client, names=PAGES) -> dict[str, int]:
    return {name: client.get(reverse(f"analytics:{name}")).status_code for name in names}


@pytest.fixture
def buyers(organisation, north, lin):
    """Five customers who bought once, twice, … five times; the last is lin's."""
    day = today(organisation)
    for n in range(1, 6):
        customer = Customer.objects.create(name=f"buyer {n}", owner=lin if n == 5 else None)
        for k in range(n):
            at = dt.datetime.combine(day - dt.timedelta(days=1 + 20 * k + n), dt.time(12), organisation.zone)
            Order.objects.create(number=f"{n}-{k}", customer=customer, ordered_at=at, currency="CNY")


def test_pages_open_before_anything_is_recorded(sign_in, eva, organisation):
    assert statuses(sign_in(eva)) == dict.fromkeys(PAGES, 200)


def test_a_marketer_sees_no_values(sign_in, mia, buyers):
    assert statuses(sign_in(mia), ("rfm", "lifetime")) == {"rfm": 200, "lifetime": 404}


def test_nonsense_is_not_an_error(sign_in, eva, buyers):
    client = sign_in(eva)
    answers = [client.get(f"{reverse(f'analytics:{page}')}?{said}").status_code for page in PAGES for said in NONSENSE]
    assert set(answers) == {200}


def test_a_bad_staffing_question_gets_a_sentence(sign_in, eva, organisation):
    client = sign_in(eva)
    assert {client.get(f"{reverse('analytics:staffing')}?{said}").status_code for said in BAD_STAFFING} == {200}


def test_the_usual_staffing_question_needs_fourteen_people(sign_in, eva, organisation):
    shown = sign_in(eva).get(reverse("analytics:staffing")).context
    assert (shown["least"], shown["heads"]) == (14, 20)


def test_the_cells_of_the_grid_are_the_customers_with_a_score(sign_in, eva, buyers):
    shown = sign_in(eva).get(reverse("analytics:rfm")).context
    assert sum(cell["n"] for line in shown["grid"] for cell in line["cells"]) == shown["total"] == shown["count"] == 5


def test_the_most_frequent_buyer_has_the_best_frequency(sign_in, eva, buyers):
    shown = sign_in(eva).get(f"{reverse('analytics:rfm')}?f=5").context
    assert [customer.name for customer, _score in shown["customers"]] == ["buyer 5"]


def test_a_cohort_opens_its_customers(sign_in, eva, buyers):
    client = sign_in(eva)
    rows = client.get(reverse("analytics:cohorts")).context["rows"]
    opened = client.get(reverse("analytics:cohorts") + rows[0]["url"].split("#")[0]).context
    assert opened["count"] == rows[0]["cohort"].size == len(opened["customers"])


def test_a_segment_becomes_members_of_a_campaign(sign_in, mia, buyers):
    campaign = Campaign.objects.create(name="Win back", starts_on="2026-01-01", ends_on="2026-02-01", owner=mia)
    sign_in(mia).post(reverse("analytics:seed_campaign"), {"campaign": campaign.pk, "f": "5"})
    assert [member.customer.name for member in Member.objects.filter(campaign=campaign)] == ["buyer 5"]


def test_a_rep_aims_no_campaign(sign_in, lin, buyers):
    campaign = Campaign.objects.create(name="No", starts_on="2026-01-01", ends_on="2026-02-01")
    assert sign_in(lin).post(reverse("analytics:seed_campaign"), {"campaign": campaign.pk}).status_code in (403, 404)


def test_a_rep_sees_the_names_of_their_own(sign_in, lin, buyers):
    page = sign_in(lin).get(reverse("analytics:rfm")).content.decode()
    assert ("buyer 5" in page, "buyer 4" in page) == (True, False)
