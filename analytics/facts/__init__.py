"""The facts: which rows count, on which day, split by what."""

from analytics.facts.customers import BOUGHT, KEPT_ACTIVE, LAST_YEARS_BUYERS, NEW_CUSTOMERS, RECRUITS, SALES_CALLS
from analytics.facts.marketing import MEMBERS, SPEND
from analytics.facts.sales import DEALS_CLOSED, LEADS, LEADS_WON, LINES, ORDERS, PIPELINE, REFUNDED_PARTS, REFUNDS
from analytics.facts.service import CALLS, TICKETS_ANSWERED, TICKETS_FIRST_RESOLVED, TICKETS_RESOLVED

FACTS = {
    fact.name: fact
    for fact in (
        ORDERS,
        LINES,
        REFUNDS,
        REFUNDED_PARTS,
        DEALS_CLOSED,
        LEADS,
        LEADS_WON,
        PIPELINE,
        NEW_CUSTOMERS,
        RECRUITS,
        BOUGHT,
        LAST_YEARS_BUYERS,
        KEPT_ACTIVE,
        SALES_CALLS,
        TICKETS_ANSWERED,
        TICKETS_RESOLVED,
        TICKETS_FIRST_RESOLVED,
        CALLS,
        MEMBERS,
        SPEND,
    )
}
