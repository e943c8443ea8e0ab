"""A fingerprint of every row of every table: what a request really changed, whatever it answered."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import connection

KEYS = """
SELECT c.relname, COALESCE(string_agg(quote_ident(a.attname) || '::text', '||' ORDER BY a.attnum), 'ctid::text')
  FROM pg_class c
  LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
  LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY(i.indkey)
 WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname <> 'django_migrations'
 GROUP BY c.relname
"""
WRITING = re.compile(r"\b(INSERT|UPDATE|DELETE|TRUNCATE|MERGE|COPY|CREATE|DROP|ALTER|REFRESH)\b", re.I)
Digest = dict[tuple[str, str], str]


class Digests:
    """Fingerprints of all rows; the statement that makes them is put together once."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(KEYS)
            parts = [f"SELECT '{name}', {key}, md5(t::text) FROM \"{name}\" t" for name, key in cursor.fetchall()]
        self.statement = " UNION ALL ".join(parts)
        self.labels = {model._meta.db_table: model._meta.label_lower for model in apps.get_models()}

    def take(self) -> Digest:
        with connection.cursor() as cursor:
            cursor.execute(self.statement)
            return {(table, key): digest for table, key, digest in cursor.fetchall()}

    def label(self, table: str) -> str:
        return self.labels.get(table, table)


class Statements:
    """Notes the statements of a block that could have written."""

    def __init__(self) -> None:
        self.writing: list[str] = []

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if WRITING.search(sql):
            self.writing.append(sql)
        return execute(sql, params, many, context)


def changed(before: Digest, after: Digest) -> dict[tuple[str, str], str]:
    """What became of each row that is not as it was: made, changed or gone."""
    found = {}
    for key in before.keys() | after.keys():
        if before.get(key) != after.get(key):
            found[key] = "made" if key not in before else "gone" if key not in after else "changed"
    return found
