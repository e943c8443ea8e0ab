"""Recompute the shipped worked cases on this server."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from analytics import selftest
from analytics.models import SelfTestRun


class Command(BaseCommand):
    help = "Compute the shipped worked cases in a database of their own; green or red for each KPI."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="every number compared, as JSON")
        parser.add_argument("--run", type=int, help="write the result into this run, which a page has begun")

    def handle(self, *args: Any, **options: Any) -> None:
        run = SelfTestRun.objects.filter(pk=options["run"]).first() if options["run"] else SelfTestRun()
        if run is None:
            raise CommandError(f"There is no run {options['run']}.")
        run.save()
        selftest.perform(run)
        if options["json"]:
            self.stdout.write(json.dumps(run.results, ensure_ascii=False, indent=1))
        else:
            self.in_words(run)
        if run.error:
            raise CommandError(run.error)
        if run.differed:
            raise SystemExit(1)

    def in_words(self, run: SelfTestRun) -> None:
        for line in run.results:
            self.stdout.write(f"{line['word']:<6} {line['kpi']:<34} {len(line['checks'])} numbers")
            for check in line["checks"]:
                if not check["agrees"]:
                    told = f"{check['kpi']} {check['window']} {check['side']} from {check['door']}"
                    self.stdout.write(f"         {check['case']} {told}: {check['got']} instead of {check['wanted']}")
            for failure in line["failures"]:
                self.stdout.write(f"         {failure}")
        bare = sum(line["word"] == "none" for line in run.results)
        self.stdout.write(f"{run.agreed} green, {run.differed} red, {bare} without a case")
