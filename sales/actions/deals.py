"""Deals: their terms, their way through the stages, how they end."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext as _

from accounts.actions.records import (
    create_record,
    instance_of,
    lock,
    moment,
    require_active,
    update_record,
    write_record,
)
from accounts.models import User
from accounts.queries import local_day, organisation, segment_at, stamp_for, survivor, team_of
from crm_project.errors import ActionRefused
from sales.actions.credits import competitor_of
from sales.actions.stages import enter, first_stage, lock_deal, price, require_open, tell, tell_if_new
from sales.models import Competitor, Deal, Lead, LossReason, Stage, StageChange
from sales.models.deals import Outcome


@transaction.atomic
def create_deal(source: Any, by: User | None) -> Deal:
    """Save a new deal (instance or form) in an open stage, with the first row of its history.

    Owner defaults to ``by``, stage to the first open one, probability to the stage's, currency to home. The amount
    is turned into home currency at the rate of the day it is opened.
    """
    deal = instance_of(source)
    deal.opened_at = moment(deal.opened_at)
    deal.owner = deal.owner or by
    deal.customer = survivor(deal.customer) if deal.customer else None
    if deal.stage_id is None:
        deal.stage = first_stage(Outcome.OPEN)
    if deal.stage.outcome != Outcome.OPEN:
        raise ActionRefused(_("A new deal starts in an open stage."), field="stage")
    deal.probability = deal.probability or deal.stage.probability
    stamp_for(deal.owner, deal.customer, deal.opened_at).put_on(deal)
    price(deal, deal.opened_at)
    deal = create_record(source, by)
    tell(deal, deal.opened_at, by)
    return deal


@transaction.atomic
def update_deal(source: Any, by: User | None, version: int | None = None) -> Deal:
    """Save a changed deal. New terms or another owner stand from now on; the stage is moved by ``move_deal``."""
    deal = instance_of(source)
    stored = lock(Deal, deal.pk)
    _require_editable(deal, stored)
    at = moment(None)
    if (deal.amount, deal.currency) != (stored.amount, stored.currency):
        price(deal, at)
    if deal.owner_id != stored.owner_id and deal.team_id == stored.team_id:
        deal.team = team_of(deal.owner, local_day(at))
    deal = update_record(source, by, version)
    tell_if_new(deal, stored, _not_before_last(deal, at), by)
    return deal


@transaction.atomic
def update_deal_terms(
    deal: Deal,
    *,
    by: User | None,
    at: dt.datetime | None = None,
    amount: Decimal | None = None,
    currency: str | None = None,
    probability: Decimal | None = None,
    expected_close: dt.date | None = None,
) -> Deal:
    """Change what an open deal is worth or how likely it is, from an instant on (default now)."""
    deal, at = lock_deal(deal, at)
    require_open(deal)
    if probability is not None and not 0 <= probability <= 1:
        raise ActionRefused(_("A probability is from 0 to 1."), field="probability")
    if amount is not None and amount < 0:
        raise ActionRefused(_("An amount cannot be negative."), field="amount")
    stored = Deal.objects.get(pk=deal.pk)
    deal.amount = deal.amount if amount is None else amount
    deal.currency = currency or deal.currency
    deal.probability = deal.probability if probability is None else probability
    deal.expected_close = expected_close or deal.expected_close
    if (deal.amount, deal.currency) != (stored.amount, stored.currency):
        price(deal, at)
    tell_if_new(deal, stored, at, by)
    return write_record(deal, by, "terms", at=at)


@transaction.atomic
def assign_deal(deal: Deal, owner: User, *, by: User | None, at: dt.datetime | None = None) -> Deal:
    """Give an open deal to ``owner`` from an instant on (default now), with their team of that local day."""
    deal, at = lock_deal(deal, at)
    require_open(deal)
    require_active(owner)
    stored = Deal.objects.get(pk=deal.pk)
    deal.owner, deal.team = owner, team_of(owner, local_day(at))
    tell_if_new(deal, stored, at, by)
    return write_record(deal, by, "assign", at=at)


@transaction.atomic
def move_deal(deal: Deal, stage: Stage, *, by: User | None, at: dt.datetime | None = None) -> Deal:
    """Move an open deal to a stage; a won stage wins it. Moving it where it stands changes nothing."""
    if stage.outcome == Outcome.WON:
        return win_deal(deal, by=by, at=at, stage=stage)
    if stage.outcome == Outcome.LOST:
        raise ActionRefused(_("Say why it was lost: a reason is needed."), field="reason")
    deal, at = lock_deal(deal, at)
    require_open(deal)
    if deal.stage_id == stage.pk:
        return deal
    enter(deal, stage)
    tell(deal, at, by)
    return write_record(deal, by, "move", at=at)


@transaction.atomic
def win_deal(deal: Deal, *, by: User | None, at: dt.datetime | None = None, stage: Stage | None = None) -> Deal:
    """Close a deal as won at an instant (default now). Its owner's team of that day stays on it."""
    deal, at = lock_deal(deal, at)
    require_open(deal)
    _close(deal, stage or first_stage(Outcome.WON), at)
    tell(deal, at, by)
    write_record(deal, by, "win")
    _settle_lead(deal, by)
    return deal


