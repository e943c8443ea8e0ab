"""Which days a change makes dirty: what a customer did later depends on what they did before."""

from __future__ import annotations

from analytics.marks.mark import Marks, day, mark

# All later orders of the same customer: they compare themselves with the changed one.
PARTY = """JOIN accounts_customer c ON c.id = r.customer_id
    JOIN accounts_customer s ON coalesce(s.merged_into_id, s.id) = coalesce(c.merged_into_id, c.id)"""
LATER = f"""{PARTY}
    JOIN sales_order o ON o.customer_id = s.id AND o.ordered_at >= r.ordered_at"""
OF_LINE = f"JOIN sales_order x ON x.id = r.order_id {LATER.replace('r.', 'x.')}"
SAME = "JOIN accounts_customer s ON s.id = r.id OR s.merged_into_id = r.id OR s.id = r.merged_into_id"

# The beginning of every month from a changed order until its customer's next one: by then they may have been lost.
MONTHS = f"""JOIN accounts_customer c ON c.id = r.customer_id
    CROSS JOIN LATERAL (SELECT min({day("o.ordered_at")}) AS d FROM accounts_customer s
        JOIN sales_order o ON o.customer_id = s.id WHERE (s.id = coalesce(c.merged_into_id, c.id)
            OR s.merged_into_id = coalesce(c.merged_into_id, c.id))
        AND o.ordered_at > r.ordered_at AND o.status NOT IN ('draft', 'cancelled') AND NOT o.is_test) n
    CROSS JOIN LATERAL generate_series(date_trunc('month', {day("r.ordered_at")}) + interval '1 month',
        least(coalesce(n.d, {day("now()")}), {day("now()")}), interval '1 month') g"""

TABLES = (
    Marks(
        "sales_order",
        (
            mark("later", day("o.ordered_at"), LATER),
            mark("later_refund", day("f.refunded_at"), f"{LATER} JOIN sales_refund f ON f.order_id = o.id"),
            mark("lapse", "g::date", MONTHS),
            mark("prospect", "s.since", PARTY),
        ),
    ),
    Marks("sales_orderline", (mark("later", day("o.ordered_at"), OF_LINE),)),
    Marks(
        "accounts_customer",
        (
            mark("later", day("o.ordered_at"), f"{SAME} JOIN sales_order o ON o.customer_id = s.id"),
            mark(
                "lapse",
                "g::date",
                f"{SAME} CROSS JOIN LATERAL (SELECT min({day('o.ordered_at')}) AS d FROM sales_order o "
                f"WHERE o.customer_id = s.id) n CROSS JOIN LATERAL "
                f"generate_series(date_trunc('month', n.d), {day('now()')}, interval '1 month') g",
            ),
            mark(
                "later_refund",
                day("f.refunded_at"),
                f"{SAME} JOIN sales_order o ON o.customer_id = s.id JOIN sales_refund f ON f.order_id = o.id",
            ),
        ),
        ("is_test", "is_internal", "merged_into_id"),
    ),
    Marks(
        "accounts_customer",
        # the day they were first noted, before a change and after it; and those of the people merged with them
        (mark("prospect", "r.since"), mark("prospect", "s.since", SAME)),
        (
            "is_test",
            "is_internal",
            "merged_into_id",
            "since",
            "owner_id",
            "team_id",
            "segment_id",
            "channel_id",
            "region_id",
        ),
    ),
    Marks(
        "accounts_customerstatus", (mark("prospect", "c.since", "JOIN accounts_customer c ON c.id = r.customer_id"),)
    ),
    Marks(
        "sales_productcategory",
        (
            mark(
                "later",
                day("o.ordered_at"),
                "JOIN sales_orderline l ON l.category_id = r.id JOIN sales_order x ON x.id = l.order_id "
                + LATER.replace("r.", "x."),
            ),
        ),
        ("top_id",),
    ),
    Marks(
        "sales_product",
        tuple(
            mark(
                source,
                day("o.ordered_at"),
                f"JOIN sales_orderline l ON l.product_id = r.id JOIN sales_order x ON x.id = l.order_id {LATER.replace('r.', 'x.')}",
            )
            for source in ("order", "later")
        ),
        ("tier", "successor_id"),
    ),
)
