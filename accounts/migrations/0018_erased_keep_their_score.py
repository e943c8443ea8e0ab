"""Who was erased keeps the last score of their fields: forgetting a person moves no figure."""

from django.db import migrations

BODY = """
CREATE OR REPLACE FUNCTION accounts_quality_of(ids bigint[])
RETURNS TABLE (customer_id bigint, required int, filled int, fields varchar[], missing varchar[],
               owner_id bigint, team_id bigint, segment_id bigint, known timestamptz, written timestamptz)
LANGUAGE sql STABLE AS $$
    SELECT c.id, count(s.field)::int, (count(*) FILTER (WHERE s.is_filled))::int,
        coalesce(array_agg(s.field ORDER BY s.field) FILTER (WHERE s.field IS NOT NULL), '{}'),
        coalesce(array_agg(s.field ORDER BY s.field) FILTER (WHERE NOT s.is_filled), '{}'),
        c.owner_id, c.team_id, c.segment_id,
        least(c.recorded_at, c.since::timestamp AT TIME ZONE z.name), c.recorded_at
    FROM accounts_customer c
    CROSS JOIN (SELECT coalesce((SELECT time_zone FROM accounts_organisation LIMIT 1), 'UTC')::text AS name) z
    LEFT JOIN LATERAL (
        SELECT r.field, accounts_field_filled(c, r.field) AS is_filled
        FROM (SELECT DISTINCT field FROM accounts_datarule WHERE required AND kind IN ('', c.kind)) r
    ) s ON true
    WHERE WHICH
    GROUP BY c.id, z.name
$$;
"""
LIVING = "c.erased_at IS NULL AND (ids IS NULL OR c.id = ANY(ids))"
ALL = "ids IS NULL OR c.id = ANY(ids)"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0017_privacy")]
    operations = [migrations.RunSQL(BODY.replace("WHICH", LIVING), BODY.replace("WHICH", ALL))]
