"""Values with twenty decimals; triggers that note dirty days."""

from django.db import migrations, models

from analytics import triggers


def install(apps, schema_editor):
    triggers.install()


class Migration(migrations.Migration):
    dependencies = [
        ("analytics", "0001_initial"),
        ("accounts", "0002_teamtree"),
        ("marketing", "0001_initial"),
        ("sales", "0003_refund_parts"),
        ("service", "0001_initial"),
    ]
    operations = [
        migrations.AlterField(
            model_name="snapshot",
            name="value",
            field=models.DecimalField(decimal_places=20, max_digits=48, null=True, verbose_name="value"),
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
