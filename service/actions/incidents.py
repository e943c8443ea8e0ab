"""Process incidents: reported and put right."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.records import create_record, instance_of, update_record
from accounts.models import User
from accounts.queries import team_of, today
from crm_project.errors import ActionRefused
from service.models import ProcessIncident


@transaction.atomic
def report_incident(source: Any, by: User | None) -> ProcessIncident:
    """Save a new incident (instance or form); whoever reports it owns it, for their team of that day."""
    incident = instance_of(source)
    _past(incident)
    incident.owner = incident.owner or by
    incident.team = incident.team or team_of(incident.owner, incident.occurred_on)
    return create_record(source, by)


@transaction.atomic
def update_incident(source: Any, by: User | None, version: int | None = None) -> ProcessIncident:
    """Save a changed incident."""
    _past(instance_of(source))
    return update_record(source, by, version)


def _past(incident: ProcessIncident) -> None:
    if incident.occurred_on > today():
        raise ActionRefused(_("This day is still to come."), field="occurred_on")
