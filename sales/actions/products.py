"""Products: saved, and their chain of successors kept short."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.actions.records import create_record, instance_of, update_record
from accounts.models import User
from crm_project.errors import ActionRefused
from sales.models import Product


@transaction.atomic
def create_product(source: Any, by: User | None) -> Product:
    """Save a new product (instance or form)."""
    _to_the_last(instance_of(source))
    return create_record(source, by)


@transaction.atomic
def update_product(source: Any, by: User | None, version: int | None = None) -> Product:
    """Save a changed product. What it takes the place of follows it to its own successor."""
    product = instance_of(source)
    _to_the_last(product)
    product = update_record(source, by, version)
    if product.successor_id:
        earlier = Product.objects.filter(successor=product)
        earlier.update(successor=product.successor_id, version=F("version") + 1)
    return product


def _to_the_last(product: Product) -> None:
    """Point at the last of the chain. Raises ActionRefused when that is the product itself."""
    last = product.successor and (product.successor.successor or product.successor)
    if last and product.pk and last.pk == product.pk:
        raise ActionRefused(_("An article cannot take its own place."), field="successor")
    product.successor = last
