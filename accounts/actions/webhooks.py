"""Webhooks: making one, and sending what waits: at least once, in order, slower after each failure, until given up."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import secrets
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import letters, policy
from accounts.actions import audit
from accounts.actions.records import create_record, instance_of, lock, update_record
from accounts.models import User, Webhook, WebhookDelivery
from crm_project import outgoing
from crm_project.encoders import AuditEncoder
from crm_project.errors import ActionRefused

State = WebhookDelivery.State
FIRST, LONGEST, ATTEMPTS = dt.timedelta(seconds=30), dt.timedelta(hours=6), 15
AT_ONCE = 50  # deliveries of one wake
NO_VALUE = {"search", "version", "password"}


@transaction.atomic
def create_webhook(source: Any, by: User | None) -> Webhook:
    """Save a new webhook with a secret of its own; ``secret`` of what is returned is told once."""
    webhook = instance_of(source)
    webhook.secret = secrets.token_urlsafe(32)
    return create_record(source, by)


@transaction.atomic
def update_webhook(source: Any, by: User | None, version: int | None = None) -> Webhook:
    """Save a changed webhook; its secret stays."""
    return update_record(source, by, version)


@transaction.atomic
def send_again(delivery: WebhookDelivery, *, by: User | None) -> WebhookDelivery:
    """Put a delivery among those that wait, with the number it had."""
    delivery = lock(WebhookDelivery, delivery.pk)
    if delivery.state == State.WAITING:
        raise ActionRefused(_("This delivery is waiting already."))
    delivery.state, delivery.attempts, delivery.next_at, delivery.error = State.WAITING, 0, timezone.now(), ""
    delivery.save()
    audit.record(by, "send_again", delivery)
    return delivery


def send_waiting(most: int = AT_ONCE) -> int:
    """Send what is due; how many were tried. Several senders share the work; none holds up another record's."""
    for tried in range(most):
        if not send_next():
            return tried
    return most


@transaction.atomic
def send_next() -> bool:
    """Send the delivery that is due, if there is one: the first of its record and of its webhook."""
    earlier = WebhookDelivery.objects.filter(
        webhook=OuterRef("webhook"), model=OuterRef("model"), object_id=OuterRef("object_id"),
        state=State.WAITING, pk__lt=OuterRef("pk"),
    )  # fmt: skip
    due = WebhookDelivery.objects.filter(
        ~Exists(earlier), state=State.WAITING, next_at__lte=timezone.now(), webhook__is_active=True
    )
    delivery = due.select_for_update(skip_locked=True, of=("self",)).order_by("next_at", "pk").first()
    if delivery is None:
        return False
    said = payload(delivery)
    if said is None:
        delivery.state, delivery.error = State.DROPPED, _("The record is gone, or not its owner's to see.")
    else:
        deliver(delivery, json.dumps(said, cls=AuditEncoder, ensure_ascii=False).encode())
    delivery.save()
    return True


def deliver(delivery: WebhookDelivery, body: bytes) -> None:
    """One attempt, noted on the delivery."""
    now, webhook = timezone.now(), delivery.webhook
    delivery.attempts, delivery.sent_at, delivery.status = delivery.attempts + 1, now, None
    try:
        delivery.status = outgoing.post(webhook.url, body, headers_of(delivery, webhook.secret, body, now))
        delivery.error = "" if 200 <= delivery.status < 300 else _("The answer was not 2xx.")
    except outgoing.NotReached as error:
        delivery.error = str(error)[:200]
    if not delivery.error:
        delivery.state = State.DONE
    elif delivery.attempts >= ATTEMPTS:
        delivery.state = State.DEAD
        letters.webhook_dead(webhook.owner, webhook.name, delivery.error)
    else:
        delivery.next_at = now + min(FIRST * 2 ** (delivery.attempts - 1), LONGEST)


def headers_of(delivery: WebhookDelivery, secret: str, body: bytes, now: dt.datetime) -> dict[str, str]:
    """What goes with a body: its type, the event, and a signature over the moment and the body."""
    moment = str(int(now.timestamp()))
    signed = hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "crm-webhook/1",
        "X-CRM-Event": delivery.event,
        "X-CRM-Event-Id": str(delivery.event_id),
        "X-CRM-Signature": f"t={moment},v1={signed}",
    }


def payload(delivery: WebhookDelivery) -> dict[str, Any] | None:
    """What the webhook's owner may see of the record at this moment; None when that is nothing."""
    owner = User.objects.active().filter(pk=delivery.webhook.owner_id).first()
    model = next((one for one in apps.get_models() if one._meta.label_lower == delivery.model), None)
    if owner is None or model is None:
        return None
    found = policy.visible(owner, model._default_manager.filter(pk=delivery.object_id)).first()
    if found is None:
        return None
    names = policy.fields(owner, model, "read") - NO_VALUE
    return {
        "id": str(delivery.event_id),
        "event": delivery.event,
        "at": delivery.at,
        "kind": delivery.model,
        "record": {
            field.name: value_of(owner, found, field) for field in model._meta.concrete_fields if field.name in names
        },
    }


def value_of(owner: User, found: models.Model, field: models.Field) -> Any:
    """A column; the number of a record only when the owner may see that record."""
    value, target = getattr(found, field.attname), field.related_model
    if value is None or not isinstance(target, type):
        return value
    return value if policy.visible(owner, target._default_manager.filter(pk=value)).exists() else None
