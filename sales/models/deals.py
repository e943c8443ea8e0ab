"""Opportunities, their stages, and every step they took."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Contact, Customer, Interaction, Segment, Stamped, Team
from accounts.models.customers import Named
from accounts.querysets import Scoped
from crm_project.models import MONEY, Dated, External, Versioned, external_unique
from marketing.models import Campaign
from sales.models.leads import Lead
from sales.models.products import Product, ProductCategory
from sales.querysets import DealQuerySet, StageChangeQuerySet


class Outcome(models.TextChoices):
    OPEN = "open", _("open")
    WON = "won", _("won")
    LOST = "lost", _("lost")


class Stage(Named):
    """A step of the pipeline; its probability is written on each deal that enters it."""

    outcome = models.CharField(_("outcome"), max_length=4, choices=Outcome.choices, default=Outcome.OPEN)
    probability = models.DecimalField(
        _("win probability"),
        max_digits=5,
        decimal_places=4,
        default=0,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )

    class Meta(Named.Meta):
        verbose_name = _("stage")
        verbose_name_plural = _("stages")


class LossReason(Named):
    class Meta(Named.Meta):
        verbose_name = _("loss reason")
        verbose_name_plural = _("loss reasons")


class Competitor(Named):
    """Somebody else who sells what we sell."""

    class Meta(Named.Meta):
        verbose_name = _("competitor")
        verbose_name_plural = _("competitors")


class Deal(Dated, Versioned, External, Stamped):
    """An opportunity. ``opened_at`` and ``closed_at`` are its business dates; its last closing is what counts."""

    name = models.CharField(_("name"), max_length=200)
    customer = models.ForeignKey(
        Customer, models.PROTECT, null=True, blank=True, related_name="deals", verbose_name=_("customer")
    )
    contact = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="deals", verbose_name=_("contact")
    )
    lead = models.ForeignKey(Lead, models.SET_NULL, null=True, blank=True, related_name="deals", verbose_name=_("lead"))
    campaign = models.ForeignKey(
        Campaign, models.SET_NULL, null=True, blank=True, related_name="deals", verbose_name=_("campaign")
    )
    category = models.ForeignKey(
        ProductCategory, models.PROTECT, null=True, blank=True, related_name="deals", verbose_name=_("category")
    )
    product = models.ForeignKey(
        Product, models.PROTECT, null=True, blank=True, related_name="deals", verbose_name=_("product")
    )
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="deals", verbose_name=_("stage"))
    outcome = models.CharField(
        _("outcome"), max_length=4, choices=Outcome.choices, default=Outcome.OPEN, editable=False
    )
    probability = models.DecimalField(
        _("win probability"),
        max_digits=5,
        decimal_places=4,
        default=0,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    currency = models.CharField(_("currency"), max_length=3)
    amount = models.DecimalField(_("amount"), **MONEY, default=0, validators=[MinValueValidator(0)])
    amount_home = models.DecimalField(_("amount (home currency)"), **MONEY, default=0, editable=False)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    expected_close = models.DateField(_("expected to close"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    loss_reason = models.ForeignKey(
        LossReason, models.PROTECT, null=True, blank=True, related_name="deals", verbose_name=_("loss reason")
    )
    competitor = models.ForeignKey(
        Competitor, models.PROTECT, null=True, blank=True, related_name="deals", verbose_name=_("lost to")
    )
    note = models.TextField(_("note"), blank=True)

    objects = DealQuerySet.as_manager()

    class Meta:
        verbose_name = _("deal")
        verbose_name_plural = _("deals")
        ordering = ["-id"]
        constraints = [
            external_unique("deal"),
            models.CheckConstraint(
                condition=models.Q(outcome="open", closed_at__isnull=True)
                | (~models.Q(outcome="open") & models.Q(closed_at__isnull=False)),
                name="deal_closed_has_date",
            ),
        ]
        indexes = [
            models.Index(fields=["closed_at"], condition=models.Q(closed_at__isnull=False), name="deal_closed"),
            models.Index(fields=["owner", "outcome", "-id"], name="deal_owner_newest"),
            models.Index(fields=["stage", "-id"], condition=models.Q(outcome="open"), name="deal_board"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_closed(self) -> bool:
        return self.outcome != Outcome.OPEN


class StageChange(models.Model):
    """What stood about a deal from a moment until its next row: stage, probability, amount, owner.

    Appended whenever one of them changes, so the pipeline of any past day can be rebuilt.
    """

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="changes", verbose_name=_("deal"))
    at = models.DateTimeField(_("at"))
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="+", verbose_name=_("stage"))
    outcome = models.CharField(_("outcome"), max_length=4, choices=Outcome.choices, default=Outcome.OPEN)
    probability = models.DecimalField(_("win probability"), max_digits=5, decimal_places=4, default=0)
    amount_home = models.DecimalField(_("amount (home currency)"), **MONEY, default=0)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("team"))
    segment = models.ForeignKey(
        Segment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("segment")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    objects = StageChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("stage change")
        verbose_name_plural = _("stage changes")
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["deal", "at", "id"], name="stagechange_order")]

    def __str__(self) -> str:
        return f"{self.deal_id} {self.at:%Y-%m-%d} {self.stage}"


class DealInteraction(models.Model):
    """Ties a touch to the deal it was about."""

    interaction = models.OneToOneField(Interaction, models.CASCADE, related_name="deal_link", primary_key=True)
    deal = models.ForeignKey(Deal, models.CASCADE, related_name="interaction_links")

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("deal interaction")
        verbose_name_plural = _("deal interactions")


class DealCredit(Dated):
    """Whose success a deal is, where it is not its owner's alone: shares of a deal add up to 1, checked on commit."""

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="credits", verbose_name=_("deal"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="deal_credits", verbose_name=_("person")
    )
    share = models.DecimalField(
        _("share"),
        max_digits=5,
        decimal_places=4,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("deal credit")
        verbose_name_plural = _("deal credits")
        ordering = ["-share", "id"]
        constraints = [
            models.UniqueConstraint(fields=["deal", "user"], name="dealcredit_once"),
            models.CheckConstraint(condition=models.Q(share__gt=0, share__lte=1), name="dealcredit_is_share"),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.share:.0%}"


class DealShare(models.Model):
    """Everybody's part of every deal: its credits, else all of it to its owner. A database view."""

    deal = models.ForeignKey(Deal, models.DO_NOTHING, related_name="shares", verbose_name=_("deal"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, related_name="+", verbose_name=_("person")
    )
    share = models.DecimalField(_("share"), max_digits=5, decimal_places=4)

    objects = Scoped.as_manager()

    class Meta:
        managed = False
        db_table = "sales_dealshare"
        verbose_name = _("share of a deal")
        verbose_name_plural = _("shares of deals")

    def __str__(self) -> str:
        return f"{self.deal_id} {self.user_id} {self.share}"
