"""Somebody who may buy."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Concat, Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Customer, Erasable, Stamped
from crm_project.models import MONEY, Dated, External, Versioned, external_unique
from marketing.models import Campaign
from sales.models.products import ProductCategory
from sales.querysets import LeadQuerySet


class Lead(Dated, Versioned, External, Stamped, Erasable):
    """A first interest. ``received_at`` is its business date; ``won_at`` the first time a deal of it was won."""

    class Status(models.TextChoices):
        NEW = "new", _("new")
        WORKING = "working", _("working")
        CONVERTED = "converted", _("converted")
        LOST = "lost", _("lost")
        DISQUALIFIED = "disqualified", _("disqualified")

    class Disqualified(models.TextChoices):
        SPAM = "spam", _("spam")
        TEST = "test", _("test")
        DUPLICATE = "duplicate", _("duplicate")
        NOT_A_FIT = "not_a_fit", _("not a fit")
        NO_ANSWER = "no_answer", _("no answer")

    name = models.CharField(_("name"), max_length=200)
    company = models.CharField(_("company"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status.choices, default=Status.NEW)
    disqualified_reason = models.CharField(
        _("why disqualified"), max_length=12, choices=Disqualified.choices, blank=True, default=""
    )
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    converted_at = models.DateTimeField(_("converted"), null=True, blank=True, editable=False)
    won_at = models.DateTimeField(_("won"), null=True, blank=True, editable=False)
    expected_amount = models.DecimalField(_("expected amount (home currency)"), **MONEY, null=True, blank=True)
    probability = models.DecimalField(
        _("success probability"),
        max_digits=5,
        decimal_places=4,
        default=0,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    campaign = models.ForeignKey(
        Campaign, models.SET_NULL, null=True, blank=True, related_name="leads", verbose_name=_("campaign")
    )
    category = models.ForeignKey(
        ProductCategory, models.PROTECT, null=True, blank=True, related_name="leads", verbose_name=_("interested in")
    )
    customer = models.ForeignKey(
        Customer, models.SET_NULL, null=True, blank=True, related_name="leads", verbose_name=_("customer")
    )
    note = models.TextField(_("note"), blank=True)
    search = models.GeneratedField(
        expression=Lower(
            Concat(
                *("name", models.Value(" "), "company", models.Value(" "), "email", models.Value(" "), "phone"),
                output_field=models.TextField(),
            )
        ),
        output_field=models.TextField(),
        db_persist=True,
        editable=False,
    )

    objects = LeadQuerySet.as_manager()

    class Meta:
        verbose_name = _("lead")
        verbose_name_plural = _("leads")
        ordering = ["-received_at", "-id"]
        constraints = [
            external_unique("lead"),
            models.CheckConstraint(
                condition=models.Q(status="disqualified") | models.Q(disqualified_reason=""),
                name="lead_reason_only_when_disqualified",
            ),
        ]
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="lead_newest"),
            models.Index(fields=["owner", "-received_at"], name="lead_owner_newest"),
            GinIndex(OpClass("search", name="gin_trgm_ops"), name="lead_search_trgm"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.company})" if self.company else self.name
