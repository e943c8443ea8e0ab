"""Orders with their lines, refunds and payments."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.indexes import BrinIndex
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Customer, Region, Stamped
from accounts.querysets import Scoped
from crm_project.models import MONEY, Dated, External, Versioned, external_unique
from marketing.models import Campaign
from sales.models.deals import Deal
from sales.models.products import Product, ProductCategory
from sales.querysets import OrderLineQuerySet, OrderQuerySet, PaymentQuerySet, RefundQuerySet

RATE: dict[str, Any] = {"max_digits": 18, "decimal_places": 8}


class Order(Dated, Versioned, External, Stamped):
    """A sale on ``ordered_at``. Its totals are the sums of its lines, kept by a database trigger.

    ``net`` is after discounts, before tax and shipping, in ``currency``; ``net_home`` the same at the rate of the
    order day.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PLACED = "placed", _("placed")
        COMPLETED = "completed", _("completed")
        CANCELLED = "cancelled", _("cancelled")

    number = models.CharField(_("number"), max_length=60, unique=True)
    customer = models.ForeignKey(
        Customer, models.PROTECT, null=True, blank=True, related_name="orders", verbose_name=_("customer")
    )
    deal = models.ForeignKey(
        Deal, models.SET_NULL, null=True, blank=True, related_name="orders", db_index=False, verbose_name=_("deal")
    )
    campaign = models.ForeignKey(
        Campaign,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="orders",
        db_index=False,
        verbose_name=_("campaign"),
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, verbose_name=_("region")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.PLACED)
    ordered_at = models.DateTimeField(_("ordered"), default=timezone.now)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True, editable=False)
    currency = models.CharField(_("currency"), max_length=3)
    rate = models.DecimalField(_("exchange rate"), **RATE, default=1, editable=False)
    net = models.DecimalField(_("net"), **MONEY, default=0, editable=False)
    net_home = models.DecimalField(_("net (home currency)"), **MONEY, default=0, editable=False)
    cost_home = models.DecimalField(_("cost (home currency)"), **MONEY, default=0, editable=False)
    items = models.DecimalField(_("items"), max_digits=14, decimal_places=3, default=0, editable=False)
    is_test = models.BooleanField(_("test order"), default=False)
    note = models.TextField(_("note"), blank=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        ordering = ["-ordered_at", "-id"]
        constraints = [
            external_unique("order"),
            models.CheckConstraint(
                condition=models.Q(status="cancelled") | models.Q(cancelled_at__isnull=True),
                name="order_cancelled_has_status",
            ),
            models.CheckConstraint(condition=models.Q(rate__gt=0), name="order_rate_positive"),
        ]
        indexes = [
            BrinIndex(fields=["ordered_at"], name="order_at_brin", pages_per_range=32),
            models.Index(fields=["-ordered_at", "-id"], name="order_newest"),
            models.Index(fields=["customer", "ordered_at", "id"], name="order_customer_at"),
            models.Index(fields=["owner", "-ordered_at", "-id"], name="order_owner_newest"),
        ]

    def __str__(self) -> str:
        return self.number


class OrderLine(models.Model):
    """One article of an order; ``amount`` is after discount, before tax, for the whole line."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="lines", verbose_name=_("order"))
    product = models.ForeignKey(
        Product, models.PROTECT, null=True, blank=True, related_name="lines", verbose_name=_("product")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Product.Kind.choices, default=Product.Kind.PRODUCT)
    category = models.ForeignKey(
        ProductCategory,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("category"),
    )
    quantity = models.DecimalField(_("quantity"), max_digits=14, decimal_places=3, default=1)
    unit_price = models.DecimalField(_("unit price"), **MONEY, default=0)
    discount = models.DecimalField(_("discount"), **MONEY, default=0)
    amount = models.DecimalField(_("amount"), **MONEY, default=0)
    amount_home = models.DecimalField(_("amount (home currency)"), **MONEY, default=0, editable=False)
    cost_home = models.DecimalField(_("cost (home currency)"), **MONEY, default=0)

    objects = OrderLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.order_id} {self.product}"


class Refund(Dated, Versioned, External):
    """Money given back on ``refunded_at``, at the exchange rate of its order; never a transaction."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="refunds", verbose_name=_("order"))
    refunded_at = models.DateTimeField(_("refunded"), default=timezone.now)
    amount = models.DecimalField(_("amount"), **MONEY, validators=[MinValueValidator(0)])
    amount_home = models.DecimalField(_("amount (home currency)"), **MONEY, default=0, editable=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = RefundQuerySet.as_manager()

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        ordering = ["-refunded_at", "-id"]
        constraints = [
            external_unique("refund"),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="refund_not_negative"),
        ]
        indexes = [models.Index(fields=["-refunded_at", "-id"], name="refund_newest")]

    def __str__(self) -> str:
        return f"{self.order} · {self.refunded_at:%Y-%m-%d}"

    @property
    def currency(self) -> str:
        """What ``amount`` is in: the currency of its order."""
        return self.order.currency


class RefundLine(models.Model):
    """What part of a refund belongs to which line; the parts add up to the refund, kept by the actions."""

    refund = models.ForeignKey(Refund, models.CASCADE, related_name="lines", verbose_name=_("refund"))
    line = models.ForeignKey(OrderLine, models.CASCADE, related_name="refund_lines", verbose_name=_("order line"))
    quantity = models.DecimalField(_("quantity"), max_digits=14, decimal_places=3, default=0)
    amount_home = models.DecimalField(_("amount (home currency)"), **MONEY, default=0)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("refund line")
        verbose_name_plural = _("refund lines")

    def __str__(self) -> str:
        return f"{self.refund_id} {self.amount_home}"


class RefundPart(models.Model):
    """A refund cut into its lines, and what of it no line says. A database view: parts always add up to refunds."""

    refund = models.ForeignKey(Refund, models.DO_NOTHING, related_name="parts")
    line = models.ForeignKey(OrderLine, models.DO_NOTHING, null=True, related_name="+")
    product = models.ForeignKey(Product, models.DO_NOTHING, null=True, related_name="+")
    category = models.ForeignKey(ProductCategory, models.DO_NOTHING, null=True, related_name="+")
    kind = models.CharField(max_length=10)
    quantity = models.DecimalField(max_digits=14, decimal_places=3)
    amount_home = models.DecimalField(**MONEY)

    objects = Scoped.as_manager()

    class Meta:
        managed = False
        db_table = "sales_refundpart"
        verbose_name = _("refunded line")
        verbose_name_plural = _("refunded lines")

    def __str__(self) -> str:
        return f"{self.refund_id} {self.amount_home}"


class Payment(Dated, Versioned, External):
    """Money received for an order."""

    class Method(models.TextChoices):
        TRANSFER = "transfer", _("bank transfer")
        CARD = "card", _("card")
        CASH = "cash", _("cash")
        WALLET = "wallet", _("mobile wallet")

    order = models.ForeignKey(Order, models.PROTECT, related_name="payments", verbose_name=_("order"))
    paid_at = models.DateTimeField(_("paid"), default=timezone.now)
    amount = models.DecimalField(_("amount"), **MONEY, validators=[MinValueValidator(0)])
    method = models.CharField(_("method"), max_length=10, choices=Method.choices, default=Method.TRANSFER)
    reference = models.CharField(_("reference"), max_length=120, blank=True)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["-paid_at", "-id"]
        constraints = [external_unique("payment")]

    def __str__(self) -> str:
        return f"{self.order} · {self.paid_at:%Y-%m-%d}"
