"""Touches about a ticket: logged like any other, and tied to it."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts.actions.interactions import create_interaction
from accounts.actions.records import instance_of
from accounts.models import Interaction, User
from service.models import Ticket, TicketInteraction


@transaction.atomic
def log_on_ticket(ticket: Ticket, source: Any, *, by: User) -> Interaction:
    """Save a touch (instance or form) with the ticket's customer, and tie it to the ticket."""
    instance_of(source).customer = ticket.customer
    touch = create_interaction(source, by)
    TicketInteraction.objects.create(interaction=touch, ticket=ticket)
    return touch
