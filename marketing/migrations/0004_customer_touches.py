"""Every touch with a known customer as one view: interactions, and engagement by people outside the company."""

from django.db import migrations

CREATE = """
CREATE VIEW marketing_customertouch AS
    SELECT i.id * 2 AS id, i.customer_id, i.kind, i.at, 1 AS n, i.owner_id, i.team_id, i.segment_id, i.channel_id
    FROM accounts_interaction i WHERE i.customer_id IS NOT NULL AND i.done
    UNION ALL
    SELECT e.id * 2 + 1, e.customer_id, e.kind, e.at, e.n, e.owner_id, e.team_id, e.segment_id, e.channel_id
    FROM marketing_engagementevent e WHERE e.customer_id IS NOT NULL AND NOT e.is_bot AND NOT e.is_internal
"""


class Migration(migrations.Migration):
    dependencies = [("marketing", "0003_engagement")]
    operations = [migrations.RunSQL(CREATE, "DROP VIEW marketing_customertouch")]
