"""Run a file of worked cases against the engine."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from analytics.golden.runner import run_case


class Command(BaseCommand):
    help = "Load each worked case of a file into empty tables of a database of its own and compare every expectation."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with open(options["file"], encoding="utf-8") as file:
                cases = json.load(file)["cases"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CommandError(f"{options['file']} is not a file of worked cases: {error}") from error
        connection.settings_dict.setdefault("TEST", {})["NAME"] = "crm_golden"
        connection.creation.create_test_db(verbosity=0, autoclobber=True, keepdb=True)
        words = [self.report(case) for case in cases]
        counts = {word: words.count(word) for word in ("passed", "failed", "skipped")}
        self.stdout.write(f"{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped")
        if counts["failed"]:
            raise SystemExit(1)

    def report(self, case: dict[str, Any]) -> str:
        outcome = run_case(case)
        line = f"{outcome.case} {outcome.word} {case['kpi']}: {case.get('title', '')}"
        if outcome.left_out:
            line += f" (without {', '.join(sorted(set(outcome.left_out)))})"
        self.stdout.write(line)
        for failure in outcome.failures:
            self.stdout.write(f"    {failure}")
        return outcome.word
