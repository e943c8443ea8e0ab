"""Calls as the telephone system saw them."""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Customer, Stamped
from crm_project.models import Dated, External, Versioned, external_unique
from service.models.queues import Queue
from service.models.tickets import Ticket
from service.querysets import CallQuerySet


class Call(Dated, Versioned, External, Stamped):
    """One call, transfers included. ``entered_at`` is when it entered the queue (for outbound: was dialled).

    A transfer is part of the call: ``transfers`` counts them, the seconds are those of all its legs together.

    Seconds are wall clock; ``talk_seconds`` is without hold. ``owner`` is the agent who took or made it.
    """

    class Direction(models.TextChoices):
        IN = "in", _("inbound")
        OUT = "out", _("outbound")

    class Outcome(models.TextChoices):
        ANSWERED = "answered", _("answered")
        ABANDONED = "abandoned", _("given up in the queue")
        BLOCKED = "blocked", _("blocked")
        IVR = "ivr", _("ended in the menu")
        OUT_OF_HOURS = "out_of_hours", _("out of hours")
        PHANTOM = "phantom", _("phantom")
        MISSED = "missed", _("not reached")

    direction = models.CharField(_("direction"), max_length=3, choices=Direction.choices, default=Direction.IN)
    queue = models.ForeignKey(
        Queue, models.PROTECT, null=True, blank=True, related_name="calls", verbose_name=_("queue")
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, null=True, blank=True, related_name="calls", verbose_name=_("customer")
    )
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    topic = models.CharField(_("topic"), max_length=80, blank=True)
    disposition = models.CharField(
        _("result"),
        max_length=80,
        blank=True,
        help_text=_("What came of it, in the agent's words or the code of them."),
    )
    outbound_type = models.CharField(
        _("kind of outbound call"), max_length=40, blank=True, help_text=_("Such as follow-up, survey, collection.")
    )
    skill = models.CharField(_("skill"), max_length=80, blank=True)
    site = models.CharField(_("site"), max_length=80, blank=True)
    trunk = models.CharField(_("trunk"), max_length=80, blank=True, help_text=_("The line it came or went by."))
    transfers = models.PositiveSmallIntegerField(_("transfers"), default=0)
    priority = models.CharField(_("priority"), max_length=20, blank=True)
    ticket = models.ForeignKey(
        Ticket, models.SET_NULL, null=True, blank=True, related_name="calls", verbose_name=_("ticket")
    )
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices, default=Outcome.ANSWERED)
    entered_at = models.DateTimeField(_("entered the queue"), default=timezone.now)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    wait_seconds = models.PositiveIntegerField(_("wait (seconds)"), null=True, blank=True)
    talk_seconds = models.PositiveIntegerField(_("talk (seconds)"), null=True, blank=True)
    hold_seconds = models.PositiveIntegerField(_("hold (seconds)"), null=True, blank=True)
    wrap_up_seconds = models.PositiveIntegerField(_("wrap-up (seconds)"), null=True, blank=True)
    is_test = models.BooleanField(_("test call"), default=False)
    is_internal = models.BooleanField(_("internal call"), default=False)
    note = models.TextField(_("note"), blank=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("phone call")
        verbose_name_plural = _("phone calls")
        ordering = ["-entered_at", "-id"]
        constraints = [
            external_unique("call"),
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True) | models.Q(answered_at__gte=models.F("entered_at")),
                name="call_answered_after_entry",
            ),
        ]
        indexes = [
            BrinIndex(fields=["entered_at"], name="call_entered_brin", pages_per_range=32),
            models.Index(fields=["-entered_at", "-id"], name="call_newest"),
            models.Index(fields=["owner", "-entered_at"], name="call_owner_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.get_direction_display()} {timezone.localtime(self.entered_at):%Y-%m-%d %H:%M}"
