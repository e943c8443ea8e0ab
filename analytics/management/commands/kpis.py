"""The KPI catalogue on the command line."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from analytics.catalogue import catalogue
from analytics.catalogue_page import page


class Command(BaseCommand):
    help = "List the KPIs: names, formula, unit, dimensions, variants."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="as JSON")
        parser.add_argument("--markdown", action="store_true", help="as the page docs/kpis.md")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["markdown"]:
            self.stdout.write(page(), ending="")
            return
        entries = catalogue()
        if options["json"]:
            self.stdout.write(json.dumps(entries, ensure_ascii=False, indent=1))
            return
        for entry in entries:
            self.stdout.write(f"{entry['code']:<28} {entry['en']} · {entry['zh']}")
