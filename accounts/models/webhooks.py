"""Webhooks: who is told by a call when something happens, and every call that was or is to be made."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.querysets import Scoped
from crm_project import outgoing
from crm_project.encryption import EncryptedTextField
from crm_project.models import Dated, Versioned


class Event(models.TextChoices):
    """What can be told."""

    LEAD_CREATED = "lead.created", _("lead created")
    DEAL_WON = "deal.won", _("deal won")
    DEAL_LOST = "deal.lost", _("deal lost")
    ORDER_PLACED = "order.placed", _("order placed")
    TICKET_OPENED = "ticket.opened", _("ticket opened")
    TICKET_SOLVED = "ticket.solved", _("ticket solved")


def check_url(url: str) -> None:
    """Refuse what is no address of the outside by its form; where its name leads is looked at with every call."""
    try:
        outgoing.parse(url)
    except outgoing.NotReached as error:
        raise ValidationError(str(error)) from error


class Webhook(Dated, Versioned):
    """Calls an address when one of ``events`` happens, as long as it is on and ``owner`` has an account.

    What it says of a record is what ``owner`` may see when it is sent. ``secret`` signs the calls.
    """

    name = models.CharField(_("name"), max_length=80)
    url = models.CharField(_("address"), max_length=500, validators=[check_url])
    events = models.JSONField(_("events"), default=list)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("in the name of")
    )
    is_active = models.BooleanField(_("on"), default=True)
    secret = EncryptedTextField(_("secret"), editable=False)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name


class WebhookDelivery(models.Model):
    """One event for one webhook: written with the event, sent afterwards, at least once, in the order of the record.

    ``event_id`` stays the same however often it is sent. ``next_at`` (UTC) is when it is tried next.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("delivery", "waiting")
        DONE = "done", pgettext_lazy("delivery", "delivered")
        DEAD = "dead", pgettext_lazy("delivery", "given up")
        DROPPED = "dropped", pgettext_lazy("delivery", "not sent")

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries", verbose_name=_("webhook"))
    event_id = models.UUIDField(_("event number"), default=uuid.uuid4, editable=False)
    event = models.CharField(_("event"), max_length=40, choices=Event.choices)
    model = models.CharField(_("kind"), max_length=60)
    object_id = models.BigIntegerField(_("number"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    sent_at = models.DateTimeField(_("last attempt"), null=True, blank=True)
    status = models.PositiveSmallIntegerField(_("answer"), null=True, blank=True)
    error = models.CharField(_("error"), max_length=200, blank=True, default="")

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("webhook", "delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["webhook", "model", "object_id", "id"],
                name="webhook_waiting",
                condition=models.Q(state="waiting"),
            )
        ]
        constraints = [models.UniqueConstraint(fields=["webhook", "event_id"], name="webhook_event_once")]

    def __str__(self) -> str:
        return f"{self.event} {self.object_id}"
