"""Opening hours and holidays of the queues."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.actions import audit
from accounts.actions.records import create_record, refuse_validation, update_record
from accounts.models import User
from service.models import BusinessCalendar, Holiday, OpeningHours

PARTS: dict[str, Any] = {"hours": OpeningHours, "holidays": Holiday}


@transaction.atomic
def save_calendar(
    calendar: BusinessCalendar, data: Mapping[str, Any], *, by: User | None, version: int | None = None
) -> BusinessCalendar:
    """Save a new or changed calendar; ``hours`` and ``holidays``, when given, replace all there were.

    Waits that have ended keep the seconds they were stamped with.
    """
    for name, value in data.items():
        if name not in PARTS:
            setattr(calendar, name, value)
    calendar = update_record(calendar, by, version) if calendar.pk else create_record(calendar, by)
    for name, model in PARTS.items():
        if name in data:
            _replace(calendar, name, model, data[name], by)
    return calendar


def _replace(calendar: BusinessCalendar, name: str, model: Any, said: Any, by: User | None) -> None:
    rows = [model(calendar=calendar, **fields) for fields in said]
    for row in rows:
        _check(row)
    before = model.objects.filter(calendar=calendar)
    told = [[str(row) for row in before], [str(row) for row in rows]]
    before.delete()
    model.objects.bulk_create(rows)
    audit.record(by, "update", calendar, {name: told})


def _check(row: Any) -> None:
    try:
        row.full_clean(validate_unique=False, exclude=["calendar"])
    except ValidationError as error:
        refuse_validation(error.error_dict)
