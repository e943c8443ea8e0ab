"""The company that runs this CRM: its money, its clock and the thresholds its KPIs use."""

from __future__ import annotations

import zoneinfo
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.querysets import ExchangeRateQuerySet, Scoped
from crm_project.models import Dated

WEIGHT: dict[str, Any] = {"max_digits": 5, "decimal_places": 4, "default": Decimal("0.5")}


def validate_time_zone(name: str) -> None:
    """Refuse a name that is not in the time zone database."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("“%(name)s” is not a time zone; an example is Asia/Shanghai."), params={"name": name})


class Organisation(Dated):
    """The one company. A day of every KPI is a day in its ``time_zone``."""

    name = models.CharField(_("name"), max_length=200)
    home_currency = models.CharField(_("home currency"), max_length=3, default="CNY")
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="Asia/Shanghai", validators=[validate_time_zone]
    )
    fiscal_year_start = models.PositiveSmallIntegerField(
        _("first month of the fiscal year"), default=1, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    answer_within_seconds = models.PositiveIntegerField(_("calls are answered in time within (seconds)"), default=20)
    short_abandon_seconds = models.PositiveIntegerField(_("a short abandon is under (seconds)"), default=5)
    talk_includes_hold = models.BooleanField(_("talk time includes hold"), default=True)
    inactive_after_days = models.PositiveIntegerField(_("a customer is inactive after (days)"), default=180)
    complaint_target_hours = models.PositiveSmallIntegerField(_("complaints are closed within (hours)"), default=48)
    feedback_target_hours = models.PositiveSmallIntegerField(_("feedback is answered within (hours)"), default=48)
    loyalty_repurchase_weight = models.DecimalField(
        _("weight of the repurchase rate in the loyalty index"), **WEIGHT, validators=[MinValueValidator(0)]
    )
    loyalty_promoter_weight = models.DecimalField(
        _("weight of the promoters in the loyalty index"), **WEIGHT, validators=[MinValueValidator(0)]
    )
    acquisition_lag_days = models.PositiveSmallIntegerField(
        _("money wins a customer after (days)"),
        default=30,
        help_text=_("For the variant of the customer acquisition cost that looks back."),
    )
    renewal_grace_days = models.PositiveIntegerField(
        _("a contract renewed late still counts as renewed within (days)"), default=30
    )

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisation")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="organisation_single")]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)


class ExchangeRate(models.Model):
    """Home currency for one unit of ``currency``, valid from ``day`` until the next row of that currency."""

    currency = models.CharField(_("currency"), max_length=3)
    day = models.DateField(_("from day"))
    rate = models.DecimalField(_("rate"), max_digits=18, decimal_places=8, validators=[MinValueValidator(0)])

    objects = ExchangeRateQuerySet.as_manager()

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        ordering = ["-day", "currency"]
        constraints = [
            models.UniqueConstraint(fields=["currency", "day"], name="exchange_rate_once_a_day"),
            models.CheckConstraint(condition=models.Q(rate__gt=0), name="exchange_rate_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.day} {self.rate}"
