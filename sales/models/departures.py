"""Customers who left, and why."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Customer, Stamped
from accounts.models.customers import Named
from crm_project.models import Dated, External, Versioned, external_unique
from sales.models.contracts import Contract
from sales.models.deals import Competitor
from sales.querysets import DepartureQuerySet


class ChurnReason(Named):
    """Why a customer left."""

    class Meta(Named.Meta):
        verbose_name = _("reason for leaving")
        verbose_name_plural = _("reasons for leaving")


class Departure(Dated, Versioned, External, Stamped):
    """A customer lost on the local day ``left_on``; ``returned_on`` the day they were won back, if they were.

    One without a reason counts as unknown until somebody has asked.
    """

    class Kind(models.TextChoices):
        LAPSED = "lapsed", pgettext_lazy("departure", "stopped ordering")
        SAID_SO = "said_so", pgettext_lazy("departure", "said so")
        CONTRACT_ENDED = "contract_ended", pgettext_lazy("departure", "contract ended")

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="departures", verbose_name=_("customer"))
    left_on = models.DateField(_("left on"))
    kind = models.CharField(_("how"), max_length=14, choices=Kind.choices, default=Kind.SAID_SO)
    reason = models.ForeignKey(
        ChurnReason,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="departures",
        verbose_name=pgettext_lazy("departure", "reason"),
    )
    competitor = models.ForeignKey(
        Competitor,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="departures",
        verbose_name=pgettext_lazy("departure", "went to"),
    )
    contract = models.ForeignKey(
        Contract,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="departures",
        verbose_name=pgettext_lazy("agreement", "contract"),
    )
    returned_on = models.DateField(_("won back on"), null=True, blank=True, editable=False)
    note = models.TextField(_("note"), blank=True)

    objects = DepartureQuerySet.as_manager()

    class Meta:
        verbose_name = _("lost customer")
        verbose_name_plural = _("lost customers")
        ordering = ["-left_on", "-id"]
        constraints = [
            external_unique("departure"),
            models.UniqueConstraint(fields=["customer", "left_on"], name="departure_once_a_day"),
            models.CheckConstraint(
                condition=models.Q(returned_on__isnull=True) | models.Q(returned_on__gte=models.F("left_on")),
                name="departure_returned_later",
            ),
        ]
        indexes = [models.Index(fields=["-left_on", "-id"], name="departure_newest")]

    def __str__(self) -> str:
        return f"{self.customer} · {self.left_on}"
