"""One import of one file: read, check, stage, write, or change nothing at all."""

from __future__ import annotations

import csv
import time
import zoneinfo
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import DataError, IntegrityError, connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_project.importing.errors import BadValue, ImportBroken
from crm_project.importing.load import STAGE, Load
from crm_project.importing.mapping import Mapping, RowReader, bind
from crm_project.importing.reader import broken_files, open_table
from crm_project.spreadsheets import safe_cell

Progress = Callable[[float], None]


@dataclass
class Report:
    """What an import did, or with ``dry_run`` would do. Created, updated and unchanged count records, not rows."""

    kind: str
    file: str
    rows: int = 0
    skipped: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    seconds: float = 0.0
    dry_run: bool = False
    beside: dict[str, int] = field(default_factory=dict)
    warnings: list[dict[str, Any]] = field(default_factory=list)
    rejects_file: str = ""
    reasons: dict[int, str] = field(default_factory=dict, repr=False)

    @property
    def nothing_taken(self) -> bool:
        return self.rejected > 0 and not (self.created or self.updated or self.unchanged)

    def as_json(self) -> dict[str, Any]:
        plain = {name: value for name, value in vars(self).items() if name != "reasons"}
        first = [{"line": line, "reason": reason} for line, reason in islice(sorted(self.reasons.items()), 20)]
        return plain | {"seconds": round(self.seconds, 2), "first_rejects": first}


@dataclass(frozen=True)
class Company:
    """Whose clock and money a file is read with."""

    zone: zoneinfo.ZoneInfo
    home_currency: str
    actor_id: int | None = None


class _Undo(Exception):
    """Leaves the transaction of a dry run."""


def run_import(
    mapping: Mapping,
    path: Path,
    company: Company,
    *,
    dry_run: bool = False,
    rejects: Path | None = None,
    progress: Progress = lambda done: None,
    limit: int | None = None,
) -> Report:
    """Import ``path`` in one transaction; rejected rows go to ``rejects``. Raises ImportBroken, then nothing changed.

    ``limit`` reads only so many rows, for a preview.
    """
    started = time.monotonic()
    report = Report(kind=mapping.kind.name, file=path.name, dry_run=dry_run)
    try:
        with suppress(_Undo), transaction.atomic(), connection.cursor() as cursor:
            load = Load(mapping.kind, mapping, company.zone, company.home_currency, cursor, company.actor_id)
            load.progress = progress
            _stage(load, path, report, progress, limit)
            mapping.kind.load(load)
            # Checked now, so that a dry run meets what a real one would; then as before, for whoever goes on in here.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            _tell(load, report)
            if dry_run:
                raise _Undo
    except (DataError, IntegrityError) as error:
        raise ImportBroken(_("The database refused the file: %s") % str(error).split("\n")[0]) from error
    if report.reasons and rejects is not None and not dry_run:
        report.rejects_file = str(_write_rejects(mapping, path, rejects, report.reasons))
    report.seconds = time.monotonic() - started
    progress(1.0)
    return report


def _stage(load: Load, path: Path, report: Report, progress: Progress, limit: int | None) -> None:
    columns = {item.name: item.type.value for item in load.kind.fields} | {
        name: kind.value for name, kind in load.kind.extra.items()
    }
    listed = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
    load.empty_temp(STAGE, f"line integer, {listed}")
    with open_table(path, load.mapping.layout) as table, broken_files():
        reader = bind(load.mapping, table.headers, load.zone)
        with load.cursor.copy(f"COPY {STAGE} FROM STDIN") as copy:
            for line, row in _checked(table.rows, reader, load, report, limit):
                copy.write_row([line, *(row[name] for name in columns)])
                if report.rows % 1000 == 0:
                    progress(table.done * 0.7)
    load.run(f"ANALYZE {STAGE}")


def _checked(
    rows: Iterator[tuple[int, list[Any]]], reader: RowReader, load: Load, report: Report, limit: int | None
) -> Iterator[tuple[int, dict[str, Any]]]:
    group = load.kind.group
    for line, cells in rows:
        if limit is not None and report.rows >= limit:
            return
        report.rows += 1
        if not reader.wanted(cells):
            report.skipped += 1
            continue
        try:
            reader.seen.pop("partial", None)
            yield line, reader.read(cells)
        except BadValue as error:
            load.rejected[line] = str(error)
            name = group and reader.seen.get("partial", {}).get(group)
            if name:
                load.bad_groups.setdefault(name, line)


def _tell(load: Load, report: Report) -> None:
    report.created, report.updated, report.unchanged = load.counts.created, load.counts.updated, load.counts.unchanged
    report.rejected, report.reasons, report.beside = len(load.rejected), load.rejected, load.beside
    report.warnings = [
        {"warning": sentence, "rows": len(lines), "first_lines": sorted(lines)[:5]}
        for sentence, lines in load.warnings.items()
    ]


def _write_rejects(mapping: Mapping, path: Path, rejects: Path, reasons: dict[int, str]) -> Path:
    """The rejected rows as they stood in the file, each with its line and reason; can be mended and imported again.

    A cell that a spreadsheet would run as a formula stands behind an apostrophe, which the import takes away again.
    """
    with open_table(path, mapping.layout) as table, rejects.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(map(safe_cell, [*table.headers, _("line"), _("reason")]))
        for line, cells in table.rows:
            if line in reasons:
                missing = [""] * (len(table.headers) - len(cells))
                out.writerow(map(safe_cell, [*cells[: len(table.headers)], *missing, line, reasons[line]]))
    return rejects


def preview_rows(mapping: Mapping, path: Path, company: Company, number: int = 20) -> list[dict[str, Any]]:
    """The first rows a mapping means, each with its values or the reason against it. Touches no table."""
    found: list[dict[str, Any]] = []
    with open_table(path, mapping.layout) as table, broken_files():
        reader = bind(mapping, table.headers, company.zone)
        for line, cells in table.rows:
            if not reader.wanted(cells):
                continue
            try:
                found.append({"line": line, "values": reader.read(cells), "reason": ""})
            except BadValue as error:
                found.append({"line": line, "values": {}, "cells": cells, "reason": str(error)})
            if len(found) >= number:
                break
    return found


def sentence(report: Report) -> str:
    """The report in one line for people."""
    rows = ngettext("%(count)d row read", "%(count)d rows read", report.rows) % {"count": report.rows}
    return _(
        "%(rows)s: %(created)d created, %(updated)d updated, %(unchanged)d unchanged, %(rejected)d rejected, "
        "%(skipped)d skipped; %(seconds).1f seconds"
    ) % (vars(report) | {"rows": rows})
