"""Campaigns, who they reached, and what they cost."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Contact, Customer, Segment, Stamped
from accounts.querysets import Scoped
from crm_project.models import MONEY, Dated, External, Versioned, external_unique
from marketing.querysets import CampaignQuerySet, MemberQuerySet, SpendQuerySet


class Campaign(Dated, Versioned, External, Stamped):
    """A planned effort with first and last day (inclusive, local) and a budget in home currency."""

    class Status(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("campaign", "planned")
        RUNNING = "running", _("running")
        FINISHED = "finished", _("finished")
        CANCELLED = "cancelled", _("cancelled")

    name = models.CharField(_("name"), max_length=200)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.PLANNED)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    grace_days = models.PositiveSmallIntegerField(_("responses count until (days after the end)"), default=0)
    budget = models.DecimalField(_("budget"), **MONEY, default=0, validators=[MinValueValidator(0)])
    goal = models.TextField(_("goal"), blank=True)
    baseline_sales = models.DecimalField(
        _("sales without it"),
        **MONEY,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("Home currency. Empty: what its members ordered in as many days before it."),
    )
    margin_rate = models.DecimalField(
        _("margin rate"),
        max_digits=5,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("From 0 to 1. Empty: the margin of the orders it brought."),
    )

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["-starts_on", "-id"]
        constraints = [
            external_unique("campaign"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="campaign_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Member(Dated, External):
    """A customer a campaign is aimed at; ``contacted_on`` is the local day the message went out."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="members", verbose_name=_("campaign"))
    customer = models.ForeignKey(
        Customer, models.CASCADE, null=True, blank=True, related_name="memberships", verbose_name=_("customer")
    )
    contact = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="memberships", verbose_name=_("contact")
    )
    segment = models.ForeignKey(
        Segment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("segment")
    )
    contacted_on = models.DateField(_("contacted on"), null=True, blank=True)
    delivered = models.BooleanField(_("delivered"), default=True)
    took_part_on = models.DateField(_("took part on"), null=True, blank=True)
    completed_on = models.DateField(_("completed its goal on"), null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign member")
        verbose_name_plural = _("campaign members")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "customer"], condition=models.Q(customer__isnull=False), name="member_once"
            ),
            external_unique("member"),
        ]
        indexes = [models.Index(fields=["contacted_on"], name="member_contacted")]

    def __str__(self) -> str:
        return f"{self.campaign} · {self.customer}"


class Response(Dated):
    """A member's answer to a campaign on a local day; automatic ones (out of office, unsubscribe) do not count."""

    class Kind(models.TextChoices):
        REPLY = "reply", _("reply")
        CLICK = "click", _("click")
        FORM = "form", _("form")
        CALL = "call", _("call")
        VISIT = "visit", _("visit")
        UNSUBSCRIBE = "unsubscribe", _("unsubscribe")

    member = models.ForeignKey(Member, models.CASCADE, related_name="responses", verbose_name=_("member"))
    on = models.DateField(_("on"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.REPLY)
    automatic = models.BooleanField(_("automatic"), default=False)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("campaign response")
        verbose_name_plural = _("campaign responses")
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return f"{self.member_id} {self.on} {self.kind}"


class Spend(Dated, Versioned, External, Stamped):
    """Planned and actual money of one kind on one local day, in home currency."""

    class Kind(models.TextChoices):
        PROMOTION = "promotion", _("promotion")
        ADVERTISING = "advertising", _("advertising")
        EVENT = "event", _("event")
        SALES = "sales", _("sales")
        SERVICE = "customer_service", _("customer service")
        OTHER = "other", _("other")

    day = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.PROMOTION)
    campaign = models.ForeignKey(
        Campaign, models.SET_NULL, null=True, blank=True, related_name="spend", verbose_name=_("campaign")
    )
    planned = models.DecimalField(_("planned"), **MONEY, default=0)
    actual = models.DecimalField(_("actual"), **MONEY, default=0)
    is_acquisition = models.BooleanField(
        _("wins new customers"), default=True, help_text=_("Counts towards the customer acquisition cost.")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = SpendQuerySet.as_manager()

    class Meta:
        verbose_name = _("spend")
        verbose_name_plural = _("spend")
        ordering = ["-day", "-id"]
        constraints = [
            external_unique("spend"),
            models.CheckConstraint(
                condition=~models.Q(kind="customer_service", is_acquisition=True), name="spend_service_not_acquisition"
            ),
        ]
        indexes = [models.Index(fields=["day"], name="spend_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.get_kind_display()} {self.actual}"
