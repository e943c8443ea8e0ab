"""Jobs at the customer's: opened, sent out in their turn, done."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.records import (
    create_record,
    instance_of,
    lock,
    moment,
    next_pk,
    require_active,
    update_record,
    write_record,
)
from accounts.models import User
from accounts.queries import local_day, stamp_for, survivor, team_of
from crm_project.errors import ActionRefused
from service.models import FieldJob


@transaction.atomic
def open_job(source: Any, by: User | None) -> FieldJob:
    """Save a new job (instance or form). Its team is the technician's, else that of whoever opens it."""
    job = instance_of(source)
    job.created_at = moment(job.created_at)
    job.customer = job.customer or (job.ticket.customer if job.ticket else None)
    job.customer = survivor(job.customer) if job.customer else None
    if not job.number:
        job.pk = next_pk(FieldJob)
        job.number = f"J-{job.pk:06d}"
    stamp_for(job.owner, job.customer, job.created_at).put_on(job)
    if job.team_id is None:
        job.team = team_of(by, local_day(job.created_at))
    return create_record(source, by, action="open")


@transaction.atomic
def update_job(source: Any, by: User | None, version: int | None = None) -> FieldJob:
    """Save a changed job. What decided its turn is no more to be changed once it was sent out."""
    job = instance_of(source)
    stored = lock(FieldJob, job.pk)
    decisive = ("urgency", "value_tier", "given_score", "territory_id", "created_at")
    if stored.dispatched_at and any(getattr(job, name) != getattr(stored, name) for name in decisive):
        raise ActionRefused(_("The job was sent out already: what decided its turn stays as it was."))
    if job.owner_id != stored.owner_id and job.owner_id and job.team_id == stored.team_id:
        job.team = team_of(job.owner, local_day(job.created_at)) or job.team
    return update_record(source, by, version)


@transaction.atomic
def dispatch_job(
    job: FieldJob, *, by: User | None, owner: User | None = None, at: dt.datetime | None = None, anyway: bool = False
) -> FieldJob:
    """Send a technician (``owner``, default the job's) at an instant (default now).

    Refused while a more important job of the territory waits, unless it is to go ``anyway``.
    """
    job = _lock_open(job)
    if job.dispatched_at:
        raise ActionRefused(_("This job was sent out already."))
    at = moment(at, job.created_at)
    owner = owner or job.owner
    if owner is None:
        raise ActionRefused(_("Say who goes."), field="owner")
    require_active(owner)
    ahead = first_ahead(job, at)
    if ahead is not None and not anyway:
        sentence = _("%(job)s (priority %(score)s) comes first and still waits. Tick the box to send this one anyway.")
        raise ActionRefused(sentence % {"job": ahead, "score": f"{ahead.score:.1f}"}, field="anyway")
    if owner != job.owner:
        job.owner, job.team = owner, team_of(owner, local_day(at)) or job.team
    job.dispatched_at = at
    return write_record(job, by, "dispatch", **({"ahead": str(ahead)} if ahead else {}))


@transaction.atomic
def finish_job(job: FieldJob, *, by: User | None, at: dt.datetime | None = None) -> FieldJob:
    """The technician is through, at an instant (default now)."""
    job = _lock_open(job)
    if job.dispatched_at is None:
        raise ActionRefused(_("Nobody was sent out yet."))
    if job.done_at:
        raise ActionRefused(_("This job is done already."))
    job.done_at = moment(at, job.dispatched_at)
    return write_record(job, by, "finish")


@transaction.atomic
def cancel_job(job: FieldJob, *, by: User | None, at: dt.datetime | None = None) -> FieldJob:
    """Nobody needs to go any more, from an instant on (default now)."""
    job = _lock_open(job)
    if job.done_at:
        raise ActionRefused(_("This job is done already."))
    job.cancelled_at = moment(at, job.dispatched_at or job.created_at)
    return write_record(job, by, "cancel")


def first_ahead(job: FieldJob, at: dt.datetime) -> FieldJob | None:
    """The most important job of the territory that waits at an instant and comes before this one."""
    ahead = FieldJob.objects.ahead_of(place=job.territory_id or 0, score=job.score, age=(job.created_at, job.pk))
    return ahead.waiting_at(at).first_come().first()


def _lock_open(job: FieldJob) -> FieldJob:
    job = lock(FieldJob, job.pk)
    if job.cancelled_at:
        raise ActionRefused(_("This job was cancelled."))
    return job
