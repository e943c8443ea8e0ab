"""The category tree: every node knows the root it hangs under."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.records import create_record, instance_of, update_record
from accounts.models import User
from crm_project.errors import ActionRefused
from sales.models import ProductCategory


@transaction.atomic
def create_category(source: Any, by: User | None) -> ProductCategory:
    """Save a new category (instance or form)."""
    _lock_tree()
    category = instance_of(source)
    category.top = category.parent.top if category.parent else None
    category = create_record(source, by)
    if category.top_id is None:
        category.top = category
        category.save(update_fields=["top"])
    return category


@transaction.atomic
def update_category(source: Any, by: User | None, version: int | None = None) -> ProductCategory:
    """Save a changed category; what hangs below moves with it. Raises ActionRefused for a place below itself."""
    _lock_tree()
    category = instance_of(source)
    below = _below(category)
    if category.parent_id in below:
        raise ActionRefused(_("A category cannot hang below itself."), field="parent")
    category.top = category.parent.top if category.parent else category
    category = update_record(source, by, version)
    ProductCategory.objects.filter(pk__in=below).update(top=category.top_id)
    return category


def _lock_tree() -> None:
    """Two moves at once could otherwise make a ring."""
    list(ProductCategory.objects.select_for_update().order_by("pk").values_list("pk", flat=True))


def _below(category: ProductCategory) -> set[int]:
    """The category and everything under it."""
    children: dict[int | None, list[int]] = {}
    for pk, parent in ProductCategory.objects.values_list("pk", "parent_id"):
        children.setdefault(parent, []).append(pk)
    found, waiting = set(), [category.pk]
    while waiting:
        pk = waiting.pop()
        found.add(pk)
        waiting += [child for child in children.get(pk, []) if child not in found]
    return found
