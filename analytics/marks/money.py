"""Which days a change makes dirty: expenses, advertisements, campaigns, trainings."""

from __future__ import annotations

from analytics.marks.mark import Marks, day, mark

# A participant counts on the first of these days; a change may move it from any to any.
JOINED = """CROSS JOIN LATERAL (SELECT m.took_part_on AS d
    UNION ALL SELECT x."on" FROM marketing_response x WHERE x.member_id = m.id) p"""
SAME = """JOIN accounts_customer c ON c.id = r.customer_id
    JOIN accounts_customer s ON coalesce(s.merged_into_id, s.id) = coalesce(c.merged_into_id, c.id)"""
OF_CUSTOMER = "JOIN accounts_customer s ON s.id = r.id OR s.merged_into_id = r.id OR s.id = r.merged_into_id"
OF_CAMPAIGN = "JOIN marketing_campaign c ON c.id = r.campaign_id"


def campaigns_of(order: str, moment: str) -> str:
    """The campaigns an order or refund may count for: in their days or as many before, by name or by member."""
    local = day(moment)
    return f"""JOIN marketing_campaign c
        ON {local} BETWEEN c.starts_on - (c.ends_on - c.starts_on + 1) AND c.ends_on
        AND ({order}.campaign_id = c.id OR EXISTS (
            SELECT FROM marketing_member m WHERE m.campaign_id = c.id AND m.customer_id = {order}.customer_id))"""


def trainings_of(order: str, moment: str) -> str:
    """The trainings whose days before or after an order or refund of an attendee lies in."""
    return f"""JOIN sales_trainingattendee a ON a.user_id = {order}.owner_id JOIN sales_training t ON t.id = a.training_id
        AND {day(moment)} BETWEEN t.completed_on - t.effect_days AND t.completed_on + t.effect_days"""


ITS_REFUNDS = "JOIN sales_refund f ON f.order_id = r.id"
REFUNDED = "JOIN sales_order o ON o.id = r.order_id"
TABLES: tuple[Marks, ...] = (
    Marks(
        "sales_expense",
        (
            mark(
                "expense",
                "g.d::date",
                """CROSS JOIN LATERAL generate_series(coalesce(r.spread_from, r.day)::timestamp,
                coalesce(r.spread_until, r.day)::timestamp, interval '1 day') AS g(d)""",
            ),
            mark("campaign", "c.ends_on", OF_CAMPAIGN),
        ),
    ),
    Marks("marketing_spend", (mark("campaign", "c.ends_on", OF_CAMPAIGN),)),
    Marks("marketing_adresult", (mark("ad_result", "r.day"),)),
    Marks(
        "marketing_campaign",
        (
            mark("campaign", "r.ends_on"),
            mark("participant", "p.d", f"JOIN marketing_member m ON m.campaign_id = r.id {JOINED}"),
        ),
    ),
    Marks(
        "marketing_member",
        (
            mark("participant", "p.d", JOINED.replace("m.", "r.")),
            mark("campaign", "c.ends_on", OF_CAMPAIGN),
        ),
    ),
    Marks(
        "marketing_response",
        (
            mark("participant", 'r."on"'),
            mark("participant", "p.d", f"JOIN marketing_member m ON m.id = r.member_id {JOINED}"),
        ),
    ),
    Marks(
        "marketing_campaigninteraction",
        (mark("campaign_touch", day("i.at"), "JOIN accounts_interaction i ON i.id = r.interaction_id"),),
    ),
    Marks(
        "accounts_interaction",
        (mark("campaign_touch", day("r.at"), "JOIN marketing_campaigninteraction l ON l.interaction_id = r.id"),),
    ),
    Marks(
        "accounts_customer",
        (
            mark("participant", "p.d", f"{OF_CUSTOMER} JOIN marketing_member m ON m.customer_id = s.id {JOINED}"),
            mark(
                "campaign_touch",
                day("i.at"),
                "JOIN accounts_interaction i ON i.customer_id = r.id "
                "JOIN marketing_campaigninteraction l ON l.interaction_id = i.id",
            ),
            mark(
                "campaign",
                "c.ends_on",
                f"JOIN sales_order o ON o.customer_id = r.id {campaigns_of('o', 'o.ordered_at')}",
            ),
            mark(
                "training",
                "t.completed_on",
                f"JOIN sales_order o ON o.customer_id = r.id {trainings_of('o', 'o.ordered_at')}",
            ),
            mark(
                "training",
                "t.completed_on",
                "JOIN sales_order o ON o.customer_id = r.id JOIN sales_refund f ON f.order_id = o.id "
                + trainings_of("o", "f.refunded_at"),
            ),
        ),
        ("is_test", "is_internal", "merged_into_id"),
    ),
    Marks(
        "sales_order",
        (
            mark("participant", "p.d", f"{SAME} JOIN marketing_member m ON m.customer_id = s.id {JOINED}"),
            mark("campaign", "c.ends_on", campaigns_of("r", "r.ordered_at")),
            mark("training", "t.completed_on", trainings_of("r", "r.ordered_at")),
            mark("campaign", "c.ends_on", f"{ITS_REFUNDS} {campaigns_of('r', 'f.refunded_at')}"),
            mark("training", "t.completed_on", f"{ITS_REFUNDS} {trainings_of('r', 'f.refunded_at')}"),
        ),
    ),
    Marks(
        "sales_refund",
        (
            mark("campaign", "c.ends_on", f"{REFUNDED} {campaigns_of('o', 'r.refunded_at')}"),
            mark("training", "t.completed_on", f"{REFUNDED} {trainings_of('o', 'r.refunded_at')}"),
        ),
    ),
    Marks("sales_training", (mark("training", "r.completed_on"),)),
    Marks(
        "sales_trainingattendee",
        (mark("training", "t.completed_on", "JOIN sales_training t ON t.id = r.training_id"),),
    ),
)
