"""What advertisements did, day by day, and which touches belong to a campaign."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Interaction, Stamped
from accounts.querysets import Scoped
from crm_project.models import MONEY, Dated, External, Versioned, external_unique
from marketing.models.campaigns import Campaign


class AdResult(Dated, Versioned, External, Stamped):
    """What an advertisement did on one local day, as its platform reports it; money in home currency.

    ``clicks`` are all clicks, ``invalid_clicks`` those of robots and mishaps among them: figures count the difference.
    ``revenue`` is what the platform attributes to the advertisement within 30 days. ``spend`` is the platform's own
    count and serves only the figures per impression, click and return; the money that was planned and booked is
    ``Spend`` of kind advertising, so nothing is counted twice.
    """

    day = models.DateField(_("day"))
    campaign = models.ForeignKey(
        Campaign, models.SET_NULL, null=True, blank=True, related_name="ad_results", verbose_name=_("campaign")
    )
    ad = models.CharField(_("advertisement"), max_length=200)
    placement = models.CharField(_("placement"), max_length=120, blank=True)
    impressions = models.PositiveBigIntegerField(_("impressions"), default=0)
    clicks = models.PositiveBigIntegerField(_("clicks"), default=0)
    invalid_clicks = models.PositiveBigIntegerField(_("invalid clicks"), default=0)
    spend = models.DecimalField(_("spend"), **MONEY, default=0, validators=[MinValueValidator(0)])
    conversions = models.PositiveIntegerField(_("conversions"), default=0)
    revenue = models.DecimalField(_("attributed revenue"), **MONEY, default=0, validators=[MinValueValidator(0)])

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("ad result")
        verbose_name_plural = _("ad results")
        ordering = ["-day", "-id"]
        constraints = [
            external_unique("adresult"),
            models.CheckConstraint(
                condition=models.Q(invalid_clicks__lte=models.F("clicks")), name="adresult_invalid_within_clicks"
            ),
        ]
        indexes = [models.Index(fields=["-day", "-id"], name="adresult_newest")]

    def __str__(self) -> str:
        return f"{self.day} {self.ad}"


class CampaignInteraction(models.Model):
    """Ties an interaction to the campaign it was part of."""

    interaction = models.OneToOneField(
        Interaction, models.CASCADE, primary_key=True, related_name="campaign_link", verbose_name=_("interaction")
    )
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="touches", verbose_name=_("campaign"))

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("campaign interaction")
        verbose_name_plural = _("campaign interactions")

    def __str__(self) -> str:
        return f"{self.campaign} · {self.interaction}"
