"""Trainings and who attended them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.actions.records import create_record, instance_of, lock, update_record
from accounts.models import User
from accounts.queries import team_of, today
from crm_project.errors import ActionRefused
from sales.models import MarketSize, Training, TrainingAttendee

FIRST_MONTHS = {"month": range(1, 13), "quarter": (1, 4, 7, 10), "year": (1,)}


@transaction.atomic
def add_attendees(training: Training, users: Iterable[User], *, by: User | None) -> int:
    """Note who completed a training, each once, with their team of that day; how many were not noted before."""
    training = lock(Training, training.pk)
    if training.completed_on > today():
        raise ActionRefused(_("This training is still to come."))
    known = set(TrainingAttendee.objects.filter(training=training).values_list("user_id", flat=True))
    wanted = {user.pk: user for user in users if user.pk not in known}
    TrainingAttendee.objects.bulk_create(
        TrainingAttendee(training=training, user=user, team=team_of(user, training.completed_on))
        for user in wanted.values()
    )
    audit.record(by, "add_attendees", training, {"attendees": [len(known), len(known) + len(wanted)]})
    return len(wanted)


@transaction.atomic
def record_attendee(source: Any, by: User | None) -> TrainingAttendee:
    """Save one attendee, with the team of the day the training was completed."""
    attendee = instance_of(source)
    attendee.team = attendee.team or team_of(attendee.user, attendee.training.completed_on)
    return create_record(source, by)


@transaction.atomic
def record_market_size(source: Any, by: User | None) -> MarketSize:
    """Save the size of a market in a month, quarter or year that begins on its first day."""
    _check_start(instance_of(source))
    return create_record(source, by)


@transaction.atomic
def update_market_size(source: Any, by: User | None, version: int | None = None) -> MarketSize:
    """Save a changed market size."""
    _check_start(instance_of(source))
    return update_record(source, by, version)


def _check_start(size: MarketSize) -> None:
    if size.starts_on.day != 1 or size.starts_on.month not in FIRST_MONTHS.get(size.period, range(1, 13)):
        raise ActionRefused(_("This is not the first day of such a period."), field="starts_on")
