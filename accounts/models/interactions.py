"""Every touch between us and them."""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.customers import Contact, Customer
from accounts.models.stamps import Stamped
from accounts.querysets import InteractionQuerySet
from crm_project.models import MONEY, Dated, External, Versioned, external_unique


class Interaction(Dated, Versioned, External, Stamped):
    """A call, visit, e-mail, chat, meeting or task; ``owner`` is who did it, ``at`` when."""

    class Kind(models.TextChoices):
        CALL = "call", _("call")
        VISIT = "visit", _("visit")
        EMAIL = "email", _("e-mail")
        CHAT = "chat", _("chat")
        MEETING = "meeting", _("meeting")
        TASK = "task", _("task")

    class Direction(models.TextChoices):
        OUT = "out", _("from us")
        IN = "in", _("from them")

    customer = models.ForeignKey(
        Customer, models.CASCADE, null=True, blank=True, related_name="interactions", verbose_name=_("customer")
    )
    contact = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="interactions", verbose_name=_("contact")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.CALL)
    direction = models.CharField(_("direction"), max_length=3, choices=Direction.choices, default=Direction.OUT)
    at = models.DateTimeField(_("when"), default=timezone.now)
    duration_seconds = models.PositiveIntegerField(_("duration (seconds)"), null=True, blank=True)
    connected = models.BooleanField(_("reached somebody"), default=True)
    cost = models.DecimalField(
        _("cost (home currency)"), **MONEY, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    subject = models.CharField(_("subject"), max_length=300)
    note = models.TextField(_("note"), blank=True)
    follow_up_on = models.DateField(_("follow up on"), null=True, blank=True)
    done = models.BooleanField(_("done"), default=True)

    objects = InteractionQuerySet.as_manager()

    class Meta:
        verbose_name = _("interaction")
        verbose_name_plural = _("interactions")
        ordering = ["-at", "-id"]
        constraints = [external_unique("interaction")]
        indexes = [
            BrinIndex(fields=["at"], name="interaction_at_brin", pages_per_range=32),
            models.Index(fields=["owner", "-at"], name="interaction_owner_at"),
            models.Index(fields=["customer", "-at"], name="interaction_customer_at"),
            models.Index(fields=["-at", "-id"], name="interaction_newest"),
            models.Index(
                fields=["owner", "follow_up_on"],
                condition=models.Q(follow_up_on__isnull=False),
                name="interaction_follow_up",
            ),
        ]

    def __str__(self) -> str:
        return self.subject
