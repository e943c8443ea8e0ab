"""How customers and visitors engage with us, what each way is worth, and what their data was used for."""

from __future__ import annotations

from decimal import Decimal

from django.contrib.postgres.indexes import BrinIndex
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Customer, Stamped
from accounts.querysets import Scoped
from crm_project.models import Dated, External, Versioned, external_unique
from marketing.querysets import DataUseQuerySet, EngagementQuerySet


class EngagementKind(models.TextChoices):
    VISIT = "visit", _("website visit")
    LOGIN = "login", _("sign-in")
    POST = "post", _("post")
    OPEN = "open", _("mail opened")
    CLICK = "click", _("click")
    EVENT = "event", _("event attended")
    CALL = "call", _("call from them")


class EngagementWeight(Dated, Versioned):
    """Points one engagement of a kind is worth from a local day on. Events keep the points of their own day."""

    kind = models.CharField(_("kind"), max_length=10, choices=EngagementKind.choices)
    since = models.DateField(_("from"))
    weight = models.DecimalField(_("points each"), max_digits=8, decimal_places=2, validators=[MinValueValidator(0)])

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("engagement weight")
        verbose_name_plural = _("engagement weights")
        ordering = ["kind", "-since"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "since"], name="engagementweight_once"),
            models.CheckConstraint(condition=models.Q(weight__gte=0), name="engagementweight_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.weight.normalize():f}"


class EngagementEvent(Dated, External, Stamped):
    """``n`` engagements of one kind by a customer or an anonymous visitor, counted on the local day of ``at`` (UTC).

    ``weight`` is what one was worth that day, ``points`` = n × weight. Bots and our own people are kept, not counted.
    """

    customer = models.ForeignKey(
        Customer, models.CASCADE, null=True, blank=True, related_name="engagement", verbose_name=_("customer")
    )
    visitor = models.CharField(_("visitor"), max_length=80, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=EngagementKind.choices, default=EngagementKind.VISIT)
    at = models.DateTimeField(_("when"), default=timezone.now)
    n = models.PositiveIntegerField(_("how many"), default=1, validators=[MinValueValidator(1)])
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    minutes = models.DecimalField(
        _("minutes"), max_digits=9, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    is_bot = models.BooleanField(_("a bot"), default=False)
    is_internal = models.BooleanField(_("one of us"), default=False)
    weight = models.DecimalField(_("points each"), max_digits=8, decimal_places=2, default=Decimal(0), editable=False)
    points = models.DecimalField(_("points"), max_digits=14, decimal_places=2, default=Decimal(0), editable=False)
    note = models.CharField(_("page or subject"), max_length=300, blank=True)

    objects = EngagementQuerySet.as_manager()

    class Meta:
        verbose_name = _("engagement")
        verbose_name_plural = _("engagement")
        ordering = ["-at", "-id"]
        constraints = [
            external_unique("engagementevent"),
            models.CheckConstraint(condition=models.Q(n__gte=1), name="engagementevent_some"),
        ]
        indexes = [
            BrinIndex(fields=["at"], name="engagementevent_at_brin", pages_per_range=32),
            models.Index(fields=["-at", "-id"], name="engagementevent_newest"),
            models.Index(fields=["customer", "-at"], name="engagementevent_customer"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.customer or self.visitor or '—'}"


class DataUse(Dated, External, Stamped):
    """On a local day a customer's data fed a campaign, a recommendation or a service to them.

    A use the customer did not consent to is kept, and does not count.
    """

    class Use(models.TextChoices):
        CAMPAIGN = "campaign", _("campaign")
        RECOMMENDATION = "recommendation", _("recommendation")
        SERVICE = "service", _("service")

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="data_uses", verbose_name=_("customer"))
    on = models.DateField(_("on"))
    use = models.CharField(_("used for"), max_length=16, choices=Use.choices)
    consented = models.BooleanField(_("with consent"), default=True)
    note = models.CharField(_("what for"), max_length=200, blank=True)

    objects = DataUseQuerySet.as_manager()

    class Meta:
        verbose_name = _("use of data")
        verbose_name_plural = _("uses of data")
        ordering = ["-on", "-id"]
        constraints = [external_unique("datause")]
        indexes = [models.Index(fields=["on"], name="datause_day")]

    def __str__(self) -> str:
        return f"{self.customer} · {self.get_use_display()}"


class CustomerTouch(Stamped):
    """Every touch with a known customer, both ways: what was logged, and what came from web, shop and social media.

    A database view over interactions (each one) and engagement (``n`` of them, without bots and our own people).
    """

    id = models.BigIntegerField(primary_key=True)
    customer = models.ForeignKey(Customer, models.DO_NOTHING, related_name="touches", verbose_name=_("customer"))
    kind = models.CharField(_("kind"), max_length=10)
    at = models.DateTimeField(_("when"))
    n = models.PositiveIntegerField(_("how many"))

    objects = Scoped.as_manager()

    class Meta:
        managed = False
        db_table = "marketing_customertouch"
        verbose_name = _("touch")
        verbose_name_plural = _("touches")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.kind} · {self.customer}"
