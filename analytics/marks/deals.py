"""Which days a change makes dirty: deals, leads in use, stages passed, contracts, documents, departures."""

from __future__ import annotations

from analytics.marks.mark import Marks, day, mark

CHANGES = "JOIN sales_stagechange x ON x.deal_id = r.{}"
DEPARTED = "JOIN sales_departure d ON d.customer_id = r.id"
AGREED = "JOIN sales_contract k ON k.customer_id = r.id"

TABLES: tuple[Marks, ...] = (
    Marks("sales_leadchange", (mark("lead_change", day("r.at")),)),
    Marks(
        "sales_lead", (mark("lead_change", day("x.at"), "JOIN sales_leadchange x ON x.lead_id = r.id"),)
    ),
    Marks(
        "sales_stagechange",
        (
            mark("stage_entry", day("r.at")),
            mark("stage_entry", day("x.at"), CHANGES.format("deal_id")),
            mark("deal", day("d.closed_at"), "JOIN sales_deal d ON d.id = r.deal_id"),
        ),
    ),
    Marks("sales_deal", (mark("stage_entry", day("x.at"), CHANGES.format("id")),)),
    Marks("sales_stage", (mark("stage_entry", day("x.at"), "CROSS JOIN sales_stagechange x"),), ("position", "name", "outcome")),
    Marks("sales_dealcredit", (mark("deal_credit", day("d.closed_at"), "JOIN sales_deal d ON d.id = r.deal_id"),)),
    Marks(
        "sales_product",
        (mark("pipeline", day("x.at"), "JOIN sales_deal d ON d.product_id = r.id " + CHANGES.format("id").replace("r.", "d.")),),
        ("price",),
    ),
    Marks("sales_contract", (mark("contract", "r.ends_on"),)),
    Marks("sales_contractdocument", (mark("document", "r.lost_on"), mark("document_file", "r.filed_on"), mark("document_file", "r.lost_on"), mark("document_file", "r.discarded_on"))),
    Marks("sales_departure", (mark("departure", "r.left_on"),)),
    Marks(
        "accounts_membership",
        (mark("membership", "r.since"), mark("membership", "r.until + 1"), mark("membership", "m.since", "JOIN accounts_membership m ON m.user_id = r.user_id")),
    ),
    Marks("accounts_user", (mark("membership", "m.since", "JOIN accounts_membership m ON m.user_id = r.id"),), ("role",)),
    Marks(
        "accounts_customer",
        (
            mark("contract", "k.ends_on", AGREED),
            mark("departure", "d.left_on", DEPARTED),
            mark("lead_change", day("x.at"), "JOIN sales_lead l ON l.customer_id = r.id JOIN sales_leadchange x ON x.lead_id = l.id"),
            mark("stage_entry", day("x.at"), "JOIN sales_deal d ON d.customer_id = r.id JOIN sales_stagechange x ON x.deal_id = d.id"),
        ),
        ("is_test", "is_internal", "merged_into_id"),
    ),
    Marks(
        "sales_productcategory",
        (
            mark("contract", "k.ends_on", "JOIN sales_contract k ON k.category_id = r.id"),
            mark("lead_change", day("x.at"), "JOIN sales_lead l ON l.category_id = r.id JOIN sales_leadchange x ON x.lead_id = l.id"),
            mark("stage_entry", day("x.at"), "JOIN sales_deal d ON d.category_id = r.id JOIN sales_stagechange x ON x.deal_id = d.id"),
        ),
        ("top_id",),
    ),
)  # fmt: skip
