"""Where the source documents leave a word open or contradict each other: how we read it, and by which name the other
reading is kept."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

READINGS: dict[str, Any] = {
    "close_rate": _(
        "The sources use one word for three ratios. Here: leads that became a deal, by the day the lead came in (variant “period”: by the day it was won). Prospects to first purchase is sales_conversion_rate, won of closed deals is win_rate."
    ),
    "sales_conversion_rate": _(
        "The sources use one word for three ratios. Here: persons without any order before who then bought. A lead that became a deal is close_rate, won of closed deals is win_rate."
    ),
    "win_rate": _(
        "A companion of the close rate, which the sources define on leads: here only deals that were closed count, by the day of their last closing."
    ),
    "average_unit_sale": _(
        "The sources give two names to one division. Here refunds are taken off; average_order_size is the amount as booked."
    ),
    "average_order_size": _(
        "The sources give two names to one division. Here: the amount as booked, with median and 90th percentile; average_unit_sale takes refunds off."
    ),
    "customer_retention_rate": _(
        "One source compares the buyers of two calendar years, another asks whether the same product was bought again: that is product_retention_rate. “Kept” and “stayed” customers are one figure; comparing churn of two periods is one minus it on the same window."
    ),
    "product_retention_rate": _(
        "One source compares the buyers of two calendar years (customer_retention_rate); another asks, as here, whether the same product was bought again."
    ),
    "clv_historic": _(
        "One source adds up a customer's revenue, another the profit. Both are published: the main definition is one, the variant the other."
    ),
    "clv_predictive": _(
        "One source adds up a customer's revenue, another the profit. The forecast uses margin where a margin is set, else revenue."
    ),
    "avg_first_response_time": _(
        "“Response time” is the first reply in one source and the speed of the solution in another. Here the first reply by a person; the solution is avg_resolution_time."
    ),
    "avg_resolution_time": _(
        "“Response time” is the first reply in one source and the speed of the solution in another. Here the last solution; the first reply is avg_first_response_time."
    ),
    "avg_speed_of_answer": _(
        "“Average waiting time” stands twice in the source, for service and for the call centre. Here the call centre; of tickets it is avg_first_response_time."
    ),
    "avg_handle_time": _(
        "“Average handling time” stands twice in the source, for service and for the call centre. Here the call centre; of tickets it is avg_resolution_time."
    ),
    "avg_interaction_cost": _(
        "The source divides by the number of kinds of interaction, probably a misprint for the number of interactions. Here by interactions; variant “per_kind” keeps the letter."
    ),
    "abandonment_rate": _(
        "The source says “of all calls”. Here of the calls offered to agents, every abandon counting; the variant leaves out who gave up within a few seconds."
    ),
    "agent_utilization": _(
        "Literature swaps utilisation and occupancy. Here as the source says: time spent on calls of the working day; agent_occupancy takes live time only."
    ),
    "agent_occupancy": _(
        "Literature swaps utilisation and occupancy. Here: time spent on calls of the time spent on or waiting for them; agent_utilization takes the whole working day."
    ),
    "connect_time_ratio": _(
        "The source speaks of “preparation time before answering”. Read as: time ready for the next call of the time staffed."
    ),
    "sales_volume": _(
        "Could be units sold or the worth of what is in the pipeline. Because the source says it predicts sales: the worth of all leads in use; variant “closed_volume” is the units sold."
    ),
    "ad_effectiveness_ratio": _(
        "A ratio of two growth rates means nothing when they have opposite signs or both fall: the value is given with a flag, and must then not be ranked."
    ),
    "repurchase_rate": _(
        "The source does not say whether two orders of one day are a repeat. Here they are, as shops count; variant “dedup_by_day” merges them."
    ),
    "customer_engagement": _(
        "Two sources use one word for engagement with us and for taking part in campaigns. Here engagement; taking part is campaign_participation."
    ),
    "campaign_participation": _(
        "Two sources use one word for engagement with us and for taking part in campaigns. Here taking part; engagement is customer_engagement."
    ),
    "churn_rate": _(
        "“Lost” is not dated by the sources. Here: no order within the company's number of days; over whole calendar years it mirrors retention, so that both add up to one."
    ),
    "sales_quota": _(
        "The source compares with the full quota, however many days of the period are over; variant “pace” takes the share of the days elapsed."
    ),
    "sales_quota_attainment": _(
        "The source compares with the full quota, however many days of the period are over; variant “pace” takes the share of the days elapsed."
    ),
    "service_level": _(
        "The source says “80 % within 20 seconds” but not of which calls. Here of all calls offered to agents; the variants are the other ways telephone systems count abandons."
    ),
}


def reading(code: str) -> Any:
    """How a KPI's sources were read; empty where they leave nothing open."""
    return READINGS.get(code, "")
