"""Staged rows into tables, set-wise, inside one transaction."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models
from django.utils import timezone

from crm_project.importing.fields import Kind
from crm_project.importing.mapping import Mapping

STAGE = "import_rows"


@dataclass
class Counts:
    """What became of the records (not rows) of an import."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0


@dataclass
class Load:
    """What a kind's ``load`` works with: the staged rows in table ``import_rows``, one column per field plus ``line``."""

    kind: Kind
    mapping: Mapping
    zone: zoneinfo.ZoneInfo
    home_currency: str
    cursor: Any
    actor_id: int | None = None
    now: dt.datetime = field(default_factory=timezone.now)
    counts: Counts = field(default_factory=Counts)
    beside: dict[str, int] = field(default_factory=dict)
    rejected: dict[int, str] = field(default_factory=dict)
    warnings: dict[str, list[int]] = field(default_factory=dict)
    bad_groups: dict[str, int] = field(default_factory=dict)
    progress: Callable[[float], None] = lambda done: None
    steps: int = 0

    def run(self, sql: str, params: Map[str, Any] | None = None) -> int:
        """One statement; how many rows it touched. ``%(source)s``, ``%(now)s``, ``%(zone)s`` and ``%(home)s`` are known."""
        self.cursor.execute(sql, self._known() | dict(params or {}))
        return max(self.cursor.rowcount, 0)

    def rows(self, sql: str, params: Map[str, Any] | None = None) -> list[tuple[Any, ...]]:
        self.run(sql, params)
        return self.cursor.fetchall()

    def _known(self) -> dict[str, Any]:
        return {
            "source": self.mapping.source,
            "now": self.now,
            "zone": str(self.zone),
            "home": self.home_currency,
            "actor": self.actor_id,
        }

    def temp(self, name: str, select: str, params: Map[str, Any] | None = None, *, index: str = "") -> int:
        """Keep the result of a query for the rest of the import; returns its size."""
        self.run(f"DROP TABLE IF EXISTS pg_temp.{name}")
        size = self.run(f"CREATE TEMP TABLE {name} ON COMMIT DROP AS {select}", params)
        if index:
            self.run(f"CREATE INDEX ON {name} ({index})")
        self.run(f"ANALYZE {name}")
        self.steps += 1
        # How many steps there are is the kind's affair: each goes a part of the way that is left.
        self.progress(1 - 0.3 * 0.9**self.steps)
        return size

    def empty_temp(self, name: str, columns: str) -> None:
        """An empty table for the rest of the import."""
        self.run(f"DROP TABLE IF EXISTS pg_temp.{name}")
        self.run(f"CREATE TEMP TABLE {name} ({columns}) ON COMMIT DROP")

    def mapped(self, *names: str) -> bool:
        """Whether the mapping fills any of these fields."""
        return any(name in self.mapping.mapped for name in names)

    def creates(self, name: str) -> bool:
        return self.mapping.create.get(name, True)

    def note_beside(self, name: str, number: int) -> None:
        """Something other than the kind itself was created on the way."""
        if number:
            self.beside[name] = self.beside.get(name, 0) + number

    def reject(self, sql: str, sentence: str, params: Map[str, Any] | None = None) -> None:
        """Take rows out. ``sql`` selects their line and what goes into the ``%s`` of ``sentence``."""
        found = self.rows(sql, params)
        for line, *words in found:
            self.rejected.setdefault(line, sentence % tuple(words) if words else sentence)
        if found:
            self._drop([row[0] for row in found])

    def _drop(self, lines: Sequence[int]) -> None:
        group = self.kind.group
        gone = self.rows(
            f"DELETE FROM {STAGE} WHERE line = ANY(%(lines)s) RETURNING line, {group or 'NULL'}", {"lines": list(lines)}
        )
        for line, name in gone:
            if name:
                self.bad_groups.setdefault(name, line)

    def reject_groups(self, sentence: str) -> None:
        """Rows that share a group with a rejected one go with it: half an order is a wrong number."""
        if self.bad_groups:
            self.reject(
                f"SELECT r.line, r.{self.kind.group}, b.line FROM {STAGE} r "
                f"JOIN unnest(%(names)s::text[], %(lines)s::int[]) AS b(name, line) ON b.name = r.{self.kind.group}",
                sentence,
                {"names": list(self.bad_groups), "lines": list(self.bad_groups.values())},
            )

    def warn(self, sql: str, sentence: str, params: Map[str, Any] | None = None) -> None:
        """Note lines that were taken, but not as they stand."""
        found = [row[0] for row in self.rows(sql, params)]
        if found:
            self.warnings.setdefault(sentence, []).extend(found)

    def pick(self, columns: Map[str, Sequence[str]]) -> list[str]:
        """The columns whose fields the mapping fills: only those are written to records that are there already."""
        return [column for column, fields in columns.items() if self.mapped(*fields)]

    def upsert(self, model: type[models.Model], staged: str, *, update: Iterable[str], changed: str = "") -> Counts:
        """Write table ``staged`` into the model's table.

        ``staged`` has columns named as the model's, ``line``, and ``id``: that of the record a row is about, or null.
        Of a known record only the columns of ``update`` are written, and only where they differ. ``changed`` names a
        temporary table that keeps the ids of created and changed records.
        """
        columns = [row[0] for row in self._columns(staged) if row[0] not in {"line", "id"}]
        if changed:
            self.empty_temp(changed, "id bigint")
        updated = self._update_changed(model, staged, list(update), changed)
        created = self._insert_new(model, staged, columns, changed)
        total = self.rows(f"SELECT count(*) FROM {staged}")[0][0]
        return Counts(created, updated, total - created - updated)

    def _columns(self, table: str) -> list[tuple[str]]:
        return self.rows(
            "SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = to_regclass(%(t)s) AND attnum > 0 ORDER BY attnum",
            {"t": table},
        )

    def _keep(self, statement: str, changed: str, params: Map[str, Any] | None = None, *, returning: str = "id") -> int:
        """Run a write and remember in ``changed`` which records it touched."""
        if not changed:
            return self.run(statement, params)
        return self.run(
            f"WITH touched AS ({statement} RETURNING {returning}) INSERT INTO {changed} SELECT id FROM touched", params
        )

    def _update_changed(self, model: type[models.Model], staged: str, update: list[str], changed: str) -> int:
        if not update:
            return 0
        table, known = model._meta.db_table, {item.column for item in model._meta.concrete_fields}
        stamps = {"updated_at": "%(now)s", "version": "t.version + 1"}
        sets = {name: f"n.{name}" for name in update} | {k: v for k, v in stamps.items() if k in known}
        old, new = (", ".join(f"{side}.{name}" for name in update) for side in "tn")
        statement = (
            f"UPDATE {table} t SET {', '.join(f'{name} = {value}' for name, value in sets.items())} "
            f"FROM {staged} n WHERE t.id = n.id AND ({old}) IS DISTINCT FROM ({new})"
        )
        return self._keep(statement, changed, returning="t.id")

    def _insert_new(self, model: type[models.Model], staged: str, columns: list[str], changed: str) -> int:
        given = {name.strip('"') for name in columns}
        defaults = {name: value for name, value in insert_defaults(model, self.now).items() if name not in given}
        names = ", ".join([*columns, *defaults])
        values = ", ".join([*(f"n.{name}" for name in columns), *(f"%({name})s" for name in defaults)])
        statement = (
            f"INSERT INTO {model._meta.db_table} ({names}) "
            f"SELECT {values} FROM {staged} n WHERE n.id IS NULL ORDER BY n.line"
        )
        return self._keep(statement, changed, defaults)


def insert_defaults(model: type[models.Model], now: dt.datetime) -> dict[str, Any]:
    """What Django would put into the columns of a new row that nobody filled."""
    found: dict[str, Any] = {}
    for item in model._meta.concrete_fields:
        if item.primary_key or isinstance(item, models.GeneratedField):
            continue
        stamped = isinstance(item, models.DateTimeField) and (item.auto_now or item.default is timezone.now)
        found[item.column] = now if stamped else item.get_default()
    return found


def half_even(expression: str, places: int = 4) -> str:
    """SQL that rounds half to even, as Decimal does; PostgreSQL's round() goes away from zero."""
    scaled = f"(({expression}) * {10**places})"
    return (
        f"(CASE WHEN abs({scaled} - trunc({scaled})) = 0.5 THEN 2 * round({scaled} / 2) / {10**places} "
        f"ELSE round({expression}, {places}) END)::numeric(18,{places})"
    )


def local_day(moment: str) -> str:
    """SQL for the day of an instant in the organisation's time zone."""
    return f"({moment} AT TIME ZONE %(zone)s)::date"


def new_cursor() -> Any:
    return connection.cursor()
