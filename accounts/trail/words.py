"""The trail of changes in words: which kind of record, which field, from what to what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import AuditEntry, Change, Seal

SHOWN = 50


def kinds() -> dict[str, type[models.Model]]:
    """Every kind of record by the name of its table."""
    return {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}


def kind(change: Change) -> str:
    model = kinds().get(change.table)
    return str(model._meta.verbose_name) if model else change.table


def title(change: Change) -> str:
    return f"{kind(change)} {change.row or ''}: {change.get_kind_display()}"


def together(entry: AuditEntry) -> models.QuerySet[Change]:
    """The changes made in the transaction that left this audit entry; none for one older than the trail."""
    own = Change.objects.filter(table=AuditEntry._meta.db_table, row=entry.pk, kind=Change.Kind.INSERT).first()
    if own is None:
        return Change.objects.none()
    rows = Change.objects.filter(transaction=own.transaction, at=own.at).exclude(table=AuditEntry._meta.db_table)
    return rows.select_related("actor").order_by("id")


def in_words(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """Each change with its fields: label, before, after; records by name, choices by their label."""
    changes, models_by_table = list(changes), kinds()
    found: list[dict[str, Any]] = [
        {
            "change": change,
            "kind": kind(change),
            "title": title(change),
            "forgotten": False,
            "fields": fields_of(change, models_by_table.get(change.table)),
        }
        for change in changes
    ]
    lost = Seal.objects.filter(change__in=[one.pk for one in changes if one.personal is None], personal__isnull=False)
    blank = set(lost.values_list("change", flat=True))
    for row in found:
        row["forgotten"] = row["change"].pk in blank
    name_records([one for row in found for one in row["fields"]])
    return found


def fields_of(change: Change, model: type[models.Model] | None) -> list[dict[str, Any]]:
    fields = {field.column: field for field in model._meta.concrete_fields} if model else {}
    told = []
    for column, said in {**(change.plain or {}), **(change.personal or {})}.items():
        field: Any = fields.get(column)
        if getattr(field, "primary_key", False) or (said == "" and change.kind != Change.Kind.UPDATE):
            continue
        pair = said if change.kind == Change.Kind.UPDATE else [None, said] if change.kind != "D" else [said, None]
        before, after = (in_its_form(field, value) for value in pair)
        told.append({"label": label(field, column), "field": field, "before": before, "after": after})
    return told


def in_its_form(field: Any, value: Any) -> Any:
    """A choice by its label, a moment on the organisation's clock, yes and no."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, str) and isinstance(field, models.DateTimeField):
        return date_format(timezone.localtime(field.to_python(value)), "Y-m-d H:i:s")
    choices = dict(getattr(field, "flatchoices", None) or ())
    return choices.get(value, value) if isinstance(value, str) else value


def label(field: Any, column: str) -> str:
    return str(getattr(field, "verbose_name", "") or column.replace("_", " "))


def name_records(told: list[dict[str, Any]]) -> None:
    """Put the names of records in the place of their numbers: a statement for each kind."""
    wanted: dict[Any, set[int]] = defaultdict(set)
    for one in told:
        if getattr(one["field"], "remote_field", None):
            wanted[one["field"].related_model] |= {one[side] for side in ("before", "after") if one[side]}
    names = {model: model._base_manager.in_bulk(ids) for model, ids in wanted.items()}
    for one in told:
        if getattr(one["field"], "remote_field", None):
            rows = names[one["field"].related_model]
            for side in ("before", "after"):
                number = one[side]
                one[side] = rows.get(number, _("no. %s") % number) if number else None
