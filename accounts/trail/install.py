"""Gives the database the triggers that write the trail, the guards that keep it, and the functions that seal it.

Statement-level triggers, so that bulk writes and raw SQL leave their changes too and a large import stays quick.
They run with the rights of the tables' owner: the program's own role may read the trail and no more.
"""

from __future__ import annotations

import hashlib

from django.db import connection

from accounts.trail import functions
from accounts.trail.tables import Tracked, tables

EVENTS = {
    "insert": "REFERENCING NEW TABLE AS new_rows",
    "update": "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "delete": "REFERENCING OLD TABLE AS old_rows",
}
INTO = """INSERT INTO accounts_change
    (at, transaction, actor_id, door, role, "table", row, kind, salt, plain, personal_salt, personal)"""
TOLD = """now(), pg_current_xact_id()::text::bigint, nullif(current_setting('crm.actor', true), '')::bigint,
    coalesce(current_setting('crm.door', true), ''), session_user"""
# A salt only where there is something to salt.
SALTED = """CASE WHEN c.plain IS NOT NULL THEN gen_random_uuid() END, c.plain,
    CASE WHEN c.personal IS NOT NULL THEN gen_random_uuid() END, c.personal"""
HIDDEN = "•••"
# Else what is taken out of an audit entry would be written down once more. Nobody but crm_trail_forget updates them.
FORGETTING = "IF current_setting('crm.forgetting', true) = 'on' THEN RETURN NULL; END IF;"


def names(columns: tuple[str, ...]) -> str:
    return "'{" + ",".join(columns) + "}'::text[]"


def whole(one: Tracked, rows: str, kind: str) -> str:
    """What the rows hold, for rows that came or went."""
    kept = names((*one.untold, *one.secret))
    personal = ", ".join(f"'{name}', whole_row.{name}" for name in one.personal)
    apart = f"nullif(jsonb_strip_nulls(jsonb_build_object({personal})), '{{}}')" if personal else "NULL::jsonb"
    shown = f"jsonb_strip_nulls(to_jsonb(whole_row) - ({kept} || {names(one.personal)}))"
    if one.secret:
        shown += f" || {hidden(one)}"
    return f"""{INTO} SELECT {TOLD}, '{one.table}', c.key, '{kind}', {SALTED}
        FROM (SELECT whole_row.{one.key} AS key, {shown} AS plain, {apart} AS personal FROM {rows} whole_row ORDER BY 1) c;"""


def hidden(one: Tracked) -> str:
    said = ", ".join(f"'{name}', '{HIDDEN}'" for name in one.secret)
    return f"jsonb_build_object({said})"


def changed(one: Tracked) -> str:
    """What differs between the rows before and after; a row that says the same again leaves nothing.

    A row as a whole goes by a name that no column has: there is a column ``n``.
    """
    value = "jsonb_build_array(e.value, n.value)"
    if one.secret:
        value = (
            f"""CASE WHEN e.key = ANY({names(one.secret)}) THEN '["{HIDDEN}", "{HIDDEN}"]'::jsonb ELSE {value} END"""
        )
    personal = f"e.key = ANY({names(one.personal)})"
    return f"""{INTO} SELECT {TOLD}, '{one.table}', c.key, 'U', {SALTED}
        FROM (SELECT b.key,
                     jsonb_object_agg(e.key, {value}) FILTER (WHERE NOT {personal}) AS plain,
                     jsonb_object_agg(e.key, {value}) FILTER (WHERE {personal}) AS personal
                FROM (SELECT coalesce(old_row.{one.key}, new_row.{one.key}) AS key,
                             to_jsonb(old_row) - {names(one.untold)} AS old,
                             to_jsonb(new_row) - {names(one.untold)} AS new
                        FROM old_rows old_row FULL JOIN new_rows new_row ON old_row.{one.key} = new_row.{one.key}) b
               CROSS JOIN LATERAL jsonb_each(coalesce(b.old, b.new)) e
               CROSS JOIN LATERAL (SELECT CASE WHEN b.old IS NOT NULL THEN b.new -> e.key END AS value) n
               WHERE b.old IS NULL OR e.value IS DISTINCT FROM n.value
               GROUP BY b.key ORDER BY b.key) c;"""


def statements(one: Tracked) -> list[str]:
    """The function and the triggers of one table."""
    name = f"crm_trail_{one.table}"
    sql = [
        f"""CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
            SET search_path = public, pg_temp SET timezone = 'UTC' AS $body$
        BEGIN {FORGETTING if one.table == "accounts_auditentry" else ""}
            IF TG_OP = 'INSERT' THEN {whole(one, "new_rows", "I")}
            ELSIF TG_OP = 'UPDATE' THEN {changed(one)}
            ELSIF TG_OP = 'DELETE' THEN {whole(one, "old_rows", "D")}
            ELSE {INTO} SELECT {TOLD}, '{one.table}', NULL, 'T', NULL, NULL, NULL, NULL;
            END IF;
            RETURN NULL;
        END $body$""",
        # Else whoever may make a temporary table could hang this on it and write what never happened.
        f"REVOKE ALL ON FUNCTION {name}() FROM PUBLIC",
    ]
    for event, tables_seen in {**EVENTS, "truncate": ""}.items():
        when = "BEFORE" if event == "truncate" else "AFTER"
        sql.append(f"DROP TRIGGER IF EXISTS {name}_{event} ON {one.table}")
        sql.append(
            f"CREATE TRIGGER {name}_{event} {when} {event.upper()} ON {one.table} {tables_seen} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )
    return sql


def declared() -> str:
    """A fingerprint of everything as declared."""
    everything = [functions.ALL, [statements(one) for one in tables()]]
    return hashlib.sha256(repr(everything).encode()).hexdigest()


def installed() -> str:
    """The fingerprint the database was given last; empty when it has none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regclass('accounts_change'))")
        return cursor.fetchone()[0] or ""


def install() -> bool:
    """Bring triggers and functions up to the declaration. Whether anything had to be done.

    Half-way through the migrations some tables are still to come: then the next call brings the rest.
    """
    there = set(connection.introspection.table_names())
    if not {"accounts_change", "accounts_seal"} <= there or installed() == declared():
        return False
    with connection.cursor() as cursor:
        for statement in functions.ALL:
            cursor.execute(statement)
        for one in tables():
            for statement in statements(one) if one.table in there else ():
                cursor.execute(statement)
        complete = all(one.table in there for one in tables())
        cursor.execute(f"COMMENT ON TABLE accounts_change IS '{declared() if complete else ''}'")
    return True
