"""Leads: received, worked on, converted or put aside."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.customers import create_customer
from accounts.actions.records import (
    create_record,
    instance_of,
    lock,
    moment,
    require_active,
    update_record,
    write_record,
)
from accounts.models import Contact, Customer, User
from accounts.queries import local_day, organisation, stamp_for, survivor, team_of, today
from crm_project.errors import ActionRefused
from sales.actions.deals import create_deal
from sales.actions.lead_history import tell_lead, tell_lead_if_new
from sales.models import Deal, Lead, Stage


@transaction.atomic
def create_lead(source: Any, by: User | None) -> Lead:
    """Save a new lead (instance or form); whose it is defaults to ``by``."""
    lead = instance_of(source)
    lead.received_at = moment(lead.received_at)
    lead.owner = lead.owner or by
    stamp_for(lead.owner, lead.customer, lead.received_at).put_on(lead)
    lead = create_record(source, by)
    tell_lead(lead, lead.received_at)
    return lead


@transaction.atomic
def update_lead(source: Any, by: User | None, version: int | None = None) -> Lead:
    """Save a changed lead. Converting is an action of its own; another owner brings their team of today."""
    lead = instance_of(source)
    stored = lock(Lead, lead.pk)
    converted = Lead.Status.CONVERTED
    if lead.status != stored.status and converted in (lead.status, stored.status):
        raise ActionRefused(_("A lead is converted with its own button; that is not an edit."), field="status")
    if lead.owner_id != stored.owner_id and lead.team_id == stored.team_id:
        lead.team = team_of(lead.owner, today())
    lead = update_record(source, by, version)
    tell_lead_if_new(lead, stored, moment(None))
    return lead


@transaction.atomic
def convert_lead(
    lead: Lead,
    *,
    by: User | None,
    amount: Decimal | None = None,
    currency: str = "",
    name: str = "",
    stage: Stage | None = None,
    customer: Customer | None = None,
    expected_close: dt.date | None = None,
    at: dt.datetime | None = None,
) -> Deal:
    """Make a deal of a lead, and a customer where there is none yet; answers with the deal.

    ``amount`` is in ``currency`` (default home) and defaults to what the lead expects. Raises ActionRefused when
    the lead was converted or disqualified before.
    """
    lead = lock(Lead, lead.pk)
    at = moment(at, lead.received_at)
    _require_convertible(lead)
    customer = customer or lead.customer
    customer = survivor(customer) if customer else _customer_of(lead, by)
    lead.status, lead.converted_at, lead.customer = Lead.Status.CONVERTED, at, customer
    deal = _deal_of(lead, at)
    deal.amount = deal.amount if amount is None else amount
    deal.currency = currency or organisation().home_currency
    deal.name, deal.expected_close = name or deal.name, expected_close
    if stage:
        deal.stage = stage
    tell_lead(lead, at)
    write_record(lead, by, "convert")
    return create_deal(deal, by)


@transaction.atomic
def disqualify_lead(lead: Lead, reason: str, *, by: User | None) -> Lead:
    """Put a lead aside: spam, a test and a duplicate never were one; the others were, and came to nothing."""
    lead = lock(Lead, lead.pk)
    if reason not in Lead.Disqualified.values:
        raise ActionRefused(_("Say why it is put aside: a reason is needed."), field="reason")
    _require_convertible(lead)
    lead.status, lead.disqualified_reason = Lead.Status.DISQUALIFIED, reason
    tell_lead(lead, moment(None))
    return write_record(lead, by, "disqualify")


@transaction.atomic
def requalify_lead(lead: Lead, *, by: User | None) -> Lead:
    """Take back that a lead was put aside."""
    lead = lock(Lead, lead.pk)
    if lead.status != Lead.Status.DISQUALIFIED:
        raise ActionRefused(_("This lead is not put aside."))
    lead.status, lead.disqualified_reason = Lead.Status.WORKING, ""
    tell_lead(lead, moment(None))
    return write_record(lead, by, "requalify")


@transaction.atomic
def assign_lead(lead: Lead, owner: User, *, by: User | None) -> Lead:
    """Give a lead to ``owner``, with their team of today."""
    lead = lock(Lead, lead.pk)
    require_active(owner)
    lead.owner, lead.team = owner, team_of(owner, today())
    tell_lead(lead, moment(None))
    return write_record(lead, by, "assign")


def _require_convertible(lead: Lead) -> None:
    if lead.status == Lead.Status.CONVERTED:
        raise ActionRefused(_("This lead was converted already."))
    if lead.status == Lead.Status.DISQUALIFIED:
        raise ActionRefused(_("This lead was put aside as: %s.") % lead.get_disqualified_reason_display())


def _customer_of(lead: Lead, by: User | None) -> Customer:
    company = bool(lead.company)
    customer = create_customer(
        Customer(
            kind=Customer.Kind.COMPANY if company else Customer.Kind.PERSON,
            name=lead.company or lead.name,
            email=lead.email,
            phone=lead.phone,
            owner_id=lead.owner_id or (by.pk if by else None),
            channel_id=lead.channel_id,
            segment_id=lead.segment_id,
        ),
        by,
    )
    if company:
        contact = Contact(customer=customer, name=lead.name, email=lead.email, phone=lead.phone, is_primary=True)
        create_record(contact, by)
    return customer


def _deal_of(lead: Lead, at: dt.datetime) -> Deal:
    return Deal(
        name=str(lead)[:200],
        lead=lead,
        customer=lead.customer,
        contact=lead.customer.contacts.filter(is_primary=True).first() if lead.customer else None,
        owner=lead.owner,
        team=team_of(lead.owner, local_day(at)),
        channel_id=lead.channel_id,
        campaign_id=lead.campaign_id,
        category_id=lead.category_id,
        amount=lead.expected_amount or Decimal(0),
        opened_at=at,
    )
