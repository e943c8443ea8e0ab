"""Pages of a list that start after a row instead of at a number: no count, and page 10,000 costs what page 1 does."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet


class BadCursor(ValueError):
    """A cursor that was not made by these pages, or for another order."""


@dataclass(frozen=True)
class Slice:
    """One page of rows; ``next`` and ``previous`` are cursors, empty at the ends."""

    rows: list[Any]
    next: str
    previous: str


def page_of(rows: QuerySet, *, cursor: str = "", size: int = 50, strict: bool = False) -> Slice:
    """The rows after (or before) what ``cursor`` says.

    A cursor that cannot be read starts from the beginning, or raises BadCursor when ``strict``.
    """
    ordering = ordering_of(rows)
    back, values = _read(rows.model, ordering, cursor, strict=strict)
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
        _cursor(found[-1], ordering, back=False) if has_next else "",
        _cursor(found[0], ordering, back=True) if has_previous else "",
    )


def ordering_of(rows: QuerySet) -> list[str]:
    """The order in which the pages show the rows."""
    return stable(rows, [str(name) for name in rows.query.order_by or rows.model._meta.ordering or []])


def stable(rows: QuerySet, ordering: list[str]) -> list[str]:
    """The ordering by plain columns, ended by the key, so that no two rows are equal."""
    names = []
    for name in ordering:
        minus = "-" if name.startswith("-") else ""
        names.append(minus + rows.model._meta.get_field(name.removeprefix("-")).attname)
    pk = rows.model._meta.pk.attname
    if pk not in names and f"-{pk}" not in names:
        names.append(f"-{pk}" if not names or names[-1].startswith("-") else pk)
    return names


def flipped(name: str) -> str:
    return name.removeprefix("-") if name.startswith("-") else f"-{name}"


def after(ordering: list[str], values: list[Any]) -> Q:
    """Rows that come after the row with ``values``. Empty values sort last, or first when turned."""
    later, same = Q(pk__in=[]), Q()
    for name, value in zip(ordering, values, strict=True):
        column, down = name.removeprefix("-"), name.startswith("-")
        later |= same & _beyond(column, value, down=down)
        same &= Q(**{f"{column}__isnull": True}) if value is None else Q(**{column: value})
    first, value = ordering[0], values[0]
    if value is not None and first.startswith("-"):
        # Says nothing new, but lets the planner start in the middle of the index.
        later &= Q(**{f"{first.removeprefix('-')}__lte": value})
    return later


def _beyond(column: str, value: Any, *, down: bool) -> Q:
    if value is None:
        return Q(**{f"{column}__isnull": False}) if down else Q(pk__in=[])
    if down:
        return Q(**{f"{column}__lt": value})
    return Q(**{f"{column}__gt": value}) | Q(**{f"{column}__isnull": True})


def _cursor(row: Model, ordering: list[str], *, back: bool) -> str:
    values = [getattr(row, name.removeprefix("-")) for name in ordering]
    plain = [value if value is None or isinstance(value, int | bool) else str(value) for value in values]
    return base64.urlsafe_b64encode(json.dumps([int(back), ordering, plain]).encode()).decode()


def _read(model: type[Model], ordering: list[str], cursor: str, *, strict: bool) -> tuple[bool, list[Any] | None]:
    if not cursor:
        return False, None
    try:
        back, said, values = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        if said != ordering or len(values) != len(ordering) or "\x00" in str(values):
            raise BadCursor
        return bool(back), [_parsed(model, name, value) for name, value in zip(ordering, values, strict=True)]
    except (ValueError, TypeError, binascii.Error, UnicodeError, ValidationError):
        if strict:
            raise BadCursor from None
        return False, None


def _parsed(model: type[Model], name: str, value: Any) -> Any:
    field: Any = model._meta.get_field(name.removeprefix("-"))
    return None if value is None else getattr(field, "target_field", field).to_python(value)
