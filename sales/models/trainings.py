"""Trainings of the sales force, and who attended."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.querysets import Scoped
from crm_project.models import MONEY, Dated, External, Versioned, external_unique


class Training(Dated, Versioned, External):
    """A training that was completed on a local day; ``cost`` is in home currency.

    Its effect is what the attendees sold in the ``effect_days`` days after that day against as many days before it.
    """

    name = models.CharField(_("name"), max_length=200)
    completed_on = models.DateField(_("completed on"))
    effect_days = models.PositiveSmallIntegerField(
        _("days compared before and after"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(366)],
    )
    cost = models.DecimalField(_("cost (home currency)"), **MONEY, default=0, validators=[MinValueValidator(0)])
    note = models.TextField(_("note"), blank=True)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("training")
        verbose_name_plural = _("trainings")
        ordering = ["-completed_on", "-id"]
        constraints = [
            external_unique("training"),
            models.CheckConstraint(
                condition=models.Q(effect_days__gte=1, effect_days__lte=366), name="training_effect_days"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TrainingAttendee(Dated):
    """Somebody who completed a training."""

    training = models.ForeignKey(Training, models.CASCADE, related_name="attendees", verbose_name=_("training"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="trainings", verbose_name=_("attendee")
    )
    team = models.ForeignKey(
        "accounts.Team", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("team")
    )

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("attendee")
        verbose_name_plural = _("attendees")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["training", "user"], name="attendee_once")]

    def __str__(self) -> str:
        return f"{self.training} · {self.user}"
