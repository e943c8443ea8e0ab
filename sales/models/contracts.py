"""Contracts with their terms, and the papers that must not get lost."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Customer, Stamped
from crm_project.models import MONEY, Dated, External, Versioned, external_unique
from sales.models.deals import Deal
from sales.models.products import Product, ProductCategory
from sales.querysets import ContractDocumentQuerySet, ContractQuerySet


class Contract(Dated, Versioned, External, Stamped):
    """An agreement for a term. All days are local and inclusive, the annual value is in home currency.

    ``ends_on`` stays the agreed end, also when the contract is terminated early. ``renewed_on`` is the day the
    customer agreed to go on; ``renewed_by`` the contract of the next term.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        ACTIVE = "active", pgettext_lazy("contract", "in force")
        TERMINATED = "terminated", pgettext_lazy("contract", "terminated")

    number = models.CharField(_("contract number"), max_length=60, unique=True)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="contracts", verbose_name=_("customer"))
    deal = models.ForeignKey(
        Deal, models.SET_NULL, null=True, blank=True, related_name="contracts", verbose_name=_("deal")
    )
    product = models.ForeignKey(
        Product, models.PROTECT, null=True, blank=True, related_name="contracts", verbose_name=_("product")
    )
    category = models.ForeignKey(
        ProductCategory, models.PROTECT, null=True, blank=True, related_name="contracts", verbose_name=_("category")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.ACTIVE)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    annual_value = models.DecimalField(
        _("annual value (home currency)"), **MONEY, default=0, validators=[MinValueValidator(0)]
    )
    renewed_on = models.DateField(_("renewed on"), null=True, blank=True, editable=False)
    renewed_by = models.OneToOneField(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="renews",
        verbose_name=_("continued by"),
    )
    terminated_on = models.DateField(_("terminated on"), null=True, blank=True, editable=False)
    note = models.TextField(_("note"), blank=True)

    objects = ContractQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("agreement", "contract")
        verbose_name_plural = pgettext_lazy("agreements", "contracts")
        ordering = ["-ends_on", "-id"]
        constraints = [
            external_unique("contract"),
            models.CheckConstraint(condition=models.Q(ends_on__gte=models.F("starts_on")), name="contract_ends_later"),
            models.CheckConstraint(
                condition=models.Q(status="terminated", terminated_on__isnull=False)
                | (~models.Q(status="terminated") & models.Q(terminated_on__isnull=True)),
                name="contract_terminated_has_day",
            ),
            models.CheckConstraint(
                condition=models.Q(renewed_by__isnull=True) | models.Q(renewed_on__isnull=False),
                name="contract_renewed_has_day",
            ),
        ]
        indexes = [models.Index(fields=["-ends_on", "-id"], name="contract_ends")]

    def __str__(self) -> str:
        return self.number


class ContractDocument(Dated, Versioned, External, Stamped):
    """A paper or file that is to be kept. Local days: on file since ``filed_on``, until ``discarded_on`` if ever.

    ``lost_on`` is the day it was reported lost; found again, that loss counts no more.
    """

    class Kind(models.TextChoices):
        CONTRACT = "contract", pgettext_lazy("document", "contract")
        OFFER = "offer", pgettext_lazy("document", "offer")
        ORDER = "order", pgettext_lazy("document", "order file")
        CUSTOMER_FILE = "customer_file", pgettext_lazy("document", "customer file")
        OTHER = "other", pgettext_lazy("document", "other")

    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=14, choices=Kind.choices, default=Kind.CONTRACT)
    contract = models.ForeignKey(
        Contract, models.SET_NULL, null=True, blank=True, related_name="documents", verbose_name=_("of the contract")
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name=_("customer")
    )
    place = models.CharField(_("kept in"), max_length=120, blank=True, help_text=_("Cabinet, folder or address."))
    filed_on = models.DateField(_("on file since"))
    lost_on = models.DateField(_("reported lost on"), null=True, blank=True, editable=False)
    found_on = models.DateField(_("found again on"), null=True, blank=True, editable=False)
    discarded_on = models.DateField(_("discarded on"), null=True, blank=True, editable=False)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = ContractDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document on file")
        verbose_name_plural = _("documents on file")
        ordering = ["-filed_on", "-id"]
        constraints = [
            external_unique("contractdocument"),
            models.CheckConstraint(
                condition=models.Q(lost_on__isnull=True) | models.Q(lost_on__gte=models.F("filed_on")),
                name="document_lost_after_filed",
            ),
            models.CheckConstraint(
                condition=models.Q(found_on__isnull=True) | models.Q(found_on__gte=models.F("lost_on")),
                name="document_found_after_lost",
            ),
            models.CheckConstraint(
                condition=models.Q(discarded_on__isnull=True) | models.Q(discarded_on__gte=models.F("filed_on")),
                name="document_discarded_after_filed",
            ),
        ]
        indexes = [
            models.Index(fields=["-filed_on", "-id"], name="document_filed"),
            models.Index(fields=["lost_on"], condition=models.Q(lost_on__isnull=False), name="document_lost"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_missing(self) -> bool:
        """Lost and not found again."""
        return self.lost_on is not None and self.found_on is None
