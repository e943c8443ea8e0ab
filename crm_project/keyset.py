"""Pages of a list that start after a row instead of at a number: no count, and page 10,000 costs what page 1 does."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet

from crm_project.api import after, flipped, stable


@dataclass(frozen=True)
class Slice:
    """One page of rows; ``next`` and ``previous`` are cursors, empty at the ends."""

    rows: list[Any]
    next: str
    previous: str


def page_of(rows: QuerySet, *, cursor: str = "", size: int = 50) -> Slice:
    """The rows after (or before) what ``cursor`` says. A cursor that cannot be read starts from the beginning."""
    ordering = stable(rows, [str(name) for name in rows.query.order_by or rows.model._meta.ordering])
    back, values = read(rows.model, ordering, cursor)
    asked = [flipped(name) for name in ordering] if back else ordering
    if values is not None:
        rows = rows.filter(after(asked, values))
    found = list(rows.order_by(*asked)[: size + 1])
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    has_next, has_previous = (True, more) if back else (more, values is not None)
    if not found:
        return Slice([], "", "")
    return Slice(
        found,
        cursor_at(found[-1], ordering, back=False) if has_next else "",
        cursor_at(found[0], ordering, back=True) if has_previous else "",
    )


def cursor_at(row: Model, ordering: list[str], *, back: bool) -> str:
    values = [getattr(row, name.removeprefix("-")) for name in ordering]
    plain = [value if value is None or isinstance(value, int | bool) else str(value) for value in values]
    return base64.urlsafe_b64encode(json.dumps([int(back), ordering, plain]).encode()).decode()


def read(model: type[Model], ordering: list[str], cursor: str) -> tuple[bool, list[Any] | None]:
    if not cursor:
        return False, None
    try:
        back, said, values = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        if said != ordering or len(values) != len(ordering) or "\x00" in str(values):
            return False, None
        return bool(back), [_parsed(model, name, value) for name, value in zip(ordering, values, strict=True)]
    except (ValueError, TypeError, binascii.Error, UnicodeError, ValidationError):
        return False, None


def _parsed(model: type[Model], name: str, value: Any) -> Any:
    field: Any = model._meta.get_field(name.removeprefix("-"))
    return None if value is None else getattr(field, "target_field", field).to_python(value)
