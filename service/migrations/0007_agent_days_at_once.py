"""The view of agents' days looks for what overlaps an activity once, and only where something can: no two activities of
an agent overlap but those of handling (``agentstate_one_activity``), which has an index of its own now."""

import django.contrib.postgres.indexes
from django.db import migrations, models

import service.models.shifts

ACTIVE = "IN ('available', 'talk', 'hold', 'wrap_up', 'handling', 'break', 'training', 'meeting', 'not_ready')"
HANDLES = "IN ('talk', 'hold', 'wrap_up', 'handling')"
# States of one kind cover what follows their start until the latest end of those that began earlier.
EARLIER = """(SELECT max(e.ended_at) FROM service_agentstate e WHERE e.owner_id = a.owner_id
        AND tstzrange(e.started_at, e.ended_at) @> a.started_at AND e.state {kinds}
        AND (e.started_at, e.id) < (a.started_at, a.id))"""
HANDLING = EARLIER.format(kinds="= 'handling'")
SECONDS = "greatest(0, extract(epoch FROM {0}))"

AGENTDAY = f"""
CREATE OR REPLACE VIEW service_agentday AS
SELECT a.id * 100000 + (d.day - DATE '2000-01-01') AS id, a.id AS parent_id, a.owner_id, a.team_id, a.queue_id, a.state,
    a.started_at, a.ended_at, d.day, {SECONDS.format("d.until - d.start")} AS seconds,
    CASE WHEN a.state {HANDLES} THEN {SECONDS.format("d.until - greatest(d.start, x.handled)")} ELSE 0 END AS handling_seconds,
    CASE WHEN a.state = 'available' THEN {SECONDS.format("d.until - d.start")} ELSE 0 END AS available_seconds,
    {SECONDS.format("d.until - w.start")} - w.covered
        - CASE WHEN a.paid THEN 0 ELSE {SECONDS.format("d.until - d.start")} END AS work_seconds
FROM service_agentstate a
CROSS JOIN (SELECT coalesce((SELECT time_zone FROM accounts_organisation LIMIT 1), 'UTC') AS name OFFSET 0) z
CROSS JOIN LATERAL generate_series((a.started_at AT TIME ZONE z.name)::date::timestamp,
    ((a.ended_at - interval '1 microsecond') AT TIME ZONE z.name)::date::timestamp, interval '1 day') g(midnight)
CROSS JOIN LATERAL (SELECT g.midnight::date AS day, greatest(a.started_at, g.midnight AT TIME ZONE z.name) AS start,
    least(a.ended_at, (g.midnight + interval '1 day') AT TIME ZONE z.name) AS until) d
CROSS JOIN LATERAL (SELECT
    CASE a.state WHEN 'handling' THEN {EARLIER.format(kinds=HANDLES)} WHEN 'staffed' THEN NULL ELSE {HANDLING} END AS handled,
    CASE WHEN a.state = 'handling' THEN {EARLIER.format(kinds=ACTIVE)} END AS active OFFSET 0) x
CROSS JOIN LATERAL (SELECT greatest(d.start, CASE WHEN a.state = 'handling' THEN x.active ELSE x.handled END) AS start) first
CROSS JOIN LATERAL (SELECT first.start, CASE WHEN a.state = 'staffed' OR first.start >= d.until THEN 0 ELSE coalesce((
    SELECT sum({SECONDS.format("least(s.ended_at, d.until) - greatest(s.started_at, first.start)")})
    FROM service_agentstate s WHERE s.owner_id = a.owner_id AND s.state = 'staffed' AND s.ended_at IS NOT NULL
    AND tstzrange(s.started_at, s.ended_at) && tstzrange(a.started_at, a.ended_at)), 0) END AS covered OFFSET 0) w
WHERE a.ended_at IS NOT NULL AND a.state <> 'off'
"""


class Migration(migrations.Migration):
    dependencies = [("service", "0006_ticket_counts_as")]
    operations = [
        migrations.AddIndex(
            model_name="agentstate",
            index=django.contrib.postgres.indexes.GistIndex(
                models.F("owner"),
                service.models.shifts.Span(),
                condition=models.Q(("state", "handling")),
                name="agentstate_handling_span",
            ),
        ),
        migrations.RunSQL(AGENTDAY, migrations.RunSQL.noop),
    ]
