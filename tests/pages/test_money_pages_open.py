"""The pages of expenses, trainings, market sizes and ad results answer, with and without rows."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from accounts.actions import create_customer, log_interaction
from accounts.models import Customer
from marketing.actions import create_campaign, record_ad_result
from marketing.models import AdResult, Campaign, CampaignInteraction
from sales.actions import record_expense, record_market_size
from sales.models import Expense, MarketSize, Training

DAY = dt.date(2025, 3, 1)
PAGES = ["sales:expense", "sales:training", "sales:marketsize", "marketing:adresult"]


@pytest.fixture
def records(root, lin):
    return {
        "sales:expense": record_expense(Expense(day=DAY, amount=80), lin),
        "sales:training": Training.objects.create(name="Offers", completed_on=DAY),
        "sales:marketsize": record_market_size(MarketSize(market="All", period="month", starts_on=DAY, size=5), root),
        "marketing:adresult": record_ad_result(AdResult(day=DAY, ad="Banner", impressions=9, clicks=1), root),
    }


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("place", ["list", "create"])
def test_without_rows(sign_in, root, name, place):
    assert sign_in(root).get(reverse(f"{name}_{place}")).status_code == 200


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("place", ["detail", "edit", "delete"])
def test_record(sign_in, root, records, name, place):
    assert sign_in(root).get(reverse(f"{name}_{place}", args=[records[name].pk])).status_code == 200


@pytest.mark.parametrize("verb", ["expense_approve", "expense_reject", "expense_reverse", "training_attend"])
def test_verb(sign_in, root, records, verb):
    record = records[f"sales:{verb.split('_')[0]}"]
    assert sign_in(root).get(reverse(f"sales:{verb}", args=[record.pk])).status_code == 200


def test_a_manager_approves(sign_in, max_, records):
    expense = records["sales:expense"]
    sign_in(max_).post(reverse("sales:expense_approve", args=[expense.pk]))
    assert Expense.objects.get(pk=expense.pk).status == "approved"


def test_a_rep_does_not_approve(sign_in, lin, records):
    answer = sign_in(lin).get(reverse("sales:expense_approve", args=[records["sales:expense"].pk]))
    assert answer.status_code in (403, 404)


def test_another_rep_does_not_see_it(sign_in, sam, records):
    assert sign_in(sam).get(reverse("sales:expense_detail", args=[records["sales:expense"].pk])).status_code == 404


def test_a_rep_claims(sign_in, lin):
    body = {"day": "2025-03-01", "kind": "travel", "cost_center": "sales", "amount": "120", "currency": "CNY"}
    sign_in(lin).post(reverse("sales:expense_create"), body)
    assert Expense.objects.get().owner == lin


def test_an_interaction_is_tied_to_a_campaign(sign_in, root, lin):
    touch = log_interaction(lin, create_customer(Customer(name="Huawei", owner=lin), root), subject="Invited")
    campaign = create_campaign(Campaign(name="Spring", starts_on=DAY, ends_on=DAY), root)
    sign_in(lin).post(reverse("marketing:interaction_campaign", args=[touch.pk]), {"campaign": campaign.pk})
    assert CampaignInteraction.objects.get().campaign == campaign


def test_a_market_begins_on_a_first_day(sign_in, root):
    body = {"market": "All", "period": "quarter", "starts_on": "2025-02-01", "size": "5"}
    answer = sign_in(root).post(reverse("sales:marketsize_create"), body)
    assert (answer.status_code, MarketSize.objects.count()) == (400, 0)
