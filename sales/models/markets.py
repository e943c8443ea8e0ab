"""How large a market is, as somebody outside estimates it."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Region
from accounts.querysets import Scoped
from crm_project.models import MONEY, Dated, External, Versioned, external_unique
from sales.models.products import ProductCategory


class MarketSize(Dated, Versioned, External):
    """What all sellers together sold in a market in a month, quarter or year, in home currency.

    A market is everything, or one region, or one product category, or both. ``size`` is empty while nobody knows it;
    it is never guessed from other periods. ``published_by`` and ``estimated_on`` say whose figure it is.
    """

    class Period(models.TextChoices):
        MONTH = "month", _("month")
        QUARTER = "quarter", _("quarter")
        YEAR = "year", _("year")

    market = models.CharField(_("market"), max_length=120)
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region")
    )
    category = models.ForeignKey(
        ProductCategory, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("category")
    )
    period = models.CharField(_("period"), max_length=7, choices=Period.choices, default=Period.QUARTER)
    starts_on = models.DateField(_("first day"))
    size = models.DecimalField(_("market size"), **MONEY, null=True, blank=True, validators=[MinValueValidator(0)])
    published_by = models.CharField(_("whose estimate"), max_length=200, blank=True)
    estimated_on = models.DateField(_("estimated on"), null=True, blank=True)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("market size")
        verbose_name_plural = _("market sizes")
        ordering = ["-starts_on", "-id"]
        constraints = [
            external_unique("marketsize"),
            models.UniqueConstraint(
                fields=["region", "category", "period", "starts_on"], nulls_distinct=False, name="marketsize_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.market} {self.starts_on} {self.get_period_display()}"
