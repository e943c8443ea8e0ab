"""Which days a change makes dirty: quality of customer data, engagement, uses of data, goals."""

from __future__ import annotations

from analytics.marks.mark import Marks, day, mark

# Whoever counts as the same customer as ``r``: their uses of data hang on each other's consents.
SAME = """JOIN accounts_customer d ON coalesce(d.merged_into_id, d.id) = coalesce({who}.merged_into_id, {who}.id)
    JOIN marketing_datause u ON u.customer_id = d.id"""

TABLES: tuple[Marks, ...] = (
    Marks(
        "accounts_consent",
        (
            mark(
                "data_use",
                'u."on"',
                f"JOIN accounts_customer c ON c.id = r.customer_id {SAME.format(who='c')} "
                f'AND u.use = r.purpose AND u."on" >= {day("r.at")}',
            ),
        ),
    ),
    Marks("accounts_customerquality", (mark("quality", day("r.at")), mark("quality", day("r.until")))),
    Marks("accounts_valuecheck", (mark("value_check", "r.checked_on"),)),
    Marks("accounts_customerstatus", (mark("on_file", day("r.at")),)),
    Marks("marketing_engagementevent", (mark("engagement", day("r.at")),)),
    Marks("marketing_datause", (mark("data_use", 'r."on"'),)),
    Marks(
        "analytics_goal",
        (
            mark("goal", "r.due_on"),
            mark("goal_reading", 'g."on"', "JOIN analytics_goalreading g ON g.goal_id = r.id"),
        ),
    ),
    Marks("analytics_goalreading", (mark("goal_reading", 'r."on"'),)),
    Marks(
        "accounts_customer",
        (
            mark("quality", day("q.at"), "JOIN accounts_customerquality q ON q.customer_id = r.id"),
            mark("value_check", "v.checked_on", "JOIN accounts_valuecheck v ON v.customer_id = r.id"),
            mark("on_file", day("h.at"), "JOIN accounts_customerstatus h ON h.customer_id = r.id"),
            mark("engagement", day("e.at"), "JOIN marketing_engagementevent e ON e.customer_id = r.id"),
            mark("data_use", 'u."on"', SAME.format(who="r")),
        ),
        ("is_test", "is_internal", "merged_into_id"),
    ),
)
