"""Whose clock and money an import uses, and the record that it happened."""

from __future__ import annotations

from accounts.actions.organisation import ensure_organisation
from accounts.models import ImportRun, User
from crm_project.importing.mapping import Mapping
from crm_project.importing.run import Company, Report


def company_of(by: User | None) -> Company:
    """The organisation as the importer needs it; on a fresh database it is set up from the settings."""
    organisation = ensure_organisation()
    return Company(organisation.zone, organisation.home_currency, by.pk if by else None)


def record_run(mapping: Mapping, report: Report, by: User | None) -> ImportRun:
    """Keep what was imported, with which mapping, and what came of it."""
    return ImportRun.objects.create(
        by=by,
        kind=report.kind,
        file_name=report.file[:255],
        mapping=mapping.text,
        state=ImportRun.State.DONE,
        report=report.as_json(),
    )
