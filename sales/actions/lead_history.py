"""What stands about a lead, and the row its history gets whenever that changes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from sales.models import Lead, LeadChange

TOLD = ("status", "probability", "expected_amount", "owner_id", "team_id", "segment_id")


def stands(lead: Lead) -> dict[str, object]:
    """What figures of leads in use are computed from; no expected amount counts as nothing."""
    return {name: getattr(lead, name) for name in TOLD} | {"expected_amount": lead.expected_amount or Decimal(0)}


def tell_lead(lead: Lead, at: dt.datetime) -> LeadChange:
    """Append what stands about the lead from ``at`` on, never before its last row."""
    last = LeadChange.objects.filter(lead=lead).order_by("-at", "-id").first()
    return LeadChange.objects.create(lead=lead, at=max(at, last.at) if last else at, **stands(lead))


def tell_lead_if_new(lead: Lead, stored: Lead, at: dt.datetime) -> None:
    """Append a row when something figures are computed from is not as it was."""
    if stands(lead) != stands(stored):
        tell_lead(lead, at)
