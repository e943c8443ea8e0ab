"""The pages of marketing answer a marketer, with and without rows."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import Customer
from marketing.actions import add_members, create_campaign, record_response, record_spend
from marketing.models import Campaign, Member, Response, Spend

DAY = dt.date(2025, 3, 1)


@pytest.fixture
def records(mia):
    campaign = create_campaign(Campaign(name="Spring", starts_on=DAY, ends_on=DAY, budget=1000), by=mia)
    add_members(campaign, [Customer.objects.create(name="Huawei")], by=mia, contacted_on=DAY)
    member = Member.objects.get()
    record_response(member, by=mia, on=DAY)
    spend = record_spend(Spend(day=DAY, campaign=campaign, planned=100, actual=90), by=mia)
    return {"campaign": campaign, "member": member, "spend": spend}


@pytest.mark.parametrize("name", ["campaign", "member", "spend"])
@pytest.mark.parametrize("place", ["list", "create"])
def test_without_rows(sign_in, mia, name, place):
    assert sign_in(mia).get(reverse(f"marketing:{name}_{place}")).status_code == 200


@pytest.mark.parametrize("name", ["campaign", "member", "spend"])
@pytest.mark.parametrize("place", ["detail", "edit", "delete"])
def test_record(sign_in, mia, records, name, place):
    answer = sign_in(mia).get(reverse(f"marketing:{name}_{place}", args=[records[name].pk]))
    assert answer.status_code == 200


@pytest.mark.parametrize("verb", ["campaign_aim", "campaign_cancel", "member_respond", "member_take_part"])
def test_verb(sign_in, mia, records, verb):
    record = records[verb.split("_")[0]]
    assert sign_in(mia).get(reverse(f"marketing:{verb}", args=[record.pk])).status_code == 200


def test_an_answer_is_recorded(sign_in, mia, records):
    path = reverse("marketing:member_respond", args=[records["member"].pk])
    sign_in(mia).post(path, {"kind": "click", "on": "2025-03-01"})
    assert set(Response.objects.values_list("kind", flat=True)) == {"reply", "click"}


def test_aim_at_a_status(sign_in, mia, records):
    Customer.objects.create(name="Lenovo", status="lost")
    path = reverse("marketing:campaign_aim", args=[records["campaign"].pk])
    sign_in(mia).post(path, {"status": "lost"})
    assert Member.objects.filter(campaign=records["campaign"]).count() == 2


def test_a_rep_sees_campaigns_but_no_spend(sign_in, lin, records):
    client = sign_in(lin)
    assert client.get(records_url(records["campaign"])).status_code == 200
    assert client.get(reverse("marketing:spend_list")).status_code == 403


def records_url(campaign):
    return reverse("marketing:campaign_detail", args=[campaign.pk])
