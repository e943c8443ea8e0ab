"""A record one may see can point at one that one may not: its name is not shown either.

A deal handed over keeps its customer of another team; a campaign has members of every team. The reader is told that
there is something, not what it is called.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

DEEP = 3  # steps along which a list shows: refund, order, customer


class Foreign:
    """Stands where a record would that the reader may not see: it has no number, no page and nothing to tell."""

    pk = id = None

    def __str__(self) -> str:
        return _("(not yours to see)")


def conceal(user: Any, rows: Iterable[Any], *, every: bool = False, far: bool = False, depth: int = DEEP) -> None:
    """Put ``Foreign`` where ``rows`` lead to records that ``user`` may not see; one statement a kind of record.

    Looks at what was fetched with the rows; with ``every`` also at what a template might still fetch, with ``far``
    also at what those name in turn (a score names its answer, an answer its customer). Only for rows that are shown
    and not written: what they say of their relations is no longer so.
    """
    found = [row for row in rows if isinstance(row, models.Model)]
    if not found or not depth:
        return
    for field in found[0]._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and hasattr(field.related_model._default_manager, "visible_to"):
            hide(user, [row for row in found if every or field.is_cached(row)], field)
            if far and leads_on(user, field.related_model):
                models.prefetch_related_objects(found, field.name)
            reached = {id(one): one for row in found if field.is_cached(row) and (one := getattr(row, field.name))}
            conceal(user, reached.values(), every=far, far=far, depth=depth - 1)


def leads_on(user: Any, model: Any) -> bool:
    """Whether records of a kind can name one that ``user`` may not see."""
    return any(
        isinstance(field, models.ForeignKey)
        and hasattr(field.related_model._default_manager, "visible_to")
        and user.reach("view", field.related_model) != "all"
        for field in model._meta.concrete_fields
    )


def veil(user: Any, context: dict[str, Any]) -> None:
    """Conceal in everything a page is about to show: its record, its lists."""
    for name, value in context.items():
        if isinstance(value, models.QuerySet | list | tuple):
            conceal(user, value)
        elif name == "record":
            conceal(user, [value], every=True)


def hide(user: Any, rows: list[Any], field: Any) -> None:
    """Put ``Foreign`` into ``field`` of the rows that lead to what is not there for ``user``."""
    model = field.related_model
    keys = {key for row in rows if (key := getattr(row, field.attname)) is not None}
    if not keys or user.reach("view", model) == "all":
        return
    seen = set(model._default_manager.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))
    for row in rows:
        if getattr(row, field.attname) not in {None, *seen}:
            field.set_cached_value(row, Foreign())
