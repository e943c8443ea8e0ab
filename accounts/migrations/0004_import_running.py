"""An import that runs in the background can be seen running."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_api_access")]
    operations = [
        migrations.AlterField(
            model_name="importrun",
            name="state",
            field=models.CharField(
                choices=[("preview", "preview"), ("running", "running"), ("done", "done"), ("failed", "failed")],
                default="preview",
                max_length=10,
                verbose_name="state",
            ),
        )
    ]
