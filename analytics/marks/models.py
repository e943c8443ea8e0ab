"""Which days a change makes dirty: forecasts of campaign members."""

from __future__ import annotations

from analytics.marks.mark import Marks, mark

OF_MEMBER = "JOIN analytics_memberforecast f ON f.member_id = r.id"

TABLES = (
    Marks("analytics_memberforecast", (mark("forecast", "r.day"),)),
    Marks("marketing_member", (mark("forecast", "f.day", OF_MEMBER),)),
    Marks(
        "marketing_response",
        (mark("forecast", "f.day", "JOIN analytics_memberforecast f ON f.member_id = r.member_id"),),
    ),
    Marks(
        "marketing_campaign",
        (
            mark(
                "forecast",
                "f.day",
                "JOIN marketing_member m ON m.campaign_id = r.id JOIN analytics_memberforecast f ON f.member_id = m.id",
            ),
        ),
    ),
    Marks(
        "accounts_customer",
        (
            mark(
                "forecast",
                "f.day",
                "JOIN marketing_member m ON m.customer_id = r.id JOIN analytics_memberforecast f ON f.member_id = m.id",
            ),
        ),
        ("is_test", "is_internal", "merged_into_id"),
    ),
)
