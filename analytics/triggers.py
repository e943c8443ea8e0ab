"""Dirty days: database triggers that note, for every write of a source row, the local days it counts on.

Bulk writes and raw SQL fire them too. Each table says, in SQL over the changed rows ``r``, which source is dirty on
which days. Marks are only ever added here; the filler takes them away.
"""

from __future__ import annotations

import hashlib

from django.db import connection

from analytics.marks import TABLES, Marks

ZONE = """CREATE OR REPLACE FUNCTION analytics_zone() RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT time_zone FROM accounts_organisation LIMIT 1), 'UTC') $$"""


def number(marks: Marks) -> str:
    """Tells a table's several triggers apart: they differ in the columns whose change they look at."""
    same = [other for other in TABLES if other.table == marks.table]
    return f"_{same.index(marks)}" if same.index(marks) else ""


def statements(marks: Marks) -> list[str]:
    """The functions and triggers of one table."""
    sql = []
    for event in ("insert", "update", "delete"):
        name = f"analytics_dirty_{marks.table}_{event}{number(marks)}"
        tables = {"insert": "NEW TABLE AS new_rows", "delete": "OLD TABLE AS old_rows"}
        tables["update"] = f"{tables['delete']} {tables['insert']}"
        sql.append(
            f"""CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$
            BEGIN
                INSERT INTO analytics_dirtyday (source, day)
                WITH r AS MATERIALIZED ({changed(marks, event)})
                SELECT DISTINCT * FROM ({" UNION ALL ".join(marks.selects)}) m;
                RETURN NULL;
            END $body$"""
        )
        sql.append(f"DROP TRIGGER IF EXISTS {name} ON {marks.table}")
        sql.append(
            f"CREATE TRIGGER {name} AFTER {event.upper()} ON {marks.table} REFERENCING {tables[event]} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )
    return sql


def changed(marks: Marks, event: str) -> str:
    """The rows as they were and as they are."""
    if event == "insert":
        return "SELECT * FROM new_rows"
    if event == "delete":
        return "SELECT * FROM old_rows"
    if not marks.only_when_changed:
        return "SELECT * FROM old_rows UNION SELECT * FROM new_rows"
    moved = " OR ".join(f"o.{name} IS DISTINCT FROM n.{name}" for name in marks.only_when_changed)
    both = f"old_rows o JOIN new_rows n ON n.id = o.id WHERE {moved}"
    return f"SELECT o.* FROM {both} UNION ALL SELECT n.* FROM {both}"


def declared() -> str:
    """A fingerprint of all triggers as declared."""
    return hashlib.sha256(repr([ZONE, [statements(marks) for marks in TABLES]]).encode()).hexdigest()


def installed() -> str:
    """The fingerprint the database was given last; empty when it has none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(oid) FROM pg_proc WHERE proname = 'analytics_zone'")
        row = cursor.fetchone()
    return (row and row[0]) or ""


class NotTheOwner(Exception):
    """The triggers are not this version's, and the role of this process may not bring them."""


def is_owner() -> bool:
    """Whether this connection's role may alter the tables."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass('analytics_dirtyday')"
        )
        row = cursor.fetchone()
    return row is None or row[0]


def install() -> bool:
    """Bring the triggers up to the declaration. Whether anything had to be done.

    A table that a later migration makes is left to the next call: every fill asks. Raises NotTheOwner for a role that
    owns nothing when there is something to do.
    """
    if installed() == declared():
        return False
    if not is_owner():
        raise NotTheOwner(
            "The triggers that note dirty days are missing or of another version. "
            "Run manage.py migrate as the role that owns the tables."
        )
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        cursor.execute(ZONE)
        for marks in TABLES:
            for statement in statements(marks) if marks.table in there else ():
                cursor.execute(statement)
        # Half-way through the migrations some tables are still to come: then the next call brings the rest.
        complete = all(marks.table in there for marks in TABLES)
        cursor.execute(f"COMMENT ON FUNCTION analytics_zone() IS '{declared() if complete else ''}'")
    return True
