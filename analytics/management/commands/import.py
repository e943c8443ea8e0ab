"""manage.py import KIND FILE --mapping MAP.toml: records from another system's file."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import policy
from accounts.importing import company_of, record_run
from accounts.models import ImportRun, User
from analytics.importing import KINDS, kind_named
from crm_project.doing import doing
from crm_project.importing.errors import ImportBroken
from crm_project.importing.mapping import parse_mapping
from crm_project.importing.run import Report, run_import, sentence


class Command(BaseCommand):
    help = "Import records from a CSV, CSV.gz or XLSX file; docs/import.md describes the mapping."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", help=", ".join(KINDS))
        parser.add_argument("file", type=Path)
        parser.add_argument("--mapping", type=Path, required=True, help="a TOML file")
        parser.add_argument("--dry-run", action="store_true", help="check everything, change nothing")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")
        parser.add_argument("--rejects", type=Path, help="where rejected rows go (default: beside the file)")
        parser.add_argument("--user", help="who imports; sentences come in this person's language")

    def handle(self, *args: Any, **options: Any) -> None:
        by = self._user(options["user"])
        language = by.language if by else translation.get_language()
        with doing(who=by.pk if by else None), translation.override(language):
            try:
                report = self._import(options, by)
            except ImportBroken as error:
                raise CommandError(str(error)) from error
            self._print(report, as_json=options["json"])
        if report.nothing_taken:
            raise SystemExit(1)

    def _user(self, name: str | None) -> User | None:
        if not name:
            return None
        try:
            user = User.objects.get(username=name)
        except User.DoesNotExist:
            raise CommandError(_("There is no user “%s”.") % name) from None
        if not policy.can(user, "add", ImportRun):
            raise CommandError(_("%s may not import.") % user)
        return user

    def _import(self, options: dict[str, Any], by: User | None) -> Report:
        file: Path = options["file"]
        mapping = parse_mapping(_read(options["mapping"]), kind_named(options["kind"]))
        rejects = options["rejects"] or file.with_name(f"{file.name.split('.')[0]}.rejected.csv")
        report = run_import(
            mapping, file, company_of(by), dry_run=options["dry_run"], rejects=rejects, progress=Bar(self.stderr)
        )
        if not report.dry_run:
            record_run(mapping, report, by)
        return report

    def _print(self, report: Report, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False, indent=1))
            return
        self.stdout.write((_("Would be: ") if report.dry_run else "") + sentence(report))
        for name, number in report.beside.items():
            self.stdout.write(_("created on the way: %(number)d %(name)s") % {"number": number, "name": name})
        for warning in report.warnings:
            lines = ", ".join(map(str, warning["first_lines"]))
            self.stdout.write(
                _("warning, %(rows)d rows (first: %(lines)s): %(text)s")
                % {"rows": warning["rows"], "lines": lines, "text": warning["warning"]}
            )
        for line, reason in sorted(report.reasons.items())[:10]:
            self.stdout.write(_("row %(line)d rejected: %(reason)s") % {"line": line, "reason": reason})
        if report.rejects_file:
            self.stdout.write(_("rejected rows: %s") % report.rejects_file)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeError) as error:
        raise ImportBroken(_("The mapping cannot be read: %s") % error) from error


class Bar:
    """A bar on a terminal; elsewhere a line every tenth."""

    def __init__(self, out: Any) -> None:
        self.out, self.shown, self.live = out, -1, sys.stderr.isatty()

    def __call__(self, done: float) -> None:
        percent = int(done * 100)
        step = 1 if self.live else 10
        if percent // step == self.shown:
            return
        self.shown = percent // step
        if self.live:
            sign = "█" * (percent // 4)
            self.out.write(f"\r{sign:<25} {percent:3d} %", ending="\n" if percent >= 100 else "")
        elif percent:
            self.out.write(f"{self.shown * 10} %")
