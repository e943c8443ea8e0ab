"""Which days a change of customers, sales, tickets, calls and campaigns makes dirty."""

from __future__ import annotations

from analytics.marks.mark import Marks, day, mark

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
