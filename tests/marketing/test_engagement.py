"""Engagement is worth what its kind was worth that day, and belongs to whose the customer was."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import Customer, User
from crm_project.errors import ActionRefused
from marketing.actions import add_members, record_engagement, record_use, update_engagement
from marketing.models import Campaign, CustomerTouch, DataUse, EngagementEvent, EngagementWeight

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organisation")]
MAY = dt.datetime(2025, 5, 5, 4, tzinfo=dt.UTC)


@pytest.fixture
def huawei(lin: User) -> Customer:
    return Customer.objects.create(name="Huawei", owner=lin)


@pytest.fixture(autouse=True)
def weights() -> None:
    EngagementWeight.objects.create(kind="visit", since=dt.date(2025, 1, 1), weight=1)
    EngagementWeight.objects.create(kind="visit", since=dt.date(2025, 6, 1), weight=3)


def visit(customer: Customer | None = None, **said: Any) -> EngagementEvent:
    return EngagementEvent(**{"customer": customer, "kind": "visit", "at": MAY, "n": 6, **said})


def test_it_works(huawei: Customer, mia: User, lin: User) -> None:
    event = record_engagement(visit(huawei), mia)
    assert (event.points, event.owner, event.team) == (Decimal(6), lin, lin.teams.get())


def test_a_later_weight_holds_for_later_days(huawei: Customer, mia: User) -> None:
    assert record_engagement(visit(huawei, at=MAY + dt.timedelta(days=40)), mia).points == 18


def test_a_kind_without_weight_is_worth_nothing(huawei: Customer, mia: User) -> None:
    assert record_engagement(visit(huawei, kind="click"), mia).points == 0


def test_another_day_is_weighed_anew(huawei: Customer, mia: User) -> None:
    event = record_engagement(visit(huawei), mia)
    event.at += dt.timedelta(days=40)
    assert update_engagement(event, mia).points == 18


def test_somebody_has_to_be_named(mia: User) -> None:
    with pytest.raises(ActionRefused, match="customer or visitor"):
        record_engagement(visit(), mia)


def test_a_use_cannot_be_of_a_day_to_come(huawei: Customer, mia: User) -> None:
    with pytest.raises(ActionRefused, match="still to come"):
        record_use(DataUse(customer=huawei, on=dt.date(2999, 1, 1), use="service"), mia)


def test_a_campaign_notes_whose_data_it_used(huawei: Customer, mia: User, lin: User) -> None:
    campaign = Campaign.objects.create(name="Spring", starts_on=MAY.date(), ends_on=MAY.date())
    add_members(campaign, [huawei], by=mia, contacted_on=MAY.date())
    assert DataUse.objects.values_list("customer", "use", "on", "owner").get() == (
        huawei.pk, "campaign", MAY.date(), lin.pk,
    )  # fmt: skip


def test_touches_leave_out_bots_and_strangers(huawei: Customer, mia: User) -> None:
    for said in ({}, {"is_bot": True}, {"customer": None, "visitor": "v1"}):
        record_engagement(visit(**{"customer": huawei, **said}), mia)
    assert [touch.n for touch in CustomerTouch.objects.all()] == [6]


@pytest.fixture
def batch(mia: User) -> Any:
    client = APIClient()
    client.force_login(mia)
    return lambda rows: client.post("/api/v1/engagement/batch/", {"rows": rows}, format="json")


def row(key: str, **said: Any) -> dict[str, Any]:
    return {"kind": "visit", "visitor": "v1", "at": "2025-05-05T04:00:00Z", "external_id": key, **said}


def test_a_batch_answers_every_row(batch: Any) -> None:
    found = batch([row("1"), row("2", kind="dance"), "nonsense", row("3", n=2)]).json()
    assert (["id" in one for one in found["results"]], found["refused"]) == ([True, False, False, True], 2)


def test_a_batch_sent_again_writes_nothing(batch: Any) -> None:
    batch([row("1")]), batch([row("1")])
    assert EngagementEvent.objects.count() == 1


@pytest.mark.parametrize("rows", [None, [], {}, "x", [{}] * 501])
def test_a_batch_has_1_to_500_rows(batch: Any, rows: Any) -> None:
    assert batch(rows).status_code == 400


@pytest.mark.parametrize(
    "path", ["engagement/", "engagement/new/", "engagement-weights/", "data-uses/", "data-uses/new/"]
)
def test_the_pages_open(sign_in: Any, mia: User, huawei: Customer, path: str) -> None:
    record_engagement(visit(huawei), mia)
    record_use(DataUse(customer=huawei, on=MAY.date(), use="service"), mia)
    assert sign_in(mia).get(f"/{path}").status_code == 200
