"""Which days a change of calls, agents' states, reviews, field jobs and incidents makes dirty."""

from __future__ import annotations

from analytics.marks.mark import Marks, day, mark

WEEK = "interval '7 days'"
RESOLVED = day("t.resolved_at")
SURVIVOR = "JOIN service_ticket t ON t.id = coalesce(o.merged_into_id, o.id)"
OF_TICKET = f"JOIN service_ticket o ON o.id = r.ticket_id {SURVIVOR}"


def follows(at: str) -> str:
    """Tickets of the customer about the topic that were resolved in the week before."""
    return (
        "JOIN service_ticket t ON t.customer_id = r.customer_id AND t.topic = r.topic AND r.topic <> '' "
        f"AND t.resolved_at BETWEEN r.{at} - {WEEK} AND r.{at}"
    )


# A state counts on every local day it touches.
STATE_DAYS = """SELECT 'agent_state', d::date FROM r CROSS JOIN LATERAL generate_series(
    (r.started_at AT TIME ZONE analytics_zone())::date::timestamp,
    (r.ended_at AT TIME ZONE analytics_zone())::date::timestamp, interval '1 day') d WHERE r.ended_at IS NOT NULL"""
# A job that waits stands in the way of those sent out meanwhile.
PASSED = (
    "JOIN service_fieldjob j ON j.id <> r.id AND j.territory_id IS NOT DISTINCT FROM r.territory_id "
    "AND j.dispatched_at >= r.created_at "
    "AND j.dispatched_at <= coalesce(least(r.dispatched_at, r.cancelled_at), 'infinity')"
)

TABLES: tuple[Marks, ...] = (
    Marks(
        "service_call",
        (mark("contact", RESOLVED, OF_TICKET), mark("contact", RESOLVED, follows("entered_at"))),
    ),
    Marks("service_ticketmessage", (mark("contact", RESOLVED, OF_TICKET),)),
    Marks("service_ticketevent", (mark("contact", RESOLVED, OF_TICKET),)),
    Marks("service_ticketinteraction", (mark("contact", RESOLVED, OF_TICKET),)),
    Marks(
        "accounts_interaction",
        (
            mark(
                "contact",
                RESOLVED,
                "JOIN service_ticketinteraction l ON l.interaction_id = r.id "
                f"JOIN service_ticket o ON o.id = l.ticket_id {SURVIVOR}",
            ),
        ),
    ),
    Marks(
        "service_ticket",
        (
            mark("ticket_opened", day("r.opened_at")),
            mark("contact", RESOLVED, "JOIN service_ticket t ON t.id = r.merged_into_id"),
            mark("contact", RESOLVED, follows("opened_at")),
        ),
    ),
    Marks(
        "accounts_customer",
        (mark("ticket_opened", day("t.opened_at"), "JOIN service_ticket t ON t.customer_id = r.id"),),
        ("is_test", "is_internal", "merged_into_id"),
    ),
    Marks("service_callreview", (mark("review", day("c.entered_at"), "JOIN service_call c ON c.id = r.call_id"),)),
    Marks("service_agentstate", (STATE_DAYS,)),
    Marks(
        "service_fieldjob",
        (mark("field_job", day("r.dispatched_at")), mark("field_job", day("j.dispatched_at"), PASSED)),
    ),
    Marks("service_processincident", (mark("process_incident", "r.occurred_on"),)),
)
