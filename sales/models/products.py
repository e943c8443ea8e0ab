"""What we sell."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Concat, Lower
from django.utils.translation import gettext_lazy as _

from crm_project.models import MONEY, Dated, External, Versioned, external_unique
from sales.querysets import ProductCategoryQuerySet, ProductQuerySet


class ProductCategory(Dated, Versioned):
    """A node of the category tree; ``top`` is the root it hangs under, itself for a root."""

    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent category")
    )
    top = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("top"))

    objects = ProductCategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("product category")
        verbose_name_plural = _("product categories")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["parent", "name"], name="category_name", nulls_distinct=False)]

    def __str__(self) -> str:
        return self.name


class Product(Dated, Versioned, External):
    """An article or a service; price and cost are today's, in home currency, orders keep their own.

    ``successor`` is always the last of a chain of articles that replaced each other.
    """

    class Kind(models.TextChoices):
        PRODUCT = "product", _("product")
        SERVICE = "service", _("service")
        SHIPPING = "shipping", _("shipping")

    sku = models.CharField(_("article number"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=250)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.PRODUCT)
    category = models.ForeignKey(
        ProductCategory, models.PROTECT, null=True, blank=True, related_name="products", verbose_name=_("category")
    )
    price = models.DecimalField(_("price"), **MONEY, default=0, validators=[MinValueValidator(0)])
    cost = models.DecimalField(_("unit cost"), **MONEY, null=True, blank=True, validators=[MinValueValidator(0)])
    tier = models.PositiveSmallIntegerField(
        _("tier"), null=True, blank=True, help_text=_("1 for the simplest; a higher one is an up-sell.")
    )
    successor = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("successor"),
        help_text=_("The article that took its place."),
    )
    active = models.BooleanField(_("for sale"), default=True)
    search = models.GeneratedField(
        expression=Lower(Concat("sku", models.Value(" "), "name")),
        output_field=models.TextField(),
        db_persist=True,
        editable=False,
    )

    objects = ProductQuerySet.as_manager()

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ["-id"]
        constraints = [
            external_unique("product"),
            models.CheckConstraint(condition=~models.Q(successor=models.F("id")), name="product_not_its_own_successor"),
        ]
        indexes = [GinIndex(OpClass("search", name="gin_trgm_ops"), name="product_search_trgm")]

    def __str__(self) -> str:
        return self.name
