"""Kinds of record whose rows become rows of one table: what each field turns into, said as a table.

A ``Table`` lists the columns that are written with the SQL they come from. In that SQL ``s`` is the staged row,
``ref_<name>`` what a reference found for it, ``k`` its customer and ``t`` the record that is there already.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.importing.customer_refs import KEY, customers, key_of
from accounts.importing.refs import named, people, reject_unknown, team_on, teams
from accounts.models import Channel, CustomerStatus
from crm_project.importing.errors import BadValue
from crm_project.importing.fields import Field, Kind, Row, Type
from crm_project.importing.keys import derived_key, once
from crm_project.importing.load import STAGE, Load

Check = Callable[[Row, dict[str, Any]], None]
EXTERNAL = "t.source = %(source)s AND t.external_id = s.key"
PERSON = "coalesce(k.merged_into_id, k.id)"  # the customer a merged duplicate counts as

EXTERNAL_ID = Field("external_id", gettext_lazy("id in the other system"), longest=120, headers=("ID", "编号"))
OWNER = Field("owner", gettext_lazy("owner"), longest=120, headers=("Owner", "Responsible", "负责人"))
TEAM = Field("team", gettext_lazy("team"), longest=120, headers=("Team", "Department", "团队", "部门"))
CHANNEL = Field("channel", gettext_lazy("channel"), longest=120, headers=("Channel", "渠道"))
NOTE = Field("note", gettext_lazy("note"), longest=300, headers=("Note", "Notes", "Remark", "备注", "说明"))
SHORT_NOTE = replace(NOTE, longest=200)


@dataclass(frozen=True)
class Column:
    """What is written into a column, and the fields it comes from: unless one is mapped, known records keep theirs."""

    sql: str
    of: tuple[str, ...]


@dataclass(frozen=True)
class Reference:
    """What rows name by a word: ``find`` makes ``ref_<name>`` of (given, id). ``key`` is the staged column of the word."""

    name: str
    find: Callable[[Load], None]
    key: str = ""
    creates: tuple[str, ...] = ()
    more: str = ""  # a join that needs what was found

    @property
    def join(self) -> str:
        return f"LEFT JOIN ref_{self.name} ON ref_{self.name}.given = s.{self.key or self.name} {self.more}"


@dataclass(frozen=True)
class Table:
    """How staged rows become rows of ``model``.

    ``known`` says which record a row is about. Rows for which a condition of ``rules`` (over ``n``, the row as it would
    be written) holds are rejected with its sentence, and so is the second of two that share ``unique`` columns. With
    ``many`` the rows of one key are one record, and its first row says what it is. ``before`` and ``after`` do what
    one table does not.
    """

    model: type[models.Model]
    columns: Mapping[str, Column]
    references: tuple[Reference, ...] = ()
    known: str = EXTERNAL
    rules: tuple[tuple[str, Any], ...] = ()
    unique: tuple[str, ...] = ()
    many: bool = False
    never_changes: bool = False
    before: Callable[[Load], None] | None = None
    after: Callable[[Load], None] | None = None

    def load(self, load: Load) -> None:
        """Find what rows name, reject what breaks a rule, write what is new or different."""
        for reference in self.references:
            reference.find(load)
        if self.before:
            self.before(load)
        self._gather(load)
        for condition, sentence in (*self.rules, *self._uniqueness()):
            load.reject(f"SELECT line FROM incoming n WHERE {condition}", str(sentence))
        if load.kind.group:
            load.reject_groups(_("%s: its row %s was rejected, so all of it was"))
        load.run(f"DELETE FROM incoming n WHERE NOT EXISTS (SELECT 1 FROM {STAGE} s WHERE s.line = n.line)")
        changes = {} if self.never_changes else {name: column.of for name, column in self.columns.items()}
        load.counts = load.upsert(self.model, "incoming", update=load.pick(changes), changed="changed_record")
        if self.after:
            self.after(load)

    def _gather(self, load: Load) -> None:
        first = "DISTINCT ON (s.key)" if self.many else ""
        columns = ", ".join(f"{column.sql} AS {name}" for name, column in self.columns.items())
        load.temp(
            "incoming",
            f"SELECT {first} s.line, t.id, {self._keys()}{columns} FROM {STAGE} s "
            + " ".join(reference.join for reference in self.references)
            + f" LEFT JOIN {self.model._meta.db_table} t ON {self.known} ORDER BY {'s.key, ' if self.many else ''}s.line",
        )

    def _keys(self) -> str:
        """Where a record came from; one that is known by what it says needs no key."""
        if "external_id" in self.columns or "external_id" not in {item.name for item in self.model._meta.fields}:
            return ""
        key = "s.key" if self.known == EXTERNAL else "''::text"
        return f"%(source)s::text AS source, {key} AS external_id, "

    def _uniqueness(self) -> list[tuple[str, str]]:
        if not self.unique:
            return []
        both = " AND ".join(f"x.{name} IS NOT DISTINCT FROM n.{name}" for name in self.unique)
        table = self.model._meta.db_table
        return [
            (f"EXISTS (SELECT FROM incoming x WHERE {both} AND x.line < n.line)", _("stands in the file twice")),
            (
                f"EXISTS (SELECT FROM {table} x WHERE {both} AND x.id IS DISTINCT FROM n.id)",
                _("there is one of the same already"),
            ),
        ]


def kind_of(name: str, label: Any, fields: tuple[Field, ...], table: Table, *checks: Check, group: str = "") -> Kind:
    """The kind of a table: its checks in turn, and what its references may create."""
    names = {item.name for item in fields}
    extra: dict[str, Type] = dict(KEY) if "customer" in names else {}
    for reference in table.references:
        extra |= {reference.key: Type.TEXT} if reference.key and reference.key not in names else {}

    def check(row: Row, seen: dict[str, Any]) -> None:
        for one in checks:
            one(row, seen)

    if "s.key" in table.known:
        extra["key"] = Type.TEXT
    creates = tuple(dict.fromkeys(word for reference in table.references for word in reference.creates))
    return Kind(name, label, fields, table.load, check, extra, creates, group=group)


# What columns are made of


def same(*names: str) -> dict[str, Column]:
    """Columns written as the fields of the same name stand."""
    return {name: Column(f"s.{name}", (name,)) for name in names}


def texts(*names: str) -> dict[str, Column]:
    """The same of texts, which are empty rather than null."""
    return {name: Column(f"coalesce(s.{name}, '')", (name,)) for name in names}


def linked(*names: str) -> dict[str, Column]:
    """Foreign keys to what references found."""
    return {f"{name}_id": Column(f"ref_{name}.id", (name,)) for name in names}


def owned(at: str) -> dict[str, Column]:
    """Owner and team, as of a moment: without a team, the one the owner was in on that day."""
    team = f"coalesce(ref_team.id, {team_on('ref_owner.id', at)})"
    return {"owner_id": Column("ref_owner.id", ("owner",)), "team_id": Column(team, ("team",))}


def customer_column(of: str = PERSON) -> dict[str, Column]:
    return {"customer_id": Column(of, ("customer_id", "customer"))}


def segment_column(at: str) -> dict[str, Column]:
    """The segment of the customer at a moment: from its history, else the current one."""
    return {"segment_id": Column(f"coalesce({stood_at('segment_id', at)}, k.segment_id)", ("customer_id", "customer"))}


def stood_at(column: str, at: str, customer: str = "k.id") -> str:
    """SQL for what stood in a customer's history at a moment."""
    return (
        f"(SELECT h.{column} FROM {CustomerStatus._meta.db_table} h WHERE h.customer_id = {customer} AND h.at <= {at} "
        "ORDER BY h.at DESC, h.id DESC LIMIT 1)"
    )


