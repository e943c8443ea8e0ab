"""Take the records of an Asterisk switchboard."""

from __future__ import annotations

import zoneinfo
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.queries import organisation
from crm_project.errors import ActionRefused
from service import actions
from service.importing import asterisk


class Command(BaseCommand):
    help = "Take calls and agents' states from Asterisk's Master.csv and queue_log. Running it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--cdr", help="Master.csv, the call detail records")
        parser.add_argument("--queue-log", help="queue_log")
        parser.add_argument(
            "--trunk", action="append", default=[], help="a line to the outside, such as PJSIP/provider"
        )
        parser.add_argument("--time-zone", help="of the times in Master.csv; default: the organisation's")
        parser.add_argument("--source", default="asterisk", help="the name its ids are known under")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["cdr"] and not options["queue_log"]:
            raise CommandError("Name --cdr, --queue-log or both.")
        name = options["time_zone"] or organisation().time_zone
        if name not in zoneinfo.available_timezones():
            raise CommandError(f"{name} is not a time zone.")
        log = asterisk.QueueLog().read(self.lines(options["queue_log"]))
        try:
            cdr = list(asterisk.read_cdr(self.lines(options["cdr"]), zoneinfo.ZoneInfo(name), options["trunk"]))
        except ValueError as error:
            raise CommandError(f"{options['cdr']} is not a Master.csv: {error}") from error
        self.take("calls", asterisk.merged(cdr, log), actions.take_call, options["source"])
        self.take("agents' states", log.states, actions.take_state, options["source"])

    def lines(self, path: str | None) -> list[str]:
        if not path:
            return []
        try:
            with open(path, encoding="utf-8", errors="replace") as file:
                return file.readlines()
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error}") from error

    def take(self, what: str, rows: Iterable[dict[str, Any]], act: Callable[..., Any], source: str) -> None:
        counts: Counter[str] = Counter()
        for row in rows:
            try:
                _record, done = act(by=None, source=source, **row)
            except ActionRefused as refusal:
                done = "refused"
                self.stderr.write(f"{row['id']}: {refusal.sentence}")
            counts[done] += 1
        told = ", ".join(f"{counts[done]} {done}" for done in ("created", "updated", "unchanged", "refused"))
        self.stdout.write(f"{what}: {told}")
