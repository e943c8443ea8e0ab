"""The team tree as a view: every team with each of its ancestors, itself first."""

from django.db import migrations

CREATE = """
CREATE RECURSIVE VIEW accounts_teamtree (ancestor_id, team_id) AS
    SELECT id, id FROM accounts_team
    UNION
    SELECT t.ancestor_id, c.id FROM accounts_teamtree t JOIN accounts_team c ON c.parent_id = t.team_id
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, "DROP VIEW accounts_teamtree")]
