"""Campaigns: whom they reach, who answers, what they cost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.actions.records import create_record, instance_of, lock, update_record, write_record
from accounts.models import Customer, User
from accounts.queries import segment_at, stamp_for, start_of_day, survivor, team_of, today
from crm_project.errors import ActionRefused
from marketing.actions.engagement import note_uses
from marketing.models import Campaign, DataUse, Member, Response, Spend


@transaction.atomic
def create_campaign(source: Any, by: User | None) -> Campaign:
    """Save a new campaign (instance or form); whose it is defaults to ``by``."""
    campaign = instance_of(source)
    campaign.owner = campaign.owner or by
    _require_order(campaign)
    stamp_for(campaign.owner, None, timezone.now()).put_on(campaign)
    return create_record(source, by)


@transaction.atomic
def update_campaign(source: Any, by: User | None, version: int | None = None) -> Campaign:
    """Save a changed campaign; another owner brings their team of today."""
    campaign = instance_of(source)
    stored = lock(Campaign, campaign.pk)
    _require_order(campaign)
    if campaign.owner_id != stored.owner_id and campaign.team_id == stored.team_id:
        campaign.team = team_of(campaign.owner, today())
    return update_record(source, by, version)


@transaction.atomic
def cancel_campaign(campaign: Campaign, *, by: User | None) -> Campaign:
    """Call a campaign off. What it reached and cost so far stays."""
    campaign = _lock_living(campaign)
    if campaign.status == Campaign.Status.FINISHED:
        raise ActionRefused(_("This campaign is over."))
    campaign.status = Campaign.Status.CANCELLED
    return write_record(campaign, by, "cancel")


@transaction.atomic
def add_members(
    campaign: Campaign, customers: Iterable[Customer], *, by: User | None, contacted_on: dt.date | None = None
) -> int:
    """Aim a campaign at customers, each once; how many were not aimed at before.

    ``contacted_on`` is the local day the message went out, if it has. A merged duplicate counts as its survivor.
    """
    campaign = _lock_living(campaign)
    _require_past(contacted_on, "contacted_on")
    moment = start_of_day(contacted_on) if contacted_on else timezone.now()
    known = set(Member.objects.filter(campaign=campaign).values_list("customer_id", flat=True))
    wanted = {customer.pk: customer for customer in map(survivor, customers) if customer.pk not in known}
    Member.objects.bulk_create(
        Member(
            campaign=campaign,
            customer=customer,
            segment_id=segment_at(customer, moment),
            contacted_on=contacted_on,
        )
        for customer in wanted.values()
    )
    note_uses(wanted.values(), DataUse.Use.CAMPAIGN, on=contacted_on, note=campaign.name)
    audit.record(by, "add_members", campaign, {"members": [len(known), len(known) + len(wanted)]})
    return len(wanted)


@transaction.atomic
def record_contact(member: Member, *, by: User | None, on: dt.date | None = None, delivered: bool = True) -> Member:
    """The message to a member went out on a local day (default today)."""
    member = lock(Member, member.pk)
    member.contacted_on, member.delivered = _day(on), delivered
    return write_record(member, by, "contact")


@transaction.atomic
def record_response(
    member: Member,
    *,
    by: User | None,
    kind: str = Response.Kind.REPLY,
    on: dt.date | None = None,
    automatic: bool = False,
) -> Response:
    """A member answered on a local day (default today); out-of-office replies are ``automatic``."""
    member, day = lock(Member, member.pk), _day(on)
    if member.contacted_on and day < member.contacted_on:
        raise ActionRefused(_("The answer cannot be before the message."), field="on")
    return create_record(Response(member=member, on=day, kind=kind, automatic=automatic), by, action="respond")


@transaction.atomic
def record_took_part(member: Member, *, by: User | None, on: dt.date | None = None) -> Member:
    """A member took part in the campaign on a local day (default today); the first day stays."""
    member, day = lock(Member, member.pk), _day(on)
    if member.contacted_on and day < member.contacted_on:
        raise ActionRefused(_("Taking part cannot be before the message."), field="on")
    if member.took_part_on is None or day < member.took_part_on:
        member.took_part_on = day
    return write_record(member, by, "take_part")


@transaction.atomic
def record_goal(member: Member, *, by: User | None, on: dt.date | None = None) -> Member:
    """A member did what the campaign is for, on a local day (default today); the first day stays."""
    member, day = lock(Member, member.pk), _day(on)
    if member.contacted_on and day < member.contacted_on:
        raise ActionRefused(_("The goal cannot be reached before the message."), field="on")
    if member.completed_on is None or day < member.completed_on:
        member.completed_on = day
    return write_record(member, by, "reach_goal")


@transaction.atomic
def record_spend(source: Any, by: User | None) -> Spend:
    """Save planned and actual money of a day, in home currency; it belongs to the campaign's owner, else ``by``."""
    spend = instance_of(source)
    _require_kind(spend)
    owner = spend.owner or (spend.campaign.owner if spend.campaign else None) or by
    stamp_for(owner, None, start_of_day(spend.day)).put_on(spend)
    return create_record(source, by)


@transaction.atomic
def update_spend(source: Any, by: User | None, version: int | None = None) -> Spend:
    """Save changed spend."""
    _require_kind(instance_of(source))
    return update_record(source, by, version)


def _lock_living(campaign: Campaign) -> Campaign:
    campaign = lock(Campaign, campaign.pk)
    if campaign.status == Campaign.Status.CANCELLED:
        raise ActionRefused(_("This campaign was called off."))
    return campaign


def _day(on: dt.date | None) -> dt.date:
    _require_past(on, "on")
    return on or today()


def _require_past(day: dt.date | None, field: str) -> None:
    if day and day > today():
        raise ActionRefused(_("This day is still to come."), field=field)


def _require_order(campaign: Campaign) -> None:
    if campaign.starts_on and campaign.ends_on and campaign.ends_on < campaign.starts_on:
        raise ActionRefused(_("The last day cannot be before the first."), field="ends_on")


def _require_kind(spend: Spend) -> None:
    if spend.kind == Spend.Kind.SERVICE and spend.is_acquisition:
        raise ActionRefused(_("Customer service cost does not win new customers."), field="is_acquisition")
