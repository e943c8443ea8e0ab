"""The other side: customers, their contacts, and what stood about them on any past day."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce, Concat, Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.querysets import ContactQuerySet, CustomerQuerySet, Scoped
from crm_project.encryption import EncryptedTextField
from crm_project.models import Dated, External, Versioned, external_unique


class Named(models.Model):
    """A short list of names an admin keeps."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = Scoped.as_manager()

    class Meta:
        abstract = True
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class Segment(Named):
    """A kind of customers. ``inactive_after_days``: how long they take between orders; empty: as the company says."""

    inactive_after_days = models.PositiveSmallIntegerField(
        _("a customer is inactive after (days)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: as the company says."),
    )

    class Meta(Named.Meta):
        verbose_name = _("segment")
        verbose_name_plural = _("segments")


class Channel(Named):
    class Meta(Named.Meta):
        verbose_name = _("channel")
        verbose_name_plural = _("channels")


class Region(Named):
    class Meta(Named.Meta):
        verbose_name = _("region")
        verbose_name_plural = _("regions")


class Erasable(models.Model):
    """A person who may ask to be forgotten. ``erased_at`` (UTC): what said who it was has been overwritten."""

    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True


class Customer(Dated, Versioned, External, Erasable):
    """A company or a person we sell to or serve.

    Duplicates are merged by pointing ``merged_into`` at the survivor (always the last one of a chain); rows keep the
    customer they were recorded with, and every figure resolves to the survivor when it is computed.
    """

    class Kind(models.TextChoices):
        COMPANY = "company", _("company")
        PERSON = "person", _("person")

    class Status(models.TextChoices):
        PROSPECT = "prospect", _("prospect")
        CUSTOMER = "customer", _("customer")
        INACTIVE = "inactive", _("inactive")
        LOST = "lost", pgettext_lazy("customer", "lost")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.COMPANY)
    name = models.CharField(_("name"), max_length=200)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.PROSPECT)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="customers",
        verbose_name=_("owner"),
    )
    team = models.ForeignKey(
        "accounts.Team", models.PROTECT, null=True, blank=True, related_name="customers", verbose_name=_("team")
    )
    segment = models.ForeignKey(
        Segment, models.PROTECT, null=True, blank=True, related_name="customers", verbose_name=_("segment")
    )
    channel = models.ForeignKey(
        Channel, models.PROTECT, null=True, blank=True, related_name="customers", verbose_name=_("came through")
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="customers", verbose_name=_("region")
    )
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    website = models.URLField(_("website"), blank=True)
    industry = models.CharField(_("industry"), max_length=80, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    identity_number = EncryptedTextField(
        _("ID number"),
        blank=True,
        default="",
        max_length=60,
        help_text=_("Of an identity card or a tax register. Stored encrypted; it cannot be searched."),
    )
    note = models.TextField(_("note"), blank=True)
    since = models.DateField(_("known since"), null=True, blank=True)
    is_test = models.BooleanField(_("test record"), default=False, help_text=_("Left out of every KPI."))
    is_internal = models.BooleanField(_("our own company"), default=False, help_text=_("Left out of every KPI."))
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
        verbose_name=_("merged into"),
    )
    merged_at = models.DateTimeField(_("merged at"), null=True, blank=True, editable=False)
    search = models.GeneratedField(
        expression=Lower(
            Concat(
                *("name", models.Value(" "), "email", models.Value(" "), "phone", models.Value(" "), "external_id"),
                output_field=models.TextField(),
            )
        ),
        output_field=models.TextField(),
        db_persist=True,
        editable=False,
    )

    objects = CustomerQuerySet.as_manager()

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        ordering = ["-id"]
        constraints = [
            external_unique("customer"),
            models.CheckConstraint(condition=~models.Q(merged_into=models.F("pk")), name="customer_not_into_itself"),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True, merged_at__isnull=True)
                | models.Q(merged_into__isnull=False, merged_at__isnull=False),
                name="customer_merge_dated",
            ),
        ]
        indexes = [
            GinIndex(OpClass("search", name="gin_trgm_ops"), name="customer_search_trgm"),
            models.Index(fields=["owner", "-id"], name="customer_owner_newest"),
            models.Index(fields=["team", "-id"], name="customer_team_newest"),
            # Figures count a customer for the one it was merged into.
            models.Index(Coalesce("merged_into", "id"), name="customer_counts_as"),
        ]

    def __str__(self) -> str:
        return self.name


class CustomerStatus(models.Model):
    """What stood about a customer from a moment until the next row: status, owner, team, segment."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="history", verbose_name=_("customer"))
    at = models.DateTimeField(_("from"))
    status = models.CharField(_("status"), max_length=10, choices=Customer.Status.choices)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    team = models.ForeignKey(
        "accounts.Team", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("team")
    )
    segment = models.ForeignKey(
        Segment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("segment")
    )

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("customer history")
        verbose_name_plural = _("customer history")
        ordering = ["customer", "at", "id"]
        indexes = [models.Index(fields=["customer", "at"], name="customerstatus_at")]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.at:%Y-%m-%d} {self.status}"


class Contact(Dated, Versioned, External, Erasable):
    """A person at a customer."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="contacts", verbose_name=_("customer"))
    name = models.CharField(_("name"), max_length=200)
    title = models.CharField(_("job title"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    is_primary = models.BooleanField(_("main contact"), default=False)
    search = models.GeneratedField(
        expression=Lower(
            Concat(*("name", models.Value(" "), "email", models.Value(" "), "phone"), output_field=models.TextField())
        ),
        output_field=models.TextField(),
        db_persist=True,
        editable=False,
    )

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["-id"]
        constraints = [external_unique("contact")]
        indexes = [GinIndex(OpClass("search", name="gin_trgm_ops"), name="contact_search_trgm")]

    def __str__(self) -> str:
        return self.name
