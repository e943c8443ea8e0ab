"""An import by page: a file is kept, looked at, checked, and then run by the worker."""

from __future__ import annotations

import datetime as dt
import uuid
import zoneinfo
from functools import partial
from pathlib import Path
from typing import Any

from celery import shared_task
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import policy
from accounts.actions import audit
from accounts.importing import company_of
from accounts.models import ImportRun, User
from analytics.importing import kind_named
from crm_project.doing import doing
from crm_project.errors import ActionRefused
from crm_project.importing.errors import ImportBroken
from crm_project.importing.mapping import parse_mapping
from crm_project.importing.propose import propose
from crm_project.importing.reader import Layout, open_table
from crm_project.importing.run import preview_rows, run_import

SUFFIXES = (".csv", ".txt", ".tsv", ".csv.gz", ".gz", ".xlsx")
SAMPLE = 1000
LARGEST = 1 << 30  # bytes of an uploaded file


def keep_upload(kind: str, upload: UploadedFile, *, by: User) -> ImportRun:
    """Store a file and propose a mapping from its headings. Raises ActionRefused for a file that cannot be read."""
    name = Path(upload.name or "").name
    suffix = next((end for end in (".csv.gz", *SUFFIXES) if name.lower().endswith(end)), None)
    if suffix is None:
        raise ActionRefused(_("The file must be one of: %s.") % ", ".join(SUFFIXES), field="file")
    if (upload.size or 0) > LARGEST:
        raise ActionRefused(_("The file is larger than %d MB.") % (LARGEST >> 20), field="file")
    folder = Path(settings.MEDIA_ROOT) / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{uuid.uuid4().hex}{suffix}"
    with path.open("wb") as file:
        for chunk in upload.chunks():
            file.write(chunk)
    try:
        with open_table(path, Layout()) as table:
            mapping = propose(kind_named(kind), table.headers)
    except ImportBroken as error:
        path.unlink()
        raise ActionRefused(str(error), field="file") from error
    return ImportRun.objects.create(
        by=by, kind=kind, file_name=name[:255], mapping=mapping, report={"stored": path.name}
    )


def stored(run: ImportRun) -> Path:
    """Where the file of a run is kept."""
    return Path(settings.MEDIA_ROOT) / "imports" / Path(run.report.get("stored", "-")).name


def rejects_of(run: ImportRun) -> Path:
    """Where the rejected rows of a run are kept."""
    return stored(run).with_suffix(".rejected.csv")


def headings(run: ImportRun) -> list[str]:
    """The headings of the file of a run; none when it is gone."""
    try:
        with open_table(stored(run), Layout()) as table:
            return table.headers
    except ImportBroken:
        return []


def look(run: ImportRun, mapping: str, by: User) -> dict[str, Any]:
    """What the first rows would become, and a trial of the first thousand. Raises ImportBroken."""
    made = parse_mapping(mapping, kind_named(run.kind))
    company = company_of(by)
    rows = preview_rows(made, stored(run), company)
    trial = run_import(made, stored(run), company, dry_run=True, limit=SAMPLE)
    for row in rows:
        row["reason"] = row["reason"] or trial.reasons.get(row["line"], "")
    shown = [field for field in made.kind.fields if field.name in made.mapped]
    for row in rows:
        row["cells"] = [_said(row["values"].get(field.name), company.zone) for field in shown] if row["values"] else []
    return {"fields": shown, "rows": rows, "trial": trial, "whole": trial.rows < SAMPLE}


def _said(value: Any, zone: zoneinfo.ZoneInfo) -> str:
    """A value of the preview as text, moments on the organisation's clock."""
    if isinstance(value, dt.datetime):
        return f"{value.astimezone(zone):%Y-%m-%d %H:%M:%S}"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return " > ".join(value) if isinstance(value, list) else "—" if value is None else str(value)


@transaction.atomic
def start(run: ImportRun, mapping: str, *, by: User) -> None:
    """Hand a run to the worker, once. Raises ImportBroken for a mapping that cannot be used."""
    parse_mapping(mapping, kind_named(run.kind))
    startable = ImportRun.objects.filter(pk=run.pk, state__in=[ImportRun.State.PREVIEW, ImportRun.State.FAILED])
    if not startable.update(state=ImportRun.State.RUNNING, mapping=mapping, by=by):
        raise ActionRefused(_("This import is running or has run already."), conflict=True)
    audit.record(by, "import", run, {"file": [None, run.file_name]})
    transaction.on_commit(partial(import_file.delay, run.pk))


def progress_of(run: ImportRun) -> int:
    """Percent done, for the page that waits."""
    return cache.get(f"import-{run.pk}", 0)


@shared_task(name="analytics.import_jobs.import_file")
def import_file(pk: int) -> None:
    """Run an import that was handed over, if whoever did may still import. Run twice, the second finds nothing to do."""
    run = ImportRun.objects.select_related("by").filter(pk=pk, state=ImportRun.State.RUNNING).first()
    if run is None:
        return
    with doing(who=run.by_id), translation.override(run.by.language if run.by else None):
        if not policy.can(run.by, "add", ImportRun):
            refused = _("Whoever handed this import over may not import any more; nothing was changed.")
            _finish(run, {"error": refused}, ImportRun.State.FAILED)
            return
        try:
            made = parse_mapping(run.mapping, kind_named(run.kind))
            report = run_import(
                made, stored(run), company_of(run.by), rejects=rejects_of(run), progress=partial(_tell_progress, pk)
            ).as_json()
            state = ImportRun.State.DONE
        except ImportBroken as error:
            report, state = {"error": str(error)}, ImportRun.State.FAILED
        except Exception:
            # Nothing was written; the page must not wait for ever, and the worker's log has the rest.
            _finish(run, {"error": _("The import failed; nothing was changed.")}, ImportRun.State.FAILED)
            raise
        _finish(run, report, state)


def _finish(run: ImportRun, report: dict[str, Any], state: str) -> None:
    kept = {"stored": run.report.get("stored", "")}
    ImportRun.objects.filter(pk=run.pk).update(report=report | kept | {"file": run.file_name}, state=state)


def _tell_progress(pk: int, done: float) -> None:
    cache.set(f"import-{pk}", int(done * 100), 3600)
