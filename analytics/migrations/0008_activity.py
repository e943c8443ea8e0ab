"""What people do in the CRM as one view: touches, answered calls, and records written."""

from django.db import migrations

CREATE = """
CREATE VIEW analytics_activity AS
    SELECT i.id * 4 AS id, i.owner_id AS user_id, i.at, i.kind AS what
    FROM accounts_interaction i WHERE i.owner_id IS NOT NULL AND i.done
    UNION ALL
    SELECT c.id * 4 + 1, c.owner_id, c.entered_at, 'call'
    FROM service_call c WHERE c.owner_id IS NOT NULL AND c.outcome = 'answered' AND NOT c.is_test
    UNION ALL
    SELECT a.id * 4 + 2, a.actor_id, a.at, 'record'
    FROM accounts_auditentry a WHERE a.actor_id IS NOT NULL AND a.model <> 'accounts.user'
"""


class Migration(migrations.Migration):
    dependencies = [("analytics", "0007_goals"), ("accounts", "0007_score_customers"), ("service", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, "DROP VIEW analytics_activity")]
