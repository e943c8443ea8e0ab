"""Fill cells and publish figures by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from analytics.fill import fill
from analytics.kpis import KPIS


class Command(BaseCommand):
    help = "Fill the KPI cells that need it, up to today, and publish the figures of closed days that moved."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--since", type=dt.date.fromisoformat, help="fill again from this day (YYYY-MM-DD)")
        parser.add_argument("--until", type=dt.date.fromisoformat, help="fill again up to this day (YYYY-MM-DD)")
        parser.add_argument("--kpi", help="only the facts of this KPI")
        parser.add_argument("--from-scratch", action="store_true", help="throw all cells away first")

    def handle(self, *args: Any, **options: Any) -> None:
        code = options["kpi"]
        if code and code not in KPIS:
            raise CommandError(f"There is no KPI “{code}”; manage.py kpis lists them.")
        run = fill(since=options["since"], until=options["until"], kpi=code, from_scratch=options["from_scratch"])
        if run is None:
            raise CommandError("Nothing was filled: another fill is running.")
        seconds = (run.ended_at - run.started_at).total_seconds() if run.ended_at else 0
        self.stdout.write(f"{run.days} fact days filled, {run.published} figures published in {seconds:.1f} s")