# References many kinds have


def by_owner(at: str, role: str = "rep") -> tuple[Reference, ...]:
    """Team and owner; ``at`` is SQL over the staged row for the moment they are asked of."""
    return (
        Reference("team", teams, creates=("teams",)),
        Reference("owner", lambda load: people(load, "owner", role=role, at=at, team="team"), creates=("owners",)),
    )


def by_customer(at: str, status: str = "customer", name: str = "customer", alias: str = "k") -> Reference:
    """A customer by id or name; ``at`` names the field since when a new one is known."""
    return Reference(
        name,
        lambda load: customers(load, at=at, status=status, field=name),
        f"{name}_key",
        ("customers",),
        f"LEFT JOIN accounts_customer {alias} ON {alias}.id = ref_{name}.id",
    )


def by_name(name: str, model: type[models.Model], creates: str) -> Reference:
    """A list of unique names that may be added to."""
    return Reference(name, lambda load: named(load, name, model, creates), creates=(creates,))


def by_channel() -> Reference:
    return by_name("channel", Channel, "channels")


def there(
    name: str, model: type[models.Model], column: str, sentence: Any, within: str = "", more: str = ""
) -> Reference:
    """Something that must be there already, known by a column; ``within`` narrows it (``r`` is the record)."""

    def find(load: Load) -> None:
        load.temp(
            f"ref_{name}",
            f"SELECT g.given, (SELECT r.id FROM {model._meta.db_table} r WHERE r.{column} = g.given {within} "
            f"ORDER BY r.id DESC LIMIT 1) AS id FROM (SELECT DISTINCT {name} AS given FROM {STAGE} WHERE {name} <> '') g",
        )
        reject_unknown(load, name, str(sentence))

    return Reference(name, find, more=more)


# Checks many kinds have


def with_customer(row: Row, seen: dict[str, Any]) -> None:
    """There is a customer, by id or by name."""
    key_of(row)
    if row["customer_key"] is None:
        raise BadValue(_("no customer is named"))


def keyed(*names: str) -> Check:
    """A row without an id is known by what it says in these fields; one with it stands in the file once."""

    def check(row: Row, seen: dict[str, Any]) -> None:
        row["key"] = row["external_id"] or derived_key(seen, *(row[name] for name in names))
        once(seen, row["key"])

    return check


def shared_key(*names: str) -> Check:
    """Rows that say the same in these fields, or have the same id, are one record."""

    def check(row: Row, seen: dict[str, Any]) -> None:
        said = "\x1f".join(str(row[name]) for name in names)
        row["key"] = row["external_id"] or "~" + hashlib.sha256(said.encode()).hexdigest()[:24]

    return check


def not_before(first: str, last: str, sentence: str | Promise) -> Check:
    """Two days or moments in their order, where both are there."""

    def check(row: Row, seen: dict[str, Any]) -> None:
        if row[first] is not None and row[last] is not None and row[last] < row[first]:
            raise BadValue(str(sentence))

    return check


def not_negative(*names: str) -> Check:
    def check(row: Row, seen: dict[str, Any]) -> None:
        if any(row[name] is not None and row[name] < 0 for name in names):
            raise BadValue(_("counts and money are not negative"))

    return check


def not_to_come(name: str) -> tuple[str, Any]:
    """A rule: a local day that is today at the latest."""
    return f"n.{name} > (%(now)s AT TIME ZONE %(zone)s)::date", gettext_lazy("this day is still to come")
