"""How good a call was, by a scorecard."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.querysets import Scoped
from crm_project.models import Dated, External, Versioned, external_unique
from service.models.calls import Call
from service.querysets import ScorecardQuerySet

BETWEEN_0_AND_100 = [MinValueValidator(0), MaxValueValidator(100)]


class Scorecard(Dated, Versioned):
    """What calls are judged by: criteria with weights, whose sum need not be one."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = ScorecardQuerySet.as_manager()

    class Meta:
        verbose_name = _("scorecard")
        verbose_name_plural = _("scorecards")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Criterion(models.Model):
    """One thing that is looked at, and how much it weighs."""

    scorecard = models.ForeignKey(Scorecard, models.CASCADE, related_name="criteria", verbose_name=_("scorecard"))
    name = models.CharField(_("name"), max_length=80)
    weight = models.DecimalField(
        _("weight"), max_digits=7, decimal_places=4, validators=[MinValueValidator(Decimal("0.0001"))]
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["scorecard", "name"], name="criterion_once"),
            models.CheckConstraint(condition=models.Q(weight__gt=0), name="criterion_weighs"),
        ]

    def __str__(self) -> str:
        return self.name


class CallReview(Dated, Versioned, External):
    """Somebody listened to a call. ``score`` (0 to 100) is worked out when it is saved: the weighted mean of the
    criteria that were scored, nought after a fatal error. A call is reviewed once; it counts on the call's day.
    """

    call = models.OneToOneField(Call, models.PROTECT, related_name="review", verbose_name=_("call"))
    scorecard = models.ForeignKey(Scorecard, models.PROTECT, related_name="reviews", verbose_name=_("scorecard"))
    evaluator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="call_reviews",
        verbose_name=_("evaluator"),
    )
    reviewed_at = models.DateTimeField(_("reviewed"), default=timezone.now)
    fatal = models.BooleanField(
        _("fatal error"), default=False, help_text=_("Something that must never happen: the score is nought.")
    )
    score = models.DecimalField(
        _("score"), max_digits=16, decimal_places=12, validators=BETWEEN_0_AND_100, editable=False
    )
    note = models.TextField(_("note"), blank=True)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("call review")
        verbose_name_plural = _("call reviews")
        ordering = ["-reviewed_at", "-id"]
        constraints = [
            external_unique("callreview"),
            models.CheckConstraint(
                condition=models.Q(score__gte=0, score__lte=100), name="callreview_score_between_0_and_100"
            ),
        ]
        indexes = [models.Index(fields=["-reviewed_at", "-id"], name="callreview_newest")]

    def __str__(self) -> str:
        return f"{self.call} {self.score:.1f}"


class CriterionScore(models.Model):
    """What a criterion was given in a review, 0 to 100; empty: it did not apply."""

    review = models.ForeignKey(CallReview, models.CASCADE, related_name="scores", verbose_name=_("call review"))
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+", verbose_name=_("criterion"))
    score = models.DecimalField(
        _("score"), max_digits=6, decimal_places=2, null=True, blank=True, validators=BETWEEN_0_AND_100
    )

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("criterion's score")
        verbose_name_plural = _("criteria's scores")
        ordering = ["criterion__position", "criterion_id"]
        constraints = [models.UniqueConstraint(fields=["review", "criterion"], name="criterionscore_once")]

    def __str__(self) -> str:
        return f"{self.criterion} {'–' if self.score is None else self.score}"
