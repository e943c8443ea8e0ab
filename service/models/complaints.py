"""Complaints, and what became of them on any past day."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Customer, Region, Stamped, Team
from accounts.querysets import Scoped
from crm_project.models import Dated, External, Versioned, external_unique
from sales.models import Product, ProductCategory
from service.models.tickets import Ticket
from service.querysets import ComplaintQuerySet


class Complaint(Dated, Versioned, External, Stamped):
    """A complaint received at an instant (UTC). It is handled in time when closed within ``target_hours`` (wall clock,
    stamped when it is received, inclusive).

    It is valid when a fault of ours is to blame, which is decided by classifying it; ``unit`` is whose fault. One that
    tells of a known complaint again is its duplicate. Reopening clears ``closed_at``.
    """

    class Validity(models.TextChoices):
        PENDING = "pending", pgettext_lazy("complaint", "to be judged")
        VALID = "valid", pgettext_lazy("complaint", "valid")
        INVALID = "invalid", pgettext_lazy("complaint", "not valid")

    number = models.CharField(_("number"), max_length=60, unique=True)
    customer = models.ForeignKey(
        Customer, models.PROTECT, null=True, blank=True, related_name="complaints", verbose_name=_("customer")
    )
    subject = models.CharField(_("subject"), max_length=300)
    description = models.TextField(_("description"), blank=True, max_length=20_000)
    category = models.ForeignKey(
        ProductCategory, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("category")
    )
    product = models.ForeignKey(
        Product, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("product")
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, verbose_name=_("region")
    )
    ticket = models.ForeignKey(
        Ticket, models.SET_NULL, null=True, blank=True, related_name="complaints", verbose_name=_("ticket")
    )
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    target_hours = models.PositiveSmallIntegerField(_("to be closed within (hours)"), default=48, editable=False)
    validity = models.CharField(
        _("validity"), max_length=8, choices=Validity.choices, default=Validity.PENDING, editable=False
    )
    unit = models.ForeignKey(
        Team,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("responsible unit"),
    )
    duplicate_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="duplicates",
        verbose_name=_("duplicate of"),
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    outcome = models.TextField(_("outcome"), blank=True, editable=False)
    is_test = models.BooleanField(_("test record"), default=False)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        ordering = ["-received_at", "-id"]
        constraints = [
            external_unique("complaint"),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True) | models.Q(closed_at__gte=models.F("received_at")),
                name="complaint_closed_after",
            ),
            models.CheckConstraint(
                condition=~models.Q(duplicate_of=models.F("pk")), name="complaint_not_its_own_duplicate"
            ),
        ]
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="complaint_newest"),
            models.Index(fields=["customer", "-received_at"], name="complaint_customer"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"


class ComplaintEvent(models.Model):
    """A complaint was classified, closed or reopened at a moment: its history for any past day.

    A classification carries the ``validity`` and whether it was found a ``duplicate``.
    """

    class Kind(models.TextChoices):
        CLASSIFIED = "classified", pgettext_lazy("complaint", "judged")
        CLOSED = "closed", pgettext_lazy("complaint", "closed")
        REOPENED = "reopened", _("reopened")

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="events", verbose_name=_("complaint"))
    at = models.DateTimeField(_("when"))
    kind = models.CharField(_("what"), max_length=10, choices=Kind.choices)
    validity = models.CharField(_("validity"), max_length=8, choices=Complaint.Validity.choices, blank=True)
    duplicate = models.BooleanField(_("duplicate"), default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("complaint event")
        verbose_name_plural = _("complaint events")
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["complaint", "at", "id"], name="complaintevent_order")]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.kind} {self.at:%Y-%m-%d %H:%M}"
