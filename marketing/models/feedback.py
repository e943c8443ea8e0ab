"""What customers tell us without being scored: suggestions and opinions."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Customer, Stamped
from crm_project.models import Dated, External, Versioned, external_unique
from marketing.querysets import FeedbackQuerySet


class Feedback(Dated, Versioned, External, Stamped):
    """A suggestion or opinion, found in follow-up or sent in at an instant (UTC).

    It is answered in time within ``target_hours`` (wall clock, stamped when it is received). ``resolved_at`` is when a
    dissatisfied customer's trouble was settled.
    """

    class Kind(models.TextChoices):
        SUGGESTION = "suggestion", _("suggestion")
        OPINION = "opinion", _("opinion")

    class Origin(models.TextChoices):
        FOLLOW_UP = "follow_up", _("found in follow-up")
        SENT_IN = "sent_in", _("sent in")
        SURVEY = "survey", _("written in a survey")
        SOCIAL = "social", _("found on social media")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.OPINION)
    origin = models.CharField(_("how it reached us"), max_length=10, choices=Origin.choices, default=Origin.FOLLOW_UP)
    customer = models.ForeignKey(
        Customer, models.PROTECT, null=True, blank=True, related_name="feedback", verbose_name=_("customer")
    )
    topic = models.CharField(_("topic"), max_length=80, blank=True)
    text = models.TextField(_("text"), max_length=5000)
    received_at = models.DateTimeField(_("received or found"), default=timezone.now)
    dissatisfied = models.BooleanField(
        _("dissatisfied"), default=False, help_text=_("The customer is not satisfied: it wants to be resolved.")
    )
    target_hours = models.PositiveSmallIntegerField(_("to be answered within (hours)"), default=48, editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True, editable=False)
    reply = models.TextField(_("our answer"), blank=True, editable=False)
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True, editable=False)
    is_test = models.BooleanField(_("test record"), default=False)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("from a customer", "feedback")
        verbose_name_plural = pgettext_lazy("from a customer", "feedback")
        ordering = ["-received_at", "-id"]
        constraints = [
            external_unique("feedback"),
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True) | models.Q(answered_at__gte=models.F("received_at")),
                name="feedback_answered_after",
            ),
            models.CheckConstraint(
                condition=models.Q(resolved_at__isnull=True) | models.Q(resolved_at__gte=models.F("received_at")),
                name="feedback_resolved_after",
            ),
        ]
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="feedback_newest"),
            models.Index(fields=["customer", "-received_at"], name="feedback_customer"),
        ]

    def __str__(self) -> str:
        return self.text[:60]
