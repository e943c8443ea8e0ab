"""Milestones: what a lead or a deal reached, and how much likelier it is won since then."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.records import create_record, lock, moment, write_record
from accounts.models import User
from crm_project.errors import ActionRefused
from sales.actions.lead_history import tell_lead
from sales.actions.stages import lock_deal, require_open, tell
from sales.models import Deal, DealMilestone, Lead, LeadChange, LeadMilestone, Milestone

OPEN = (Lead.Status.NEW, Lead.Status.WORKING)


def after(probability: Decimal, milestone: Milestone) -> Decimal:
    """The probability after a milestone: moved by its step, from 0 to 1."""
    return min(max(probability + milestone.step, Decimal(0)), Decimal(1))


@transaction.atomic
def reach_lead_milestone(
    lead: Lead, milestone: Milestone, *, by: User | None, at: dt.datetime | None = None
) -> LeadMilestone:
    """A lead reached a milestone at an instant (default now), which moves its success probability from then on.

    Raises ActionRefused for a lead that is not open, a milestone reached before, or an instant before its last change.
    """
    lead = lock(Lead, lead.pk)
    if lead.status not in OPEN:
        raise ActionRefused(_("This lead is not open any more."))
    last = LeadChange.objects.filter(lead=lead).order_by("-at", "-id").first()
    at = moment(at, last.at if last else lead.received_at)
    _require_new(lead.milestones.filter(milestone=milestone))
    before, lead.probability = lead.probability, after(lead.probability, milestone)
    if lead.status == Lead.Status.NEW:
        lead.status = Lead.Status.WORKING
    tell_lead(lead, at)
    write_record(lead, by, "milestone", at=at, milestone=milestone.name)
    reached = LeadMilestone(lead=lead, milestone=milestone, at=at, before=before, after=lead.probability, by=by)
    return create_record(reached, by, action="reach")


@transaction.atomic
def reach_deal_milestone(
    deal: Deal, milestone: Milestone, *, by: User | None, at: dt.datetime | None = None
) -> DealMilestone:
    """The same for an open deal. Moving it to another stage sets the stage's own probability again."""
    deal, at = lock_deal(deal, at)
    require_open(deal)
    _require_new(deal.milestones.filter(milestone=milestone))
    before, deal.probability = deal.probability, after(deal.probability, milestone)
    tell(deal, at, by)
    write_record(deal, by, "milestone", at=at, milestone=milestone.name)
    reached = DealMilestone(deal=deal, milestone=milestone, at=at, before=before, after=deal.probability, by=by)
    return create_record(reached, by, action="reach")


def _require_new(reached: Any) -> None:
    if reached.exists():
        raise ActionRefused(_("This milestone was reached before."), field="milestone")
