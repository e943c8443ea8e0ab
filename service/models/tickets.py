"""What customers ask of us."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Contact, Customer, Interaction, Stamped
from accounts.querysets import Scoped
from crm_project.models import Dated, External, Versioned, external_unique
from service.models.queues import Queue
from service.querysets import TicketQuerySet


class Ticket(Dated, Versioned, External, Stamped):
    """A request. Waits in seconds are stamped when they end: ``…_open_seconds`` run on the queue's calendar.

    ``resolved_at`` is its last resolution while it stands; reopening clears it. ``owner`` is the agent.
    """

    class Status(models.TextChoices):
        NEW = "new", _("new")
        OPEN = "open", _("open")
        PENDING = "pending", _("waiting for the customer")
        RESOLVED = "resolved", _("resolved")

    class Priority(models.TextChoices):
        LOW = "low", _("low")
        NORMAL = "normal", _("normal")
        HIGH = "high", _("high")
        URGENT = "urgent", _("urgent")

    number = models.CharField(_("number"), max_length=60, unique=True)
    customer = models.ForeignKey(
        Customer, models.PROTECT, null=True, blank=True, related_name="tickets", verbose_name=_("customer")
    )
    contact = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="tickets", verbose_name=_("contact")
    )
    queue = models.ForeignKey(
        Queue, models.PROTECT, null=True, blank=True, related_name="tickets", verbose_name=_("queue")
    )
    subject = models.CharField(_("subject"), max_length=300)
    topic = models.CharField(_("topic"), max_length=80, blank=True)
    priority = models.CharField(_("priority"), max_length=8, choices=Priority.choices, default=Priority.NORMAL)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.NEW)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    first_response_at = models.DateTimeField(_("first answered"), null=True, blank=True, editable=False)
    first_response_open_seconds = models.PositiveIntegerField(
        _("first answer after (open seconds)"), null=True, blank=True, editable=False
    )
    first_resolved_at = models.DateTimeField(_("first resolved"), null=True, blank=True, editable=False)
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True, editable=False)
    resolution_open_seconds = models.PositiveIntegerField(
        _("resolved after (open seconds)"), null=True, blank=True, editable=False
    )
    reopened = models.PositiveSmallIntegerField(_("times reopened"), default=0, editable=False)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
        verbose_name=_("merged into"),
    )
    beyond_first_level = models.BooleanField(
        _("beyond the first level"),
        default=False,
        help_text=_("Could not be solved by whom the customer reached first."),
    )
    is_spam = models.BooleanField(_("spam"), default=False)
    is_test = models.BooleanField(_("test record"), default=False)

    objects = TicketQuerySet.as_manager()

    class Meta:
        verbose_name = _("ticket")
        verbose_name_plural = _("tickets")
        ordering = ["-opened_at", "-id"]
        constraints = [
            external_unique("ticket"),
            models.CheckConstraint(
                condition=models.Q(status="resolved", resolved_at__isnull=False)
                | (~models.Q(status="resolved") & models.Q(resolved_at__isnull=True)),
                name="ticket_resolved_has_date",
            ),
        ]
        indexes = [
            models.Index(fields=["-opened_at", "-id"], name="ticket_newest"),
            models.Index(fields=["owner", "status", "-opened_at"], name="ticket_owner_newest"),
            BrinIndex(fields=["first_response_at"], name="ticket_response_brin", pages_per_range=32),
            BrinIndex(fields=["resolved_at"], name="ticket_resolved_brin", pages_per_range=32),
            # Contacts of a merged ticket are those of the ticket it was merged into.
            models.Index(Coalesce("merged_into", "id"), name="ticket_counts_as"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"


class TicketMessage(Dated):
    """One message of a ticket; automatic replies are not answers."""

    class Direction(models.TextChoices):
        IN = "in", _("from the customer")
        OUT = "out", _("to the customer")
        NOTE = "note", _("internal note")

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="messages", verbose_name=_("ticket"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    direction = models.CharField(_("direction"), max_length=4, choices=Direction.choices, default=Direction.OUT)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("author")
    )
    automatic = models.BooleanField(_("automatic"), default=False)
    body = models.TextField(_("text"))

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.body[:60]


class TicketEvent(models.Model):
    """A ticket was resolved, reopened or handed over at a moment: its history for any past day."""

    class Kind(models.TextChoices):
        RESOLVED = "resolved", _("resolved")
        REOPENED = "reopened", _("reopened")
        ASSIGNED = "assigned", _("assigned")

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="events", verbose_name=_("ticket"))
    at = models.DateTimeField(_("when"))
    kind = models.CharField(_("what"), max_length=10, choices=Kind.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("ticket event")
        verbose_name_plural = _("ticket events")
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["ticket", "at", "id"], name="ticketevent_order")]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.kind} {self.at:%Y-%m-%d %H:%M}"


class TicketInteraction(models.Model):
    """Ties a touch to the ticket it was about."""

    interaction = models.OneToOneField(Interaction, models.CASCADE, related_name="ticket_link", primary_key=True)
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="interaction_links")

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("ticket interaction")
        verbose_name_plural = _("ticket interactions")
