"""Migrates, and then brings the triggers that note dirty days and changes to the tables there are now."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate
from django.db import connection

from accounts.trail.install import install as install_trail
from analytics import triggers
from analytics.models import Cell


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if (
            not (options["plan"] or options["check_unapplied"])
            and Cell._meta.db_table in connection.introspection.table_names()
        ):
            triggers.install()
            install_trail()
