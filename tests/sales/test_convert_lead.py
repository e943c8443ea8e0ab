"""From a first interest to a deal."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import Channel, Contact, Customer, User
from crm_project.errors import ActionRefused
from sales.actions import (
    convert_lead,
    create_deal,
    create_lead,
    disqualify_lead,
    reopen_deal,
    requalify_lead,
    update_lead,
    win_deal,
)
from sales.models import Deal, Lead, Stage

from .conftest import NOW


@pytest.fixture
def lead(lin: User, stages: dict[str, Stage], now: Any) -> Lead:
    fair = Channel.objects.create(name="Fair")
    return create_lead(
        Lead(name="Wang Wei", company="ZTE", email="wang@zte.example", channel=fair, expected_amount=500), lin
    )


def test_it_works(lead: Lead, lin: User) -> None:
    deal = convert_lead(lead, by=lin)
    lead.refresh_from_db()
    assert (lead.status, lead.converted_at, lead.customer) == ("converted", NOW, deal.customer)
    assert (deal.lead, deal.owner, deal.amount, deal.currency) == (lead, lin, 500, "CNY")
    assert (deal.channel.name, deal.changes.count()) == ("Fair", 1)


def test_a_customer_is_made_with_its_contact(lead: Lead, lin: User) -> None:
    customer = convert_lead(lead, by=lin).customer
    assert (customer.name, customer.kind, customer.owner) == ("ZTE", "company", lin)
    assert Contact.objects.get(customer=customer).name == "Wang Wei"


def test_a_known_customer_is_kept(lead: Lead, lin: User, huawei: Customer) -> None:
    assert convert_lead(lead, by=lin, customer=huawei).customer == huawei


def test_twice_is_refused(lead: Lead, lin: User) -> None:
    convert_lead(lead, by=lin)
    with pytest.raises(ActionRefused):
        convert_lead(lead, by=lin)
    assert Deal.objects.count() == 1


def test_what_was_put_aside_is_refused(lead: Lead, lin: User) -> None:
    disqualify_lead(lead, "spam", by=lin)
    with pytest.raises(ActionRefused):
        convert_lead(lead, by=lin)
    requalify_lead(lead, by=lin)
    assert convert_lead(lead, by=lin).pk


def test_putting_aside_needs_a_reason(lead: Lead, lin: User) -> None:
    with pytest.raises(ActionRefused):
        disqualify_lead(lead, "", by=lin)


def test_an_edit_does_not_convert(lead: Lead, lin: User) -> None:
    lead.status = Lead.Status.CONVERTED
    with pytest.raises(ActionRefused):
        update_lead(lead, lin)


def won_at(lead: Lead) -> dt.datetime | None:
    return Lead.objects.get(pk=lead.pk).won_at


def test_a_lead_is_won_with_its_first_deal(lead: Lead, lin: User, now: Any) -> None:
    deal = convert_lead(lead, by=lin, amount=Decimal(10))
    other = create_deal(Deal(name="More", lead=lead, customer=deal.customer), lin)
    win_deal(deal, by=lin)
    now.move_to(NOW + dt.timedelta(days=1))
    win_deal(other, by=lin)
    assert won_at(lead) == NOW


def test_reopening_takes_the_win_of_the_lead_back(lead: Lead, lin: User, now: Any) -> None:
    deal = convert_lead(lead, by=lin)
    other = create_deal(Deal(name="More", lead=lead, customer=deal.customer), lin)
    win_deal(deal, by=lin)
    now.move_to(NOW + dt.timedelta(days=1))
    win_deal(other, by=lin)
    reopen_deal(deal, by=lin)
    assert won_at(lead) == NOW + dt.timedelta(days=1)
    reopen_deal(other, by=lin)
    assert won_at(lead) is None


def test_it_cannot_be_before_it_was_received(lead: Lead, lin: User) -> None:
    with pytest.raises(ActionRefused):
        convert_lead(lead, by=lin, at=NOW - dt.timedelta(days=1))
