"""Scores of customers: ranks, what they are worth, what of it is kept, and how campaigns are forecast."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from accounts.models import Customer, Organisation
from analytics.actions import score, score_day
from analytics.actions.forecasting import forecast_campaign, forecast_members
from analytics.fact import today
from analytics.figures import Reader
from analytics.kpis import KPIS
from analytics.models import CustomerScore, MemberForecast, ModelFit, Snapshot
from analytics.periods import DAY, Window, trailing
from marketing.models import Campaign, Member, Response
from sales.models import Order, OrderLine, Product
from tests.analytics.statistics.test_the_rest_of_the_statistics import TUTORIAL

DAY_OF_SCORES = dt.date(2026, 3, 31)


def order(organisation: Organisation, customer: Customer, day: dt.date, amount: object, cost: object = 1) -> Order:
    at = dt.datetime.combine(day, dt.time(12), organisation.zone)
    found = Order.objects.create(
        number=f"{customer.pk}-{Order.objects.count()}", customer=customer, ordered_at=at, currency="CNY"
    )
    OrderLine.objects.create(order=found, amount=amount, amount_home=amount, cost_home=cost)
    return found


@pytest.fixture
def tutorial(organisation: Organisation) -> list[Customer]:
    """The customers of the tutorial: so many orders, the last so many days ago, of so much value together."""
    customers = []
    for n, (recency, frequency, monetary, _code) in enumerate(TUTORIAL):
        customer = Customer.objects.create(name=f"customer {n:02}")
        customers.append(customer)
        for k in range(frequency):
            amount = Decimal(monetary) if k == 0 else Decimal(0)
            order(organisation, customer, DAY_OF_SCORES - (recency + k) * DAY, amount)
    return customers


def test_stored_scores_are_the_published_ones(tutorial, organisation):
    score_day(organisation, DAY_OF_SCORES)
    found = [one.code for one in CustomerScore.objects.order_by("customer_id")]
    assert found == [str(code) for *_rest, code in TUTORIAL]


def test_the_median_code_is_the_same_live_and_stored(tutorial, organisation):
    window = Window(DAY_OF_SCORES, DAY_OF_SCORES)
    live = Reader(organisation).figure(KPIS["rfm_score"], window)
    score_day(organisation, DAY_OF_SCORES)
    stored = Reader(organisation).figure(KPIS["rfm_score"], window)
    assert (live.value, live.denominator) == (stored.value, stored.denominator) == (323, 15)


def test_a_day_scored_is_published_with_its_code(tutorial, organisation):
    score_day(organisation, DAY_OF_SCORES)
    assert Snapshot.objects.get(kpi="rfm_score", scope="company").value == 323


def test_too_few_repeat_customers_have_no_value_and_a_reason(tutorial, organisation):
    score_day(organisation, DAY_OF_SCORES)
    figure = Reader(organisation).figure(KPIS["clv_predictive"], Window(DAY_OF_SCORES, DAY_OF_SCORES))
    fit = ModelFit.objects.get(kind="bg_nbd")
    assert (figure.value, figure.flag, fit.reason) == (None, "too_few_repeat_customers", "few_repeaters")


def test_only_month_ends_and_the_last_day_are_kept(tutorial, organisation):
    last = today(organisation) - DAY
    other = last - 2 * DAY if (last - DAY).day != 1 else last - 3 * DAY
    score_day(organisation, other)
    score()
    kept = set(CustomerScore.objects.values_list("day", flat=True))
    assert last in kept and all(day == last or (day + DAY).day == 1 for day in kept)


def test_a_day_to_come_is_not_scored(organisation):
    with pytest.raises(ValueError, match="over"):
        score(today(organisation))


def test_the_best_cell_of_the_eve_and_its_share_of_the_revenue(tutorial, organisation):
    later = DAY_OF_SCORES + DAY
    order(organisation, tutorial[11], later, 300)  # 555
    order(organisation, tutorial[2], later, 100)
    reader, window = Reader(organisation), Window(later, later)
    figure = reader.figure(KPIS["high_value_customer_share"], window)
    assert figure.value == Decimal("0.75")
    assert reader.figure(KPIS["high_value_customer_share"], window, variant="customers").value == Decimal("0.5")


def test_a_customer_with_unknown_cost_is_left_out_of_the_profit(organisation):
    day = DAY_OF_SCORES
    known, unknown = (Customer.objects.create(name=name) for name in ("known", "unknown"))
    order(organisation, known, day, 100, cost=60)
    found = order(organisation, unknown, day, 100, cost=0)
    OrderLine.objects.filter(order=found).update(product=Product.objects.create(sku="x", name="x"))
    figure = Reader(organisation).figure(KPIS["customer_profitability"], trailing(day, 30))
    assert (figure.value, figure.denominator, figure.flag) == (40, 1, "cost_missing")


def campaign(day: dt.date, name: str, customers: list[Customer], answers: int) -> Campaign:
    found = Campaign.objects.create(name=name, starts_on=day, ends_on=day + 5 * DAY)
    for n, customer in enumerate(customers):
        member = Member.objects.create(campaign=found, customer=customer, contacted_on=day)
        if n < answers:
            Response.objects.create(member=member, on=day)
    return found


def test_members_are_forecast_by_how_their_cell_responded(tutorial, organisation):
    past = [campaign(DAY_OF_SCORES - days * DAY, f"past {days}", tutorial, 15) for days in (300, 280, 260)]
    new = campaign(DAY_OF_SCORES, "new", tutorial, 0)
    assert forecast_campaign(organisation, new) == 15
    # Everybody answered every campaign, so everybody is expected to: (k + 20 × 1) ÷ (n + 20).
    assert set(MemberForecast.objects.values_list("probability", flat=True)) == {Decimal(1)}
    figure = Reader(organisation).figure(KPIS["predicted_participation"], Window(DAY_OF_SCORES, DAY_OF_SCORES))
    assert (figure.value, figure.denominator, len(past)) == (1, 15, 3)


def test_two_earlier_campaigns_are_too_few(tutorial, organisation):
    for days in (300, 280):
        campaign(DAY_OF_SCORES - days * DAY, f"past {days}", tutorial, 15)
    campaign(DAY_OF_SCORES, "new", tutorial, 0)
    assert forecast_members(organisation) == 0