@transaction.atomic
def lose_deal(
    deal: Deal,
    reason: LossReason | None,
    *,
    by: User | None,
    at: dt.datetime | None = None,
    competitor: Competitor | str | None = None,
    stage: Stage | None = None,
) -> Deal:
    """Close a deal as lost at an instant (default now), for a reason, to a competitor (also by name) if one is known."""
    if reason is None:
        raise ActionRefused(_("Say why it was lost: a reason is needed."), field="reason")
    deal, at = lock_deal(deal, at)
    require_open(deal)
    deal.loss_reason, deal.competitor = reason, competitor_of(competitor) or deal.competitor
    _close(deal, stage or first_stage(Outcome.LOST), at)
    tell(deal, at, by)
    return write_record(deal, by, "lose")


@transaction.atomic
def reopen_deal(deal: Deal, *, by: User | None, at: dt.datetime | None = None, stage: Stage | None = None) -> Deal:
    """Open a closed deal again, in the open stage it was in last unless another is named.

    Its closing does not count any more, nor does its reason; a lead it alone had won is not won any more.
    """
    deal, at = lock_deal(deal, at)
    if not deal.is_closed:
        raise ActionRefused(_("This deal is open."))
    stage = stage or _last_open_stage(deal)
    if stage.outcome != Outcome.OPEN:
        raise ActionRefused(_("A deal is reopened into an open stage."), field="stage")
    enter(deal, stage)
    deal.closed_at, deal.loss_reason, deal.competitor = None, None, None
    tell(deal, at, by)
    write_record(deal, by, "reopen", at=at)
    _settle_lead(deal, by)
    return deal


def _close(deal: Deal, stage: Stage, at: dt.datetime) -> None:
    enter(deal, stage)
    deal.closed_at = at
    deal.team = team_of(deal.owner, local_day(at)) or deal.team
    if deal.customer:
        deal.segment_id = segment_at(deal.customer, at)


def _last_open_stage(deal: Deal) -> Stage:
    last = StageChange.objects.filter(deal=deal, outcome=Outcome.OPEN).order_by("-at", "-id").first()
    return last.stage if last else first_stage(Outcome.OPEN)


def _settle_lead(deal: Deal, by: User | None) -> None:
    """A lead is won when the first deal of it is; with none won, it is not."""
    if deal.lead_id is None:
        return
    lead = lock(Lead, deal.lead_id)
    won_at = Deal.objects.won().filter(lead=lead).aggregate(first=Min("closed_at"))["first"]
    if lead.won_at != won_at:
        lead.won_at = won_at
        write_record(lead, by, "win" if won_at else "unwin")


def _require_editable(deal: Deal, stored: Deal) -> None:
    if deal.stage_id != stored.stage_id:
        raise ActionRefused(_("Move the deal to another stage; that is not an edit."), field="stage")
    if stored.is_closed and (deal.probability, deal.owner_id) != (stored.probability, stored.owner_id):
        raise ActionRefused(_("This deal is closed. Reopen it first."))
    deal.currency = deal.currency or organisation().home_currency


def _not_before_last(deal: Deal, at: dt.datetime) -> dt.datetime:
    """Edits carry no instant of their own: one that follows a step of a clock ahead of ours stands from there."""
    last = StageChange.objects.filter(deal=deal).order_by("-at", "-id").first()
    return max(at, last.at) if last else at
