"""How good what we know of a customer is: what has to be filled in, what is, and which values were found right."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.customers import Customer
from accounts.models.stamps import Stamped
from accounts.querysets import QualityQuerySet, Scoped, ValueCheckQuerySet
from crm_project.models import Dated, External, Versioned, external_unique


class CustomerField(models.TextChoices):
    """The fields of a customer a rule may be about. The database function that scores knows the same names."""

    NAME = "name", _("name")
    EMAIL = "email", _("e-mail")
    PHONE = "phone", _("phone")
    WEBSITE = "website", _("website")
    INDUSTRY = "industry", _("industry")
    CITY = "city", _("city")
    COUNTRY = "country", _("country")
    ADDRESS = "address", _("address")
    OWNER = "owner", _("owner")
    SEGMENT = "segment", _("segment")
    CHANNEL = "channel", _("came through")
    REGION = "region", _("region")
    SINCE = "since", _("known since")


class DataRule(Dated, Versioned):
    """What the company expects of a field of its customers: that it is filled, and the form its value has.

    ``kind`` narrows it to companies or to persons. When rules change the database scores every customer anew, from
    that moment on: past days keep the rules they were judged by.
    """

    class Check(models.TextChoices):
        NONE = "", _("none")
        EMAIL = "email", _("e-mail address")
        PHONE = "phone", _("phone number (5 to 15 digits)")
        WEBSITE = "website", _("web address")
        COUNTRY = "country", _("country of two letters")

    field = models.CharField(_("field"), max_length=20, choices=CustomerField.choices)
    kind = models.CharField(_("for"), max_length=10, choices=Customer.Kind.choices, blank=True, default="")
    required = models.BooleanField(_("must be filled"), default=True)
    check_kind = models.CharField(_("check of its form"), max_length=10, choices=Check.choices, blank=True, default="")
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("data rule")
        verbose_name_plural = _("data rules")
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["field", "kind"], name="datarule_once")]

    def __str__(self) -> str:
        return str(self.get_field_display())


class CustomerQuality(models.Model):
    """How complete a customer's required fields were from an instant until another (open: still), and whose they were.

    ``required`` and ``filled`` count fields; a blank, white space or a placeholder ("n/a", "-", "无") is not filled.
    Written by database triggers only, so that bulk writes and raw SQL are scored too. ``recorded_at`` is when it was
    found out: a customer known since long ago may be scored for the first time today.
    """

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="quality", verbose_name=_("customer"))
    at = models.DateTimeField(_("from"))
    until = models.DateTimeField(_("until"), null=True)
    required = models.PositiveSmallIntegerField(_("required fields"))
    filled = models.PositiveSmallIntegerField(_("filled fields"))
    fields = ArrayField(models.CharField(max_length=20), verbose_name=_("fields"))
    missing = ArrayField(models.CharField(max_length=20), verbose_name=_("missing"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("owner")
    )
    team = models.ForeignKey("accounts.Team", models.PROTECT, null=True, related_name="+", verbose_name=_("team"))
    segment = models.ForeignKey(
        "accounts.Segment", models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("segment")
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now)

    objects = QualityQuerySet.as_manager()

    class Meta:
        verbose_name = _("completeness of a customer")
        verbose_name_plural = _("completeness of customers")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["customer"], condition=models.Q(until__isnull=True), name="customerquality_one_stands"
            )
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.filled}/{self.required}"

    @property
    def missing_words(self) -> str:
        """What is missing, in the reader's language."""
        return ", ".join(str(CustomerField(name).label) for name in self.missing)


class FieldQuality(models.Model):
    """One required field of a row of ``CustomerQuality``. A database view."""

    id = models.BigIntegerField(primary_key=True)
    quality = models.ForeignKey(CustomerQuality, models.DO_NOTHING, related_name="by_field")
    customer = models.ForeignKey(Customer, models.DO_NOTHING, related_name="+", verbose_name=_("customer"))
    field = models.CharField(_("field"), max_length=20, choices=CustomerField.choices)
    filled = models.BooleanField(_("filled"))

    objects = Scoped.as_manager()

    class Meta:
        managed = False
        db_table = "accounts_fieldquality"
        verbose_name = _("completeness of a field")
        verbose_name_plural = _("completeness of fields")

    def __str__(self) -> str:
        return f"{self.customer_id} {self.field}"


class ValueCheck(Dated, External, Stamped):
    """Somebody or something looked at a value of a customer on a local day and found it right or wrong.

    Whose it was is stamped: the customer's owner, their team, and the customer's segment of that day.
    """

    class How(models.TextChoices):
        MANUAL = "manual", _("asked the customer")
        BOUNCE = "bounce", _("mail or call came back")
        FORMAT = "format", _("check of the form")
        DUPLICATE = "duplicate", _("found twice")
        SERVICE = "service", _("checking service")

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="checks", verbose_name=_("customer"))
    field = models.CharField(_("field"), max_length=20, choices=CustomerField.choices)
    checked_on = models.DateField(_("checked on"))
    valid = models.BooleanField(_("found right"))
    how = models.CharField(_("how"), max_length=10, choices=How.choices, default=How.MANUAL)
    value = models.CharField(_("value"), max_length=300, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("checked by"),
    )

    objects = ValueCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("value check")
        verbose_name_plural = _("value checks")
        ordering = ["-checked_on", "-id"]
        constraints = [external_unique("valuecheck")]
        indexes = [models.Index(fields=["checked_on"], name="valuecheck_day")]

    def __str__(self) -> str:
        return f"{self.customer} · {self.get_field_display()}"
