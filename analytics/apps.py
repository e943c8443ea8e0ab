from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AnalyticsConfig(AppConfig):
    name = "analytics"
    verbose_name = _("Analytics")

    def ready(self) -> None:
        post_migrate.connect(install_triggers, sender=self)


def install_triggers(using: str, plan: list[Any], **kwargs: Any) -> None:
    """Once every table is there, so are its triggers: nothing written before the first fill goes unnoticed."""
    from analytics import triggers  # noqa: PLC0415 - there are no models yet when this file is read

    if using == "default" and any(not backwards for _migration, backwards in plan):
        triggers.install()
