"""Versions of the KPI definitions."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from analytics import definitions


class Command(BaseCommand):
    help = "Check that every KPI whose declaration changed has a new version; --write brings the lock file up to date."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="write the lock file")
        parser.add_argument(
            "--same",
            action="store_true",
            help="with --write: changed declarations give the same figures (a typing error mended, SQL said otherwise)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        changed = definitions.changed_unsaid()
        if changed and not (options["write"] and options["same"]):
            raise CommandError(
                f"Changed without a new version: {', '.join(changed)}. Raise `version` in the declaration, "
                "or, where the figures stay the same, say --write --same."
            )
        if options["write"]:
            definitions.write_lock(definitions.current())
        stale = definitions.locked() != definitions.current()
        self.stdout.write("The lock file is stale: --write" if stale else f"{len(definitions.current())} definitions")
        if stale:
            raise SystemExit(1)
