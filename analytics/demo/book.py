"""Rows on their way into the database: collected by model, written by COPY in one go.

Keys are given out here, so that a row can point at another before either is written. Foreign keys are checked
at the end of the transaction, and whoever seeds holds the only writer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection, models
from django.db.models.fields import NOT_PROVIDED


class Sheet:
    """The new rows of one model."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        self.fields = [field for field in model._meta.concrete_fields if not field.generated]
        self.rows: list[dict[str, Any]] = []
        self.counts = model._meta.pk.attname == "id"
        self.first = (self._highest() + 1) if self.counts else 0

    def _highest(self) -> int:
        return self.model._base_manager.aggregate(highest=models.Max("pk"))["highest"] or 0

    def add(self, **values: Any) -> int:
        """Keep a row; returns its primary key."""
        key = self.first + len(self.rows)
        if self.counts:
            values["id"] = key
        self.rows.append(values)
        return key

    def row(self, key: int) -> dict[str, Any]:
        return self.rows[key - self.first]

    def write(self) -> int:
        """COPY every row kept so far and move the sequence behind the last."""
        if not self.rows:
            return 0
        names = [str(field.attname) for field in self.fields]
        self._refuse_unknown(set(names))
        quote = connection.ops.quote_name
        columns = ", ".join(quote(str(field.column)) for field in self.fields)
        table = quote(self.model._meta.db_table)
        with connection.cursor() as cursor:
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in self._complete():
                    copy.write_row([row[name] for name in names])
            if self.counts:
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)",
                    [table, self.first + len(self.rows) - 1],
                )
        return len(self.rows)

    def _refuse_unknown(self, names: set[str]) -> None:
        if unknown := set().union(*self.rows) - names:
            raise KeyError(f"{self.model.__name__} has no {sorted(unknown)}")

    def _complete(self) -> Iterator[dict[str, Any]]:
        blank = {field.attname: _empty(field) for field in self.fields}
        dated = "updated_at" in blank
        for row in self.rows:
            whole = {**blank, **row}
            if dated:
                whole["updated_at"] = whole["recorded_at"]
            yield whole


class Book:
    """One sheet per model, opened when first asked for and written in that order."""

    def __init__(self) -> None:
        self.sheets: dict[type[models.Model], Sheet] = {}

    def __getitem__(self, model: type[models.Model]) -> Sheet:
        if model not in self.sheets:
            self.sheets[model] = Sheet(model)
        return self.sheets[model]

    def write(self, told: Callable[[str, int], None]) -> int:
        """Write everything; ``told`` hears the name and size of every sheet written."""
        total = 0
        for model, sheet in self.sheets.items():
            count = sheet.write()
            told(str(model._meta.verbose_name_plural), count)
            total += count
        return total


def _empty(field: models.Field) -> Any:
    """What Django would save for a field nobody set."""
    if field.default is not NOT_PROVIDED:
        value = field.get_default()
        return getattr(value, "value", value)
    if field.null or not field.empty_strings_allowed:
        return None
    return ""
