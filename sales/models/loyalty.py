"""Points of the loyalty programme: a ledger in double entry."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Customer
from crm_project.models import Dated, External, Versioned, external_unique
from sales.models.orders import Order, OrderLine
from sales.querysets import LoyaltyBookingQuerySet, LoyaltyEntryQuerySet, LoyaltyProgrammeQuerySet


class LoyaltyProgramme(Dated, Versioned):
    """The one programme: how many points a unit of home currency earns, and after how many days they expire."""

    active = models.BooleanField(_("running"), default=False, help_text=_("Only then do orders earn points."))
    points_per_unit = models.DecimalField(
        _("points for one unit of home currency"),
        max_digits=9,
        decimal_places=4,
        default=1,
        validators=[MinValueValidator(0)],
    )
    expires_after_days = models.PositiveIntegerField(
        _("points expire after (days)"), null=True, blank=True, help_text=_("Empty: never.")
    )

    objects = LoyaltyProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("loyalty programme")
        verbose_name_plural = _("loyalty programme")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="loyalty_single"),
            models.CheckConstraint(condition=models.Q(points_per_unit__gte=0), name="loyalty_points_not_negative"),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class LoyaltyBooking(External):
    """One event of the ledger at an instant (UTC): its entries add up to zero. Never changed, never deleted."""

    class Kind(models.TextChoices):
        EARN = "earn", pgettext_lazy("points", "earned")
        REVERSE = "reverse", pgettext_lazy("points", "taken back")
        REDEEM = "redeem", pgettext_lazy("points", "redeemed")
        EXPIRE = "expire", pgettext_lazy("points", "expired")

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="loyalty_bookings", verbose_name=_("customer"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    at = models.DateTimeField(_("at"), default=timezone.now)
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)
    order = models.ForeignKey(
        Order, models.PROTECT, null=True, blank=True, related_name="loyalty_bookings", verbose_name=_("order")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    objects = LoyaltyBookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("loyalty booking")
        verbose_name_plural = _("loyalty bookings")
        ordering = ["-at", "-id"]
        constraints = [external_unique("loyaltybooking")]
        indexes = [models.Index(fields=["-at", "-id"], name="loyaltybooking_newest")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d}"


class LoyaltyEntry(models.Model):
    """Points on one account of one booking: what ``balance`` gains, another account loses.

    ``line`` is the order line that earned them; it stays named after the line was replaced.
    """

    class Account(models.TextChoices):
        ISSUED = "issued", pgettext_lazy("points account", "issued by us")
        BALANCE = "balance", pgettext_lazy("points account", "customer's balance")
        REDEEMED = "redeemed", pgettext_lazy("points account", "redeemed")
        EXPIRED = "expired", pgettext_lazy("points account", "expired")

    booking = models.ForeignKey(LoyaltyBooking, models.PROTECT, related_name="entries", verbose_name=_("booking"))
    account = models.CharField(_("account"), max_length=8, choices=Account.choices)
    points = models.IntegerField(_("points"))
    line = models.ForeignKey(
        OrderLine,
        models.DO_NOTHING,
        null=True,
        blank=True,
        db_constraint=False,
        related_name="loyalty_entries",
        verbose_name=_("order line"),
    )

    objects = LoyaltyEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("loyalty entry")
        verbose_name_plural = _("loyalty entries")
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=~models.Q(points=0), name="loyaltyentry_not_zero")]

    def __str__(self) -> str:
        return f"{self.account} {self.points:+d}"
