"""Personal data: what customers consented to, who was erased, and how long what is kept."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models.customers import Customer
from accounts.personal import KEPT_KINDS
from accounts.querysets import ConsentQuerySet, Scoped
from crm_project.models import Dated, External, Versioned, external_unique


class Purpose(models.TextChoices):
    """What personal data may be used for. The first three are also the uses of data that figures count."""

    CAMPAIGN = "campaign", _("marketing campaigns")
    RECOMMENDATION = "recommendation", _("personal recommendations")
    SERVICE = "service", _("service beyond the contract")
    SURVEY = "survey", _("surveys")
    SHARING = "sharing", _("passing on to partners")


class Consent(Dated, External):
    """A customer consented to a purpose, or withdrew it, at an instant (UTC). Rows are only ever added.

    What stands is the latest row of a purpose. ``wording`` is the text they were shown, word by word.
    """

    class How(models.TextChoices):
        WEB = "web", _("web form")
        EMAIL = "email", _("e-mail")
        PHONE = "phone", _("telephone")
        PAPER = "paper", _("paper")
        IN_PERSON = "in_person", _("in person")

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="consents", verbose_name=_("customer"))
    purpose = models.CharField(_("purpose"), max_length=16, choices=Purpose.choices)
    given = models.BooleanField(
        _("given"), default=True, choices=[(True, _("given")), (False, pgettext_lazy("consent", "withdrawn"))]
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    how = models.CharField(_("how"), max_length=10, choices=How.choices, default=How.WEB)
    wording = models.TextField(_("wording shown"), blank=True, max_length=5000)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("recorded by"),
    )

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-at", "-id"]
        constraints = [external_unique("consent")]
        indexes = [models.Index(fields=["customer", "purpose", "-at"], name="consent_latest")]

    def __str__(self) -> str:
        return f"{self.customer} · {self.get_purpose_display()} · {self.get_given_display()}"


class Erasure(models.Model):
    """Proof that a person was erased, without who it was: a salted digest of what identified them.

    ``kind`` and ``object_id`` name the row that stayed; ``stamp`` is when that row was first written down (UTC), so
    that after an old backup is restored no later row with the same number is taken for it. ``rows`` counts what was
    overwritten, by kind of record. Rows are only ever added.
    """

    class Reason(models.TextChoices):
        REQUEST = "request", _("the person asked for it")
        RETENTION = "retention", _("a retention rule")
        REAPPLIED = "reapplied", _("a restored backup")

    kind = models.CharField(_("kind of record"), max_length=60)
    object_id = models.BigIntegerField(_("record"))
    stamp = models.DateTimeField(_("recorded at"))
    salt = models.CharField(_("salt"), max_length=32)
    digest = models.CharField(_("digest"), max_length=64)
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices, default=Reason.REQUEST)
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    rows = models.JSONField(_("overwritten records"), default=dict)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ["-id"]
        indexes = [models.Index(fields=["kind", "object_id"], name="erasure_of")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class RetentionRule(Dated, Versioned):
    """How many days personal data of a kind of record is kept. Nothing happens while a rule is off.

    ``days`` count from the record's own date (of a person: from the last record about them).
    """

    kind = models.CharField(_("kind of record"), max_length=60, unique=True, choices=KEPT_KINDS)
    days = models.PositiveIntegerField(_("kept for (days)"), validators=[MinValueValidator(30)])
    is_on = models.BooleanField(_("on"), default=False)
    last_run_at = models.DateTimeField(_("last run"), null=True, blank=True, editable=False)
    last_count = models.PositiveIntegerField(_("records overwritten by the last run"), default=0, editable=False)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("retention rule")
        verbose_name_plural = _("retention rules")
        ordering = ["kind"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.days}"
