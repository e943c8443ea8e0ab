"""What makes a lead or a deal likelier to be won, and what stood about a lead on any past day."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Segment, Team
from accounts.models.customers import Named
from crm_project.models import MONEY, Dated
from sales.models.deals import Deal
from sales.models.leads import Lead
from sales.querysets import LeadChangeQuerySet, MilestoneReachedQuerySet

SHARE: dict[str, Any] = {"max_digits": 5, "decimal_places": 4}


class Milestone(Named):
    """A step that says something about success: answered, met, needs known. ``step`` is added to the probability
    (a share, negative where it makes success less likely), which stays from 0 to 1."""

    step = models.DecimalField(
        _("changes the success probability by"),
        **SHARE,
        default=0,
        validators=[MinValueValidator(-1), MaxValueValidator(1)],
    )

    class Meta(Named.Meta):
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        constraints = [
            models.CheckConstraint(condition=models.Q(step__gte=-1, step__lte=1), name="milestone_step_is_share")
        ]


class Reached(Dated):
    """A milestone reached at an instant (UTC), with the probability before and after it. Never changed."""

    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="+", verbose_name=_("milestone"))
    at = models.DateTimeField(_("at"))
    before = models.DecimalField(_("probability before"), **SHARE)
    after = models.DecimalField(_("probability after"), **SHARE)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    objects = MilestoneReachedQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-at", "-id"]


class LeadMilestone(Reached):
    """A milestone a lead reached, once each."""

    lead = models.ForeignKey(Lead, models.CASCADE, related_name="milestones", verbose_name=_("lead"))

    class Meta(Reached.Meta):
        verbose_name = _("milestone of a lead")
        verbose_name_plural = _("milestones of leads")
        constraints = [models.UniqueConstraint(fields=["lead", "milestone"], name="lead_milestone_once")]

    def __str__(self) -> str:
        return f"{self.lead_id} {self.milestone}"


class DealMilestone(Reached):
    """A milestone a deal reached, once each."""

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="milestones", verbose_name=_("deal"))

    class Meta(Reached.Meta):
        verbose_name = _("milestone of a deal")
        verbose_name_plural = _("milestones of deals")
        constraints = [models.UniqueConstraint(fields=["deal", "milestone"], name="deal_milestone_once")]

    def __str__(self) -> str:
        return f"{self.deal_id} {self.milestone}"


class LeadChange(models.Model):
    """What stood about a lead from an instant (UTC) until its next row: status, probability, expected amount, owner.

    Appended whenever one of them changes, so the leads in use on any past day can be rebuilt.
    """

    lead = models.ForeignKey(Lead, models.CASCADE, related_name="changes", verbose_name=_("lead"))
    at = models.DateTimeField(_("at"))
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)
    status = models.CharField(_("status"), max_length=12, choices=Lead.Status.choices)
    probability = models.DecimalField(_("success probability"), **SHARE, default=0)
    expected_amount = models.DecimalField(_("expected amount (home currency)"), **MONEY, default=0)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("team"))
    segment = models.ForeignKey(
        Segment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("segment")
    )

    objects = LeadChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("lead change")
        verbose_name_plural = _("lead changes")
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["lead", "at", "id"], name="leadchange_order")]

    def __str__(self) -> str:
        return f"{self.lead_id} {self.at:%Y-%m-%d} {self.status}"
