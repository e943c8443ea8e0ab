"""``manage.py score``: RFM and lifetime value of all customers, as of the last closed day or another one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from analytics.actions import score
from analytics.models import CustomerScore, ModelFit


class Command(BaseCommand):
    help = "Score all customers (RFM, lifetime value) as of the last closed day, or of --day."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--day", help="a closed day, like 2026-03-31")

    def handle(self, **options: Any) -> None:
        try:
            days = score(dt.date.fromisoformat(options["day"]) if options["day"] else None)
        except ValueError as error:
            raise CommandError(str(error)) from error
        for day in days:
            fits = ", ".join(f"{fit.kind}: {fit.reason or 'fitted'}" for fit in ModelFit.objects.filter(day=day))
            self.stdout.write(f"{day}: {CustomerScore.objects.filter(day=day).count()} customers; {fits}")
