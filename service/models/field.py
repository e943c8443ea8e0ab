"""Work at the customer's, and mishaps in our own."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Customer, Region, Stamped
from accounts.querysets import Scoped
from crm_project.models import Dated, External, Versioned, external_unique
from service.models.tickets import Ticket
from service.querysets import FieldJobQuerySet

ONE_TO_FIVE = [MinValueValidator(1), MaxValueValidator(5)]
SCORE = models.DecimalField(max_digits=6, decimal_places=3)


def share(field: str, weight: str) -> models.ExpressionWrapper:
    return models.ExpressionWrapper(models.F(field) * Decimal(weight), output_field=SCORE)


class FieldJob(Dated, Versioned, External, Stamped):
    """A job at the customer's place. It waits from ``created_at`` until ``dispatched_at`` (instants).

    ``score`` says which comes first: 0.6 × urgency + 0.4 × customer value, both 1 to 5, or ``given_score`` as another
    system worked it out; of equal ones the older. ``owner`` is the technician.
    """

    number = models.CharField(_("number"), max_length=60, unique=True)
    subject = models.CharField(_("subject"), max_length=300)
    job_type = models.CharField(_("type of job"), max_length=80, blank=True)
    territory = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="field_jobs", verbose_name=_("territory")
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, null=True, blank=True, related_name="field_jobs", verbose_name=_("customer")
    )
    ticket = models.ForeignKey(
        Ticket, models.SET_NULL, null=True, blank=True, related_name="field_jobs", verbose_name=_("ticket")
    )
    urgency = models.PositiveSmallIntegerField(_("urgency (1–5)"), default=3, validators=ONE_TO_FIVE)
    value_tier = models.PositiveSmallIntegerField(_("value of the customer (1–5)"), default=3, validators=ONE_TO_FIVE)
    given_score = models.DecimalField(
        _("score given"),
        max_digits=6,
        decimal_places=3,
        null=True,
        blank=True,
        help_text=_("Stands in the place of the one worked out of urgency and value."),
    )
    score = models.GeneratedField(
        expression=Coalesce(
            models.F("given_score"), share("urgency", "0.6") + share("value_tier", "0.4"), output_field=SCORE
        ),
        output_field=models.DecimalField(_("priority score"), max_digits=6, decimal_places=3),
        db_persist=True,
        verbose_name=_("priority score"),
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    dispatched_at = models.DateTimeField(_("dispatched"), null=True, blank=True, editable=False)
    done_at = models.DateTimeField(_("done"), null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True, editable=False)
    note = models.TextField(_("note"), blank=True)

    objects = FieldJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("field job")
        verbose_name_plural = _("field jobs")
        ordering = ["-created_at", "-id"]
        constraints = [
            external_unique("fieldjob"),
            models.CheckConstraint(
                condition=models.Q(dispatched_at__isnull=True) | models.Q(dispatched_at__gte=models.F("created_at")),
                name="fieldjob_dispatched_after_creation",
            ),
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=True) | models.Q(done_at__gte=models.F("dispatched_at")),
                name="fieldjob_done_after_dispatch",
            ),
            models.CheckConstraint(
                condition=models.Q(urgency__range=(1, 5), value_tier__range=(1, 5)), name="fieldjob_one_to_five"
            ),
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="fieldjob_newest"),
            models.Index(fields=["territory", "dispatched_at"], name="fieldjob_territory"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"

    @property
    def stands(self) -> str:
        """Where the job has got to, in words."""
        if self.cancelled_at:
            return str(_("cancelled"))
        if self.done_at:
            return str(_("done"))
        return str(_("under way")) if self.dispatched_at else str(_("waiting"))


class ProcessIncident(Dated, Versioned, External, Stamped):
    """A mistake of management, or disorder, for want of a rule. ``occurred_on`` is a local day; ``owner`` reported it."""

    class Severity(models.TextChoices):
        LOW = "low", _("low")
        MEDIUM = "medium", _("medium")
        HIGH = "high", _("high")

    occurred_on = models.DateField(_("day"))
    process = models.CharField(_("process"), max_length=120)
    department = models.CharField(_("department"), max_length=120, blank=True)
    severity = models.CharField(_("severity"), max_length=6, choices=Severity.choices, default=Severity.MEDIUM)
    description = models.TextField(_("what happened"), blank=True)
    action_taken = models.TextField(_("what was done about it"), blank=True)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("process incident")
        verbose_name_plural = _("process incidents")
        ordering = ["-occurred_on", "-id"]
        constraints = [external_unique("processincident")]
        indexes = [models.Index(fields=["-occurred_on", "-id"], name="processincident_newest")]

    def __str__(self) -> str:
        return f"{self.process} {self.occurred_on}"
