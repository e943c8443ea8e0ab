"""Dirty days: database triggers that note, for every write of a source row, the local days it counts on.

Bulk writes and raw SQL fire them too. Each table says, in SQL over the changed rows ``r``, which source is dirty on
which days. Marks are only ever added here; the filler takes them away.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.db import connection


def day(column: str) -> str:
    return f"({column} AT TIME ZONE analytics_zone())::date"


@dataclass(frozen=True)
class Marks:
    """``selects`` give (source, day) over ``r``; ``on_update`` narrows an update to rows in which these columns moved."""

    table: str
    selects: tuple[str, ...]
    only_when_changed: tuple[str, ...] = ()


def mark(source: str, expression: str, tail: str = "") -> str:
    return f"SELECT '{source}', {expression} FROM r {tail} WHERE ({expression}) IS NOT NULL"


ORDER_DAY = day("o.ordered_at")
# The first order of a customer moves between the changed rows' own days and the earliest of the other orders.
OTHER_FIRST = (
    """SELECT 'first', d FROM (
    SELECT min(%s) AS d FROM r JOIN accounts_customer c ON c.id = r.customer_id
    JOIN accounts_customer s ON coalesce(s.merged_into_id, s.id) = coalesce(c.merged_into_id, c.id)
    JOIN sales_order o ON o.customer_id = s.id
    WHERE o.id NOT IN (SELECT id FROM r) AND o.status NOT IN ('draft', 'cancelled') AND NOT o.is_test
    GROUP BY coalesce(c.merged_into_id, c.id)) f WHERE d IS NOT NULL"""
    % ORDER_DAY
)
OF_CUSTOMER = "JOIN accounts_customer s ON s.id = r.id OR s.merged_into_id = r.id OR s.id = r.merged_into_id"

TABLES = (
    Marks(
        "sales_order",
        (
            mark("order", day("r.ordered_at")),
            mark("first", day("r.ordered_at")),
            OTHER_FIRST,
            mark("refund", day("f.refunded_at"), "JOIN sales_refund f ON f.order_id = r.id"),
        ),
    ),
    Marks("sales_orderline", (mark("order", ORDER_DAY, "JOIN sales_order o ON o.id = r.order_id"),)),
    Marks("sales_refund", (mark("refund", day("r.refunded_at")),)),
    Marks("sales_refundline", (mark("refund", day("f.refunded_at"), "JOIN sales_refund f ON f.id = r.refund_id"),)),
    Marks(
        "accounts_customer",
        (
            mark("order", ORDER_DAY, f"{OF_CUSTOMER} JOIN sales_order o ON o.customer_id = s.id"),
            mark("first", ORDER_DAY, f"{OF_CUSTOMER} JOIN sales_order o ON o.customer_id = s.id"),
            mark(
                "refund",
                day("f.refunded_at"),
                "JOIN sales_order o ON o.customer_id = r.id JOIN sales_refund f ON f.order_id = o.id",
            ),
            mark("deal", day("d.closed_at"), "JOIN sales_deal d ON d.customer_id = r.id"),
            mark(
                "pipeline",
                day("x.at"),
                "JOIN sales_deal d ON d.customer_id = r.id JOIN sales_stagechange x ON x.deal_id = d.id",
            ),
            mark("lead", day("l.received_at"), "JOIN sales_lead l ON l.customer_id = r.id"),
            mark("lead", day("l.won_at"), "JOIN sales_lead l ON l.customer_id = r.id"),
            mark("ticket", day("t.first_response_at"), "JOIN service_ticket t ON t.customer_id = r.id"),
            mark("ticket", day("t.first_resolved_at"), "JOIN service_ticket t ON t.customer_id = r.id"),
            mark("ticket", day("t.resolved_at"), "JOIN service_ticket t ON t.customer_id = r.id"),
            mark("interaction", day("i.at"), "JOIN accounts_interaction i ON i.customer_id = r.id"),
            mark("member", "m.contacted_on", "JOIN marketing_member m ON m.customer_id = r.id"),
        ),
        ("is_test", "is_internal", "merged_into_id"),
    ),
    Marks(
        "sales_productcategory",
        (
            mark(
                "order",
                ORDER_DAY,
                "JOIN sales_orderline l ON l.category_id = r.id JOIN sales_order o ON o.id = l.order_id",
            ),
            mark(
                "first",
                ORDER_DAY,
                "JOIN sales_orderline l ON l.category_id = r.id JOIN sales_order o ON o.id = l.order_id",
            ),
            mark(
                "refund",
                day("f.refunded_at"),
                "JOIN sales_orderline l ON l.category_id = r.id JOIN sales_refund f ON f.order_id = l.order_id",
            ),
            mark("deal", day("d.closed_at"), "JOIN sales_deal d ON d.category_id = r.id"),
            mark(
                "pipeline",
                day("x.at"),
                "JOIN sales_deal d ON d.category_id = r.id JOIN sales_stagechange x ON x.deal_id = d.id",
            ),
            mark("lead", day("l.received_at"), "JOIN sales_lead l ON l.category_id = r.id"),
            mark("lead", day("l.won_at"), "JOIN sales_lead l ON l.category_id = r.id"),
        ),
        ("top_id",),
    ),
    Marks("sales_lead", (mark("lead", day("r.received_at")), mark("lead", day("r.won_at")))),
    Marks(
        "sales_deal",
        (
            mark("deal", day("r.closed_at")),
            mark("pipeline", day("x.at"), "JOIN sales_stagechange x ON x.deal_id = r.id"),
        ),
    ),
    Marks("sales_stagechange", (mark("pipeline", day("r.at")),)),
    Marks(
        "service_ticket",
        (
            mark("ticket", day("r.first_response_at")),
            mark("ticket", day("r.first_resolved_at")),
            mark("ticket", day("r.resolved_at")),
        ),
    ),
    Marks("service_call", (mark("call", day("r.entered_at")),)),
    Marks("accounts_interaction", (mark("interaction", day("r.at")),)),
    Marks("marketing_member", (mark("member", "r.contacted_on"),)),
    Marks("marketing_response", (mark("member", "m.contacted_on", "JOIN marketing_member m ON m.id = r.member_id"),)),
    Marks("marketing_campaign", (mark("member", "m.contacted_on", "JOIN marketing_member m ON m.campaign_id = r.id"),)),
    Marks("marketing_spend", (mark("spend", "r.day"),)),
    Marks("analytics_target", (mark("target", "r.starts_on"),)),
)

ZONE = """CREATE OR REPLACE FUNCTION analytics_zone() RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT time_zone FROM accounts_organisation LIMIT 1), 'UTC') $$"""


def statements(marks: Marks) -> list[str]:
    """The functions and triggers of one table."""
    sql = []
    for event in ("insert", "update", "delete"):
        name = f"analytics_dirty_{marks.table}_{event}"
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


def install() -> bool:
    """Bring the triggers up to the declaration. Whether anything had to be done."""
    if installed() == declared():
        return False
    with connection.cursor() as cursor:
        cursor.execute(ZONE)
        for marks in TABLES:
            for statement in statements(marks):
                cursor.execute(statement)
        cursor.execute(f"COMMENT ON FUNCTION analytics_zone() IS '{declared()}'")
    return True
