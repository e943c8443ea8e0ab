"""What the KPI engine keeps: cells (a cache), snapshots (the record), the fill ledger, dirty days; and targets."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Channel, Customer, Segment, Team
from accounts.querysets import Scoped
from analytics.goal_models import Activity, Goal, GoalReading, GoalReview, Scorecard, ScorecardLine
from analytics.querysets import TargetQuerySet
from crm_project.models import MONEY, Dated, Versioned
from marketing.models import Member
from sales.models import ProductCategory

__all__ = ["Activity", "Goal", "GoalReading", "GoalReview", "Scorecard", "ScorecardLine"]
NUMBER: dict[str, Any] = {"max_digits": 40, "decimal_places": 12}


class ScopeKind(models.TextChoices):
    COMPANY = "company", _("company")
    TEAM = "team", _("team")
    OWNER = "owner", _("person")


class Cell(models.Model):
    """Totals of one fact on one local day in one slice: ``amounts`` in the order the fact declares its measures.

    ``slice`` is "all", a dimension's name, or "team+" and a dimension's name; ``key`` and ``team`` are 0 for rows
    without one. A cache: it can always be built again from the rows, so its table is not logged.
    """

    pk = models.CompositePrimaryKey("fact", "slice", "day", "team", "key")
    fact = models.CharField(max_length=40)
    slice = models.CharField(max_length=40)
    day = models.DateField()
    team = models.BigIntegerField(default=0)
    key = models.BigIntegerField(default=0)
    amounts = ArrayField(models.DecimalField(**NUMBER))


class DirtyDay(models.Model):
    """A source row of ``source`` that counts on ``day`` was inserted, changed or deleted. Written by triggers.

    Never merged while writing: a mark of a running transaction must survive a fill that ends before it.
    """

    id = models.BigAutoField(primary_key=True)
    source = models.CharField(max_length=40)
    day = models.DateField()


class FactFill(models.Model):
    """Which days of a fact are filled, with what declaration."""

    fact = models.CharField(_("what is counted"), max_length=40, primary_key=True)
    signature = models.CharField(_("fingerprint of the declaration"), max_length=64)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"))
    filled_at = models.DateTimeField(_("filled"), default=timezone.now)

    class Meta:
        verbose_name = _("filled range")
        verbose_name_plural = _("filled ranges")

    def __str__(self) -> str:
        return self.fact


class FillRun(models.Model):
    """One run of the filler: when, what it did, what failed."""

    started_at = models.DateTimeField(_("started"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True)
    since = models.DateField(_("since"), null=True)
    until = models.DateField(_("until"), null=True)
    days = models.PositiveIntegerField(_("days filled"), default=0)
    published = models.PositiveIntegerField(_("figures published"), default=0)
    reason = models.CharField(_("reason"), max_length=60, blank=True)
    error = models.TextField(_("error"), blank=True)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("fill")
        verbose_name_plural = _("fills")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"


class Snapshot(models.Model):
    """A published figure: KPI × day × scope, over the KPI's own period ending that day. Rows are only ever added;
    a restatement is a new ``revision`` with its reason."""

    id = models.BigAutoField(primary_key=True)
    kpi = models.CharField(_("KPI"), max_length=60)
    day = models.DateField(_("day"))
    scope = models.CharField(_("scope"), max_length=8, choices=ScopeKind.choices, default=ScopeKind.COMPANY)
    scope_id = models.BigIntegerField(_("team or person"), default=0)
    revision = models.PositiveIntegerField(_("revision"), default=1)
    since = models.DateField(_("period from"))
    numerator = models.DecimalField(_("numerator"), **NUMBER, null=True)
    denominator = models.DecimalField(_("denominator"), **NUMBER, null=True)
    value = models.DecimalField(_("value"), max_digits=48, decimal_places=20, null=True)
    definition = models.PositiveSmallIntegerField(_("definition version"), default=1)
    published_at = models.DateTimeField(_("published"), default=timezone.now)
    reason = models.CharField(_("reason"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("KPI snapshot")
        verbose_name_plural = _("KPI snapshots")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kpi", "scope", "scope_id", "day", "revision"],
                name="snapshot_revision",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kpi} {self.day} {self.scope}"


class SelfTestRun(models.Model):
    """One run of the shipped worked cases on this server, in a database of its own: what each KPI gave.

    ``results`` is a list of {kpi, cases, checks: [{window, side, wanted, got, door, agrees}], failures}.
    """

    started_at = models.DateTimeField(_("started"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("who"))
    agreed = models.PositiveIntegerField(_("KPIs that agree"), default=0)
    differed = models.PositiveIntegerField(_("KPIs that differ"), default=0)
    results = models.JSONField(_("results"), default=list)
    error = models.TextField(_("error"), blank=True)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("self-test")
        verbose_name_plural = _("self-tests")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"


class Definition(models.Model):
    """What a KPI meant in one version, in both languages; written when the first figure of it is published.

    ``fingerprint`` is that of the declaration (words, unit and SQL). Rows are only added.
    """

    pk = models.CompositePrimaryKey("kpi", "version")
    kpi = models.CharField(_("KPI"), max_length=60)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    fingerprint = models.CharField(_("fingerprint of the declaration"), max_length=64)
    en = models.CharField(_("English name"), max_length=120)
    zh = models.CharField(_("Chinese name"), max_length=120)
    area = models.CharField(_("area"), max_length=20)
    unit = models.CharField(_("unit"), max_length=20)
    period = models.CharField(_("period"), max_length=20)
    means_en = models.TextField(_("meaning"))
    means_zh = models.TextField(_("meaning in Chinese"))
    formula_en = models.TextField(_("formula"))
    formula_zh = models.TextField(_("formula in Chinese"))
    first_seen = models.DateTimeField(_("first used"), default=timezone.now)

    class Meta:
        verbose_name = _("KPI definition")
        verbose_name_plural = _("KPI definitions")

    def __str__(self) -> str:
        return f"{self.kpi} {self.version}"


class Target(Dated, Versioned):
    """What a KPI should reach in a month, quarter or year, for the company, a team, a person or a category.

    An amended target keeps its history: the old row gets ``replaced_at``. A sales quota is a target on
    ``sales_revenue``.
    """

    class Period(models.TextChoices):
        MONTH = "month", _("month")
        QUARTER = "quarter", _("quarter")
        YEAR = "year", _("year")

    kpi = models.CharField(_("KPI"), max_length=60, default="sales_revenue")
    period = models.CharField(_("period"), max_length=8, choices=Period.choices, default=Period.MONTH)
    starts_on = models.DateField(_("first day"))
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="targets", verbose_name=_("team")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="targets",
        verbose_name=_("person"),
    )
    category = models.ForeignKey(
        ProductCategory,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="targets",
        verbose_name=_("product category"),
    )
    amount = models.DecimalField(_("target"), **MONEY, validators=[MinValueValidator(0)])
    note = models.CharField(_("note"), max_length=200, blank=True)
    set_at = models.DateTimeField(_("set at"), default=timezone.now, editable=False)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("set by")
    )
    replaced_at = models.DateTimeField(_("replaced at"), null=True, editable=False)

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["-starts_on", "kpi"]
        constraints = [
            models.UniqueConstraint(
                fields=["kpi", "period", "starts_on", "team", "owner", "category"],
                condition=models.Q(replaced_at__isnull=True),
                nulls_distinct=False,
                name="target_once",
            ),
            models.CheckConstraint(
                condition=models.Q(team__isnull=True) | models.Q(owner__isnull=True), name="target_team_or_person"
            ),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="target_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.kpi} {self.starts_on:%Y-%m}"


class ModelFit(models.Model):
    """A statistical model fitted on what was known of a local day, or why it was not (``reason``).

    ``params`` by their usual names, times in weeks, money in home currency. ``error`` is that of the last half year
    left out of the fit and then predicted: predicted over actual, less one.
    """

    class Kind(models.TextChoices):
        BG_NBD = "bg_nbd", _("BG/NBD: how often customers buy")
        PARETO_NBD = "pareto_nbd", _("Pareto/NBD: a second opinion on one-time buyers")
        GAMMA_GAMMA = "gamma_gamma", _("Gamma-Gamma: what they spend a time")

    day = models.DateField(_("as of"))
    kind = models.CharField(_("model"), max_length=12, choices=Kind.choices)
    params = models.JSONField(_("parameters"), default=dict)
    log_likelihood = models.FloatField(_("log-likelihood"), null=True)
    customers = models.PositiveIntegerField(_("customers"), default=0)
    repeaters = models.PositiveIntegerField(_("repeat customers"), default=0)
    error = models.FloatField(_("error of the held-out half year"), null=True)
    reason = models.CharField(_("why it was not fitted"), max_length=40, blank=True)
    model_version = models.PositiveSmallIntegerField(_("version of the model"), default=1)
    fitted_at = models.DateTimeField(_("fitted"), default=timezone.now)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("fitted model")
        verbose_name_plural = _("fitted models")
        ordering = ["-day", "kind"]
        constraints = [models.UniqueConstraint(fields=["day", "kind"], name="modelfit_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"


class CustomerScore(models.Model):
    """What a customer looked like at the end of a local day: recency, frequency and monetary value of the 365 days to
    it with their quintiles (5 is best; none without an order in them), and what they will spend.

    Money in home currency. ``frequency`` counts orders, ``repeats`` days of buying after the first. Owner, team,
    segment and channel as they stood that day. Written by the nightly scoring; the latest day and month ends are kept.
    """

    id = models.BigAutoField(primary_key=True)
    day = models.DateField(_("as of"))
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="scores", verbose_name=_("customer"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("owner"),
    )
    team = models.ForeignKey(Team, models.SET_NULL, null=True, related_name="+", db_index=False, verbose_name=_("team"))
    segment = models.ForeignKey(
        Segment, models.SET_NULL, null=True, related_name="+", db_index=False, verbose_name=_("segment")
    )
    channel = models.ForeignKey(
        Channel, models.SET_NULL, null=True, related_name="+", db_index=False, verbose_name=_("channel")
    )
    first_on = models.DateField(_("first order"))
    recency_days = models.PositiveIntegerField(_("days since the last order"))
    frequency = models.PositiveIntegerField(_("orders"), default=0)
    monetary = models.DecimalField(_("net sales"), **MONEY, default=0)
    r = models.PositiveSmallIntegerField(_("R"), null=True)
    f = models.PositiveSmallIntegerField(_("F"), null=True)
    m = models.PositiveSmallIntegerField(_("M"), null=True)
    rfm_segment = models.CharField(_("RFM segment"), max_length=16, blank=True)
    repeats = models.PositiveIntegerField(_("days of buying after the first"), default=0)
    p_alive = models.FloatField(_("still a customer"), null=True)
    p_alive_check = models.FloatField(_("still a customer (Pareto/NBD)"), null=True)
    clv12 = models.DecimalField(_("value of the next 12 months"), **MONEY, null=True)
    clv36 = models.DecimalField(_("value of the next 36 months"), **MONEY, null=True)
    model_version = models.PositiveSmallIntegerField(_("version of the model"), default=1)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("customer score")
        verbose_name_plural = _("customer scores")
        ordering = ["-day", "customer"]
        constraints = [models.UniqueConstraint(fields=["day", "customer"], name="score_once")]
        indexes = [models.Index(fields=["day", "r", "f", "m"], name="score_cell")]

    def __str__(self) -> str:
        return f"{self.customer} {self.day}"

    @property
    def code(self) -> str:
        """“543”: R, F and M."""
        return f"{self.r}{self.f}{self.m}" if self.r else ""


class MemberForecast(models.Model):
    """How likely a campaign member was to respond, as it looked when the campaign started (``day``, local).

    ``cell`` is the RFM code of the customer on the eve, empty for customers without an order in the year before.
    """

    member = models.OneToOneField(
        Member, models.CASCADE, primary_key=True, related_name="forecast", verbose_name=_("campaign member")
    )
    day = models.DateField(_("campaign start"))
    cell = models.CharField(_("RFM score"), max_length=3, blank=True)
    probability = models.DecimalField(_("probability to respond"), max_digits=9, decimal_places=8)
    based_on = models.PositiveIntegerField(_("earlier members of the cell"), default=0)
    model_version = models.PositiveSmallIntegerField(_("version of the model"), default=1)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("forecast of a member")
        verbose_name_plural = _("forecasts of members")
        ordering = ["-day", "member"]
        indexes = [models.Index(fields=["day"], name="forecast_day")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(probability__gte=0, probability__lte=1), name="forecast_is_a_share"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.probability}"
