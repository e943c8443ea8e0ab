"""Whose clock and money an import uses, and the record that it happened."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import ImportRun, Organisation, User
from crm_project.importing.errors import ImportBroken
from crm_project.importing.mapping import Mapping
from crm_project.importing.run import Company, Report


def company_of(by: User | None) -> Company:
    """The organisation as the importer needs it. Raises ImportBroken before it is set up."""
    organisation = Organisation.objects.first()
    if organisation is None:
        raise ImportBroken(_("Set up the organisation first: its home currency and time zone are needed."))
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
