"""Views: agents' states cut at local midnights, and who had to do with a ticket."""

from django.db import migrations

ACTIVE = "('available', 'talk', 'hold', 'wrap_up', 'handling', 'break', 'training', 'meeting', 'not_ready')"
HANDLES = "('talk', 'hold', 'wrap_up', 'handling')"
# States of one kind cover what follows their start until the latest end of those that began earlier.
EARLIER = """SELECT max(e.ended_at) FROM service_agentstate e WHERE e.owner_id = a.owner_id
            AND tstzrange(e.started_at, e.ended_at) @> a.started_at AND e.state IN {kinds}
            AND (e.started_at, e.id) < (a.started_at, a.id)"""
SECONDS = "greatest(0, extract(epoch FROM {0}))"

AGENTDAY = f"""
CREATE VIEW service_agentday AS
SELECT a.id * 100000 + (d.day - DATE '2000-01-01') AS id, a.id AS parent_id, a.owner_id, a.team_id, a.queue_id, a.state,
    a.started_at, a.ended_at, d.day, {SECONDS.format("d.until - d.start")} AS seconds,
    CASE WHEN a.state IN {HANDLES} THEN {SECONDS.format("d.until - h.start")} ELSE 0 END AS handling_seconds,
    CASE WHEN a.state = 'available' THEN {SECONDS.format("d.until - d.start")} ELSE 0 END AS available_seconds,
    {SECONDS.format("d.until - w.start")} - w.covered
        - CASE WHEN a.paid THEN 0 ELSE {SECONDS.format("d.until - d.start")} END AS work_seconds
FROM service_agentstate a
CROSS JOIN (SELECT coalesce((SELECT time_zone FROM accounts_organisation LIMIT 1), 'UTC') AS name) z
CROSS JOIN LATERAL generate_series((a.started_at AT TIME ZONE z.name)::date::timestamp,
    ((a.ended_at - interval '1 microsecond') AT TIME ZONE z.name)::date::timestamp, interval '1 day') g(midnight)
CROSS JOIN LATERAL (SELECT g.midnight::date AS day, greatest(a.started_at, g.midnight AT TIME ZONE z.name) AS start,
    least(a.ended_at, (g.midnight + interval '1 day') AT TIME ZONE z.name) AS until) d
CROSS JOIN LATERAL (SELECT greatest(d.start, CASE WHEN a.state IN {HANDLES}
    THEN ({EARLIER.format(kinds=HANDLES)}) END) AS start) h
CROSS JOIN LATERAL (SELECT greatest(d.start, CASE WHEN a.state <> 'staffed'
    THEN ({EARLIER.format(kinds=ACTIVE)}) END) AS start) first
CROSS JOIN LATERAL (SELECT first.start, CASE WHEN a.state = 'staffed' OR first.start >= d.until THEN 0 ELSE coalesce((
    SELECT sum({SECONDS.format("least(s.ended_at, d.until) - greatest(s.started_at, first.start)")})
    FROM service_agentstate s WHERE s.owner_id = a.owner_id AND s.state = 'staffed' AND s.ended_at IS NOT NULL
    AND tstzrange(s.started_at, s.ended_at) && tstzrange(a.started_at, a.ended_at)), 0) END AS covered) w
WHERE a.ended_at IS NOT NULL AND a.state <> 'off'
"""

CONTACT = """
CREATE VIEW service_ticketcontact AS
    SELECT 'm' || m.id AS id, coalesce(t.merged_into_id, t.id) AS ticket_id, m.at, 'message' AS kind, false AS may_open
    FROM service_ticketmessage m JOIN service_ticket t ON t.id = m.ticket_id
    WHERE m.direction = 'in' AND NOT m.automatic AND m.at > t.opened_at
    UNION ALL
    SELECT 'd' || t.id, t.merged_into_id, t.opened_at, 'duplicate', false FROM service_ticket t
    WHERE t.merged_into_id IS NOT NULL AND NOT t.is_test AND NOT t.is_spam
    UNION ALL
    SELECT 'c' || c.id, coalesce(t.merged_into_id, t.id), c.entered_at, 'call', true
    FROM service_call c JOIN service_ticket t ON t.id = c.ticket_id
    WHERE c.direction = 'in' AND NOT c.is_test AND NOT c.is_internal
    UNION ALL
    SELECT 'i' || i.id, coalesce(t.merged_into_id, t.id), i.at, 'touch', true
    FROM service_ticketinteraction l JOIN accounts_interaction i ON i.id = l.interaction_id
    JOIN service_ticket t ON t.id = l.ticket_id WHERE i.direction = 'in' AND i.done
"""

AGENT = """
CREATE VIEW service_ticketagent AS
    SELECT 'm' || m.id AS id, m.ticket_id, m.author_id AS owner_id, m.at FROM service_ticketmessage m
    WHERE m.direction = 'out' AND NOT m.automatic AND m.author_id IS NOT NULL
    UNION ALL
    SELECT 'c' || c.id, c.ticket_id, c.owner_id, c.entered_at FROM service_call c
    WHERE c.ticket_id IS NOT NULL AND c.owner_id IS NOT NULL AND c.outcome = 'answered' AND NOT c.is_test
    UNION ALL
    SELECT 'i' || i.id, l.ticket_id, i.owner_id, i.at FROM service_ticketinteraction l
    JOIN accounts_interaction i ON i.id = l.interaction_id WHERE i.owner_id IS NOT NULL AND i.done
    UNION ALL
    SELECT 'e' || e.id, e.ticket_id, e.by_id, e.at FROM service_ticketevent e
    WHERE e.kind = 'resolved' AND e.by_id IS NOT NULL
    UNION ALL
    SELECT 'o' || t.id, t.id, t.owner_id, t.opened_at FROM service_ticket t WHERE t.owner_id IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("service", "0004_call_centre"), ("accounts", "0008_talk_includes_hold")]
    operations = [
        migrations.RunSQL(AGENTDAY, "DROP VIEW service_agentday"),
        migrations.RunSQL(CONTACT, "DROP VIEW service_ticketcontact"),
        migrations.RunSQL(AGENT, "DROP VIEW service_ticketagent"),
    ]
