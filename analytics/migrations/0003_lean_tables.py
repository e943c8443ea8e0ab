"""One index on cells and one less on snapshots, and no log of what can be built again.

Cells and the ledger that says which are filled are emptied together after a crash of the server; the next fill makes
them anew, and until then figures are asked of the rows.
"""

import django.contrib.postgres.fields
from django.db import migrations, models

UNLOGGED = "ALTER TABLE analytics_cell SET UNLOGGED; ALTER TABLE analytics_factfill SET UNLOGGED;"
LOGGED = "ALTER TABLE analytics_cell SET LOGGED; ALTER TABLE analytics_factfill SET LOGGED;"


class Migration(migrations.Migration):
    dependencies = [("analytics", "0002_dirty_days")]
    operations = [
        migrations.AlterModelOptions(
            name="snapshot",
            options={"ordering": ["-id"], "verbose_name": "KPI snapshot", "verbose_name_plural": "KPI snapshots"},
        ),
        migrations.RemoveConstraint(model_name="snapshot", name="snapshot_revision"),
        migrations.RemoveIndex(model_name="snapshot", name="snapshot_newest"),
        migrations.AddConstraint(
            model_name="snapshot",
            constraint=models.UniqueConstraint(
                fields=("kpi", "scope", "scope_id", "day", "revision"), name="snapshot_revision"
            ),
        ),
        migrations.DeleteModel(name="Cell"),
        migrations.RunSQL("DELETE FROM analytics_factfill WHERE fact <> '(published)'", migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Cell",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "fact",
                        "slice",
                        "day",
                        "team",
                        "key",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("fact", models.CharField(max_length=40)),
                ("slice", models.CharField(max_length=40)),
                ("day", models.DateField()),
                ("team", models.BigIntegerField(default=0)),
                ("key", models.BigIntegerField(default=0)),
                (
                    "amounts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DecimalField(decimal_places=12, max_digits=40), size=None
                    ),
                ),
            ],
        ),
        migrations.RunSQL(UNLOGGED, LOGGED),
    ]
