"""What happened, written down for the webhooks in the transaction in which it happened.

The deed in the audit log is the event, so no action has to think of webhooks.
"""

from __future__ import annotations

import uuid

from django.db import models

from accounts.models import Webhook, WebhookDelivery
from accounts.models.webhooks import Event

EVENTS = {
    ("sales.lead", "create"): Event.LEAD_CREATED,
    ("sales.deal", "win"): Event.DEAL_WON,
    ("sales.deal", "lose"): Event.DEAL_LOST,
    ("sales.order", "place"): Event.ORDER_PLACED,
    ("service.ticket", "open"): Event.TICKET_OPENED,
    ("service.ticket", "resolve"): Event.TICKET_SOLVED,
}


def put(action: str, instance: models.Model) -> None:
    """Note for every webhook that asked for it that ``action`` was done to a record."""
    label = instance._meta.label_lower
    event = EVENTS.get((label, action))
    if event is None:
        return
    number = uuid.uuid4()
    WebhookDelivery.objects.bulk_create(
        WebhookDelivery(webhook=webhook, event_id=number, event=event, model=label, object_id=instance.pk)
        for webhook in Webhook.objects.filter(is_active=True, events__contains=[event])
    )
