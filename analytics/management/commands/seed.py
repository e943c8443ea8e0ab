"""manage.py seed: the demo company."""

from __future__ import annotations

import datetime as dt
import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.translation import gettext as _

from accounts.models import Customer

try:
    from analytics.demo import company, people
except ModuleNotFoundError as missing:  # made-up names are no production requirement
    if missing.name != "faker":
        raise
    company = people = None  # type: ignore[assignment]


def parse_day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


class Command(BaseCommand):
    help = "Write the demo company: two years of a trading house, up to the end of yesterday."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=42, help="another number, another company")
        parser.add_argument("--customers", type=int, default=2000, help="everything else grows with it")
        parser.add_argument("--today", type=parse_day, help="first day without data; default today")
        parser.add_argument("--accounts", action="store_true", help="only print one sign-in for each role")

    def handle(self, *args: Any, **options: Any) -> None:
        if company is None:
            raise CommandError(_("The demo company needs the package faker, see requirements/demo.txt."))
        if not options["accounts"]:
            if Customer.objects.exists():
                self.stdout.write(_("There are customers here already: the demo company stays out."))
                return
            self._build(options)
        for role, username, password in people.sign_ins():
            self.stdout.write(f"{role:<16} {username:<8} {password}")

    def _build(self, options: dict[str, Any]) -> None:
        if not 50 <= options["customers"] <= 200_000:
            raise CommandError(_("--customers takes a number from 50 to 200000."))
        today = options["today"] or dt.datetime.now(company.ZONE).date()
        started = time.monotonic()
        rows = company.build(options["seed"], options["customers"], today, Progress(self.stderr).show)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        self.stderr.write("")
        self.stdout.write(
            _("%(name)s: %(rows)d rows in %(seconds).0f s.")
            % {"name": people.NAME, "rows": rows, "seconds": time.monotonic() - started}
        )


class Progress:
    """A bar on a terminal, a line a stage elsewhere."""

    def __init__(self, out: Any) -> None:
        self.out = out
        self.live = sys.stderr.isatty()

    def show(self, label: str, done: int, of: int) -> None:
        filled = round(30 * done / of)
        line = f"[{'#' * filled}{'.' * (30 - filled)}] {100 * done // of:3} % {label}"
        self.out.write(f"\r\x1b[K{line}" if self.live else line, ending="" if self.live else "\n")
        self.out.flush()
