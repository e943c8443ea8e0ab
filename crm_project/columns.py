"""What a list or a detail page shows of a record: a column knows its label, how its values are written, its sorting."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models

KINDS: tuple[tuple[type[models.Field], str], ...] = (
    (models.ForeignKey, "link"),
    (models.DateTimeField, "datetime"),
    (models.DateField, "date"),
    (models.BooleanField, "bool"),
    (models.EmailField, "email"),
    (models.URLField, "url"),
    (models.DecimalField, "number"),
    (models.IntegerField, "number"),
)


@dataclass(frozen=True)
class Column:
    """``name`` is a field, a property, a method, or a path with dots ("order.customer").

    ``kind``: text badge money percent number duration date datetime bool link email url. Money is in the
    currency that the attribute named here says, else in the record's own, else (and under a name that ends in
    ``_home``) in home currency.
    """

    name: str
    label: Any = ""
    kind: str = ""
    currency: str = ""
    sortable: bool = False
    value: Callable[[Any], Any] | None = None

    @property
    def field(self) -> str:
        """The field of the record the column starts from; what access is asked for."""
        return self.name.split(".")[0]

    def of(self, record: Any) -> Any:
        """What the record says here."""
        if self.value is not None:
            return self.value(record)
        found = record
        for step in self.name.split("."):
            found = getattr(found, step, None)
            if callable(found) and not isinstance(found, models.Manager):
                found = found()
        return found


def column_of(model: type[models.Model], said: str | Column) -> Column:
    """A column with what the model's field tells filled in."""
    column = Column(said) if isinstance(said, str) else said
    try:
        field: Any = model._meta.get_field(column.name)
    except FieldDoesNotExist:
        return replace(
            column, label=column.label or column.name.replace("_", " ").replace(".", " "), kind=column.kind or "text"
        )
    kind = column.kind or kind_of(field)
    sortable = field.concrete and not field.is_relation
    own = kind == "money" and not column.name.endswith("_home") and hasattr(model, "currency")
    currency = column.currency or ("currency" if own else "")
    return replace(column, label=column.label or field.verbose_name, kind=kind, sortable=sortable, currency=currency)


def kind_of(field: Any) -> str:
    if field.choices:
        return "badge"
    if field.name.endswith("_seconds"):
        return "duration"
    if field.name == "probability":
        return "percent"
    if isinstance(field, models.DecimalField) and field.decimal_places == 4:
        return "money"
    return next((kind for cls, kind in KINDS if isinstance(field, cls)), "text")


def readable(model: type[models.Model], columns: Iterable[str | Column], fields: set[str]) -> list[Column]:
    """The columns whose field is among ``fields``, or that start from no field at all (a property)."""
    names = {field.name for field in model._meta.get_fields()}
    made = [column_of(model, said) for said in columns]
    return [column for column in made if column.field in fields or column.field not in names]


def joins(model: type[models.Model], columns: Iterable[Column]) -> list[str]:
    """The foreign keys that the columns walk along, for select_related."""
    found = []
    for column in columns:
        path, at = [], model
        for step in column.name.split("."):
            try:
                field: Any = at._meta.get_field(step)
            except FieldDoesNotExist:
                break
            if not isinstance(field, models.ForeignKey):
                break
            path.append(step)
            at = field.related_model
        if path:
            found.append("__".join(path))
    return found
