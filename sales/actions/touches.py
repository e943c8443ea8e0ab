"""Touches about a deal: logged like any other, and tied to it."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts.actions.interactions import create_interaction
from accounts.actions.records import instance_of
from accounts.models import Interaction, User
from sales.models import Deal, DealInteraction


@transaction.atomic
def log_on_deal(deal: Deal, source: Any, *, by: User) -> Interaction:
    """Save a touch (instance or form) with the deal's customer, and tie it to the deal."""
    instance_of(source).customer = deal.customer
    touch = create_interaction(source, by)
    DealInteraction.objects.create(interaction=touch, deal=deal)
    return touch
