"""The customers rows of any kind name, by external id or by name, created where the mapping allows."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.importing.refs import named
from accounts.models import Customer, CustomerStatus, Segment
from crm_project.importing.fields import Field, Row, Type
from crm_project.importing.load import STAGE, Load, insert_defaults

KINDS = ("company", "person")
KEY = {"customer_key": Type.TEXT}

CUSTOMER_FIELDS = (
    Field(
        "customer_id", gettext_lazy("customer's id in the other system"), longest=120,
        headers=("Customer ID", "CustomerID", "Customer No", "client_id", "客户编号", "客户ID", "会员号"),
    ),
    Field(
        "customer", gettext_lazy("customer's name"), longest=200,
        headers=("Customer Name", "Customer", "Account", "Company", "Client", "客户名称", "客户", "公司", "客户姓名"),
    ),
    Field("customer_kind", gettext_lazy("company or person"), Type.CHOICE, choices=KINDS, headers=("Customer Type", "客户类型")),
)  # fmt: skip


def key_of(row: Row, field: str = "customer") -> None:
    """What makes two rows name the same customer: the external id, else the name."""
    given, name = row[f"{field}_id"], row[field]
    row[f"{field}_key"] = f"#{given}" if given else f"={name}" if name else None


def customers(
    load: Load, *, at: str, status: str, owner: str = "", team: str = "", segment: str = "", field: str = "customer"
) -> None:
    """Make ``ref_customer`` (given = customer_key, id). ``at`` is when a row happened: new customers are known since.

    ``owner``, ``team`` and ``segment`` name fields of the row a new customer takes over from its first row. ``field``
    is another one where a row names two customers.
    """
    table, kind = f"ref_{field}", f"s.{field}_kind" if load.kind.field(f"{field}_kind") else "NULL::text"
    joins = "".join(
        f" LEFT JOIN ref_{field} ON ref_{field}.given = s.{field}" for field in (owner, team, segment) if field
    )
    picks = ", ".join(
        f"ref_{field}.id AS {column}" if field else f"NULL::bigint AS {column}"
        for field, column in ((owner, "owner_id"), (team, "team_id"), (segment, "segment_id"))
    )
    load.temp(
        table,
        f"SELECT DISTINCT ON (s.{field}_key) s.{field}_key AS given, s.line, NULL::bigint AS id, "
        f"left(s.{field}_key, 1) = '#' AS by_id, substr(s.{field}_key, 2) AS word, "
        f"coalesce(s.{field}, substr(s.{field}_key, 2)) AS name, {kind} AS kind, "
        f"min({load.kind.moment(at, 's')}) OVER (PARTITION BY s.{field}_key) AS at, {picks} "
        f"FROM {STAGE} s{joins} WHERE s.{field}_key IS NOT NULL ORDER BY s.{field}_key, s.line",
        index="given",
    )
    _find(load, table)
    if load.creates("customers"):
        _create(load, status, table)
    load.reject(
        f"SELECT s.line, r.word FROM {STAGE} s JOIN {table} r ON r.given = s.{field}_key WHERE r.id IS NULL",
        _("there is no customer “%s”"),
    )


def _find(load: Load, table: str) -> None:
    load.run(
        f"UPDATE {table} r SET id = c.id FROM accounts_customer c "
        "WHERE r.id IS NULL AND r.by_id AND c.source = %(source)s AND c.external_id = r.word"
    )
    load.run(
        f"UPDATE {table} r SET id = m.id FROM ({same_name(table, 'word', 'NOT w.by_id')}) m "
        "WHERE r.id IS NULL AND r.given = m.given"
    )


def same_name(table: str, name: str, which: str, given: str = "given") -> str:
    """SQL for (given, id) of the customer called like each row of ``table``: a living one, spelt the same, the oldest."""
    return (
        f"SELECT DISTINCT ON (w.{given}) w.{given} AS given, c.id FROM {table} w "
        f"JOIN accounts_customer c ON lower(c.name) = lower(w.{name}) WHERE {which} "
        f"ORDER BY w.{given}, c.merged_into_id IS NULL DESC, c.name = w.{name} DESC, c.id"
    )


def _create(load: Load, status: str, table: str) -> None:
    values = {
        "name": "left(r.name, 200)",
        "kind": "coalesce(r.kind, 'company')",
        "status": "%(first_status)s",
        "source": "%(source)s",
        "external_id": "CASE WHEN r.by_id THEN r.word ELSE '' END",
        "since": "(r.at AT TIME ZONE %(zone)s)::date",
        "owner_id": "r.owner_id",
        "team_id": "r.team_id",
        "segment_id": "r.segment_id",
    }
    defaults = {k: v for k, v in insert_defaults(Customer, load.now).items() if k not in values}
    number = load.run(
        f"INSERT INTO accounts_customer ({', '.join([*values, *defaults])}) "
        f"SELECT {', '.join([*values.values(), *(f'%({name})s' for name in defaults)])} "
        f"FROM (SELECT DISTINCT ON (by_id, CASE WHEN by_id THEN word ELSE lower(word) END) * FROM {table} "
        "WHERE id IS NULL ORDER BY by_id, CASE WHEN by_id THEN word ELSE lower(word) END, line) r ORDER BY r.line",
        defaults | {"first_status": status},
    )
    load.note_beside("customers", number)
    if number:
        _find(load, table)
        add_first_history(load, f"SELECT DISTINCT ON (r.id) r.id, r.at FROM {table} r ORDER BY r.id, r.at")


def add_first_history(load: Load, ids: str) -> None:
    """The first row of the history of customers that have none; ``ids`` selects (id, since when)."""
    load.run(
        f"INSERT INTO {CustomerStatus._meta.db_table} (customer_id, at, status, owner_id, team_id, segment_id) "
        f"SELECT c.id, coalesce(n.at, %(now)s), c.status, c.owner_id, c.team_id, c.segment_id FROM ({ids}) AS n(id, at) "
        f"JOIN accounts_customer c ON c.id = n.id WHERE NOT EXISTS "
        f"(SELECT 1 FROM {CustomerStatus._meta.db_table} h WHERE h.customer_id = c.id)"
    )


def segments(load: Load) -> None:
    named(load, "segment", Segment, "segments")


def fill_segments(load: Load, moment: str) -> None:
    """Customers that have no segment yet take the one of their latest row."""
    if load.mapped("segment"):
        load.run(
            f"UPDATE accounts_customer c SET segment_id = n.segment_id, version = c.version + 1, updated_at = %(now)s "
            f"FROM (SELECT DISTINCT ON (r.id) r.id, g.id AS segment_id FROM {STAGE} s "
            f"JOIN ref_customer r ON r.given = s.customer_key JOIN ref_segment g ON g.given = s.segment "
            f"ORDER BY r.id, s.{moment} DESC, s.line DESC) n WHERE c.id = n.id AND c.segment_id IS NULL"
        )


def with_customer(row: Row, seen: dict[str, Any]) -> None:
    """The check of kinds that only need the customer's key."""
    key_of(row)
