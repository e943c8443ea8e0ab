"""Goals with a frozen baseline, what became of them day by day, and score cards of weighted KPIs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Role, Team
from accounts.querysets import Scoped
from analytics.querysets import GoalQuerySet
from crm_project.models import Dated, Versioned

VALUE: dict[str, Any] = {"max_digits": 30, "decimal_places": 10}


class Goal(Dated, Versioned):
    """What a KPI (or something counted by hand) shall have become by a local day, for the company, a team or a person.

    ``baseline_value`` is the KPI over the baseline's days as it was when the goal was set; it never moves. ``change``
    is what was said (a level, points more, or a share more), ``target_value`` the level it comes to. ``actual`` is
    what the KPI was over its period up to the due day, written once, when the day is over.
    """

    class Kind(models.TextChoices):
        LEVEL = "level", _("reach a level")
        POINTS = "points", _("change by points")
        PERCENT = "percent", _("change by a share of the baseline")

    class Period(models.TextChoices):
        MONTH = "month", _("month")
        QUARTER = "quarter", _("quarter")
        YEAR = "year", _("year")

    class Status(models.TextChoices):
        OPEN = "open", _("running")
        MET = "met", pgettext_lazy("goal", "met")
        MISSED = "missed", pgettext_lazy("goal", "missed")
        UNKNOWN = "unknown", _("no figure")
        DROPPED = "dropped", _("given up")

    name = models.CharField(_("name"), max_length=200)
    kpi = models.CharField(
        _("KPI"), max_length=60, blank=True, help_text=_("Empty: something that is counted by hand.")
    )
    period = models.CharField(
        _("measured over"), max_length=8, choices=Period.choices, default=Period.MONTH,
        help_text=_("The calendar period up to the day."),
    )  # fmt: skip
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="goals", verbose_name=_("team"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="goals", verbose_name=_("person")
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("responsible"),
        help_text=_("Who sees to it. The figures are the company's, a team's or a person's, as said above."),
    )  # fmt: skip
    kind = models.CharField(_("kind of goal"), max_length=8, choices=Kind.choices, default=Kind.LEVEL)
    change = models.DecimalField(_("target"), **VALUE)
    target_value = models.DecimalField(_("level to reach"), **VALUE, null=True, editable=False)
    baseline_from = models.DateField(_("baseline from"), null=True, blank=True)
    baseline_until = models.DateField(_("baseline until"), null=True, blank=True)
    baseline_value = models.DecimalField(_("baseline"), **VALUE, null=True, blank=True)
    frozen_at = models.DateTimeField(_("baseline frozen"), null=True, editable=False)
    due_on = models.DateField(_("due on"))
    is_implementation = models.BooleanField(
        _("goal of introducing the CRM"), default=False, help_text=_("Counts towards CRM implementation success.")
    )
    why = models.TextField(_("why, and how"), blank=True)
    status = models.CharField(_("status"), max_length=8, choices=Status.choices, default=Status.OPEN, editable=False)
    actual = models.DecimalField(_("actual"), **VALUE, null=True, editable=False)
    evaluated_at = models.DateTimeField(_("evaluated"), null=True, editable=False)
    missing = models.CharField(_("what is missing"), max_length=200, blank=True, editable=False)

    objects = GoalQuerySet.as_manager()

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(team__isnull=True) | models.Q(owner__isnull=True), name="goal_team_or_person"
            ),
            models.CheckConstraint(
                condition=models.Q(baseline_until__isnull=True)
                | models.Q(baseline_until__gte=models.F("baseline_from")),
                name="goal_baseline_days",
            ),
        ]
        indexes = [models.Index(fields=["due_on"], name="goal_due")]

    def __str__(self) -> str:
        return self.name

    def progress(self, actual: Decimal | None) -> Decimal | None:
        """(actual − baseline) ÷ (target − baseline): 1 is reached, more is more, below 0 is worse than before."""
        if actual is None or self.baseline_value is None or self.target_value is None:
            return None
        way = self.target_value - self.baseline_value
        return (actual - self.baseline_value) / way if way else None


class GoalReading(models.Model):
    """What a goal's KPI was over its period up to a local day; nothing, where the KPI said nothing."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="readings", verbose_name=_("goal"))
    on = models.DateField(_("on"))
    value = models.DecimalField(_("value"), **VALUE, null=True)
    missing = models.CharField(_("what is missing"), max_length=200, blank=True)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("reading of a goal")
        verbose_name_plural = _("readings of goals")
        ordering = ["-on", "-id"]
        constraints = [models.UniqueConstraint(fields=["goal", "on"], name="goalreading_once")]

    def __str__(self) -> str:
        return f"{self.goal} {self.on}"


class GoalReview(Dated):
    """What somebody said about a goal on a local day; for goals counted by hand, how far it is."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="reviews", verbose_name=_("goal"))
    on = models.DateField(_("on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    value = models.DecimalField(_("value"), **VALUE, null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("review of a goal")
        verbose_name_plural = _("reviews of goals")
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return f"{self.goal} {self.on}"


class Scorecard(Dated, Versioned):
    """Weighted KPIs by which people of a role, teams, or the company are judged in a month; open to everybody."""

    class Scope(models.TextChoices):
        PERSON = "owner", _("a person")
        TEAM = "team", _("a team")
        COMPANY = "company", _("the company")

    name = models.CharField(_("name"), max_length=120, unique=True)
    scope = models.CharField(_("judges"), max_length=8, choices=Scope.choices, default=Scope.PERSON)
    for_role = models.CharField(
        _("role"), max_length=20, choices=Role.choices, blank=True, help_text=_("Empty: every role without its own.")
    )

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("score card")
        verbose_name_plural = _("score cards")
        ordering = ["scope", "for_role", "name"]
        constraints = [models.UniqueConstraint(fields=["scope", "for_role"], name="scorecard_once")]

    def __str__(self) -> str:
        return self.name


class ScorecardLine(models.Model):
    """One KPI of a card; ``weight`` is relative to the other lines."""

    card = models.ForeignKey(Scorecard, models.CASCADE, related_name="lines", verbose_name=_("score card"))
    kpi = models.CharField(_("KPI"), max_length=60)
    weight = models.DecimalField(
        _("weight"), max_digits=7, decimal_places=3, default=1, validators=[MinValueValidator(Decimal("0.001"))]
    )

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("line of a score card")
        verbose_name_plural = _("lines of score cards")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["card", "kpi"], name="scorecardline_once"),
            models.CheckConstraint(condition=models.Q(weight__gt=0), name="scorecardline_weight"),
        ]

    def __str__(self) -> str:
        return f"{self.kpi} {self.weight}"


class Activity(models.Model):
    """Somebody of us did something in the CRM: logged a touch, took a call, or wrote a record. A database view."""

    id = models.BigIntegerField(primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+", verbose_name=_("person"))
    at = models.DateTimeField(_("when"))
    what = models.CharField(_("what"), max_length=12)

    objects = Scoped.as_manager()

    class Meta:
        managed = False
        db_table = "analytics_activity"
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.user} {self.at:%Y-%m-%d}"
