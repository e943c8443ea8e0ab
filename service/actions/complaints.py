"""Complaints: received, judged, closed, opened again."""

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
    update_record,
    write_record,
)
from accounts.models import Team, User
from accounts.queries import organisation, stamp_for, survivor
from crm_project.errors import ActionRefused
from service.models import Complaint, ComplaintEvent

Kind = ComplaintEvent.Kind


@transaction.atomic
def create_complaint(source: Any, by: User | None) -> Complaint:
    """Save a complaint (instance or form). The hours to close it in are those the company sets today.

    Number and ``received_at`` (now) have defaults; segment, channel and region are the customer's of that moment.
    """
    complaint = instance_of(source)
    complaint.received_at = moment(complaint.received_at)
    complaint.target_hours = organisation().complaint_target_hours
    complaint.customer = survivor(complaint.customer) if complaint.customer else None
    if not complaint.number:
        complaint.pk = next_pk(Complaint)
        complaint.number = f"C-{complaint.pk:06d}"
    if complaint.customer and complaint.region_id is None:
        complaint.region_id = complaint.customer.region_id
    complaint.owner = complaint.owner or by
    _name_category(complaint)
    stamp_for(complaint.owner, complaint.customer, complaint.received_at).put_on(complaint)
    return create_record(source, by, action="open")


@transaction.atomic
def update_complaint(source: Any, by: User | None, version: int | None = None) -> Complaint:
    """Save a changed complaint. Judging, closing and reopening have actions of their own."""
    complaint = instance_of(source)
    lock(Complaint, complaint.pk)
    complaint.received_at = moment(complaint.received_at)
    if complaint.closed_at and complaint.received_at > complaint.closed_at:
        raise ActionRefused(_("It was closed before that."), field="received_at")
    _name_category(complaint)
    return update_record(source, by, version)


@transaction.atomic
def classify_complaint(
    complaint: Complaint,
    *,
    by: User | None,
    validity: str,
    unit: Team | None = None,
    duplicate_of: Complaint | None = None,
    at: dt.datetime | None = None,
) -> Complaint:
    """Judge whether a fault of ours is to blame, whose it is, and whether it tells of a known complaint again.

    A duplicate of a duplicate is one of the first. Raises ActionRefused for a valid one without a responsible unit.
    """
    complaint = lock(Complaint, complaint.pk)
    at = moment(at, complaint.received_at)
    if validity not in Complaint.Validity.values:
        raise ActionRefused(_("Say whether it is valid."), field="validity")
    if validity == Complaint.Validity.VALID and unit is None:
        raise ActionRefused(_("Name the unit whose fault it is."), field="unit")
    complaint.validity = validity
    complaint.unit = unit if validity == Complaint.Validity.VALID else None
    complaint.duplicate_of = _first_told(complaint, duplicate_of)
    told = {"validity": validity, "duplicate": complaint.duplicate_of is not None}
    ComplaintEvent.objects.create(complaint=complaint, kind=Kind.CLASSIFIED, at=at, by=by, **told)
    return write_record(complaint, by, "classify")


@transaction.atomic
def close_complaint(
    complaint: Complaint, *, by: User | None, outcome: str = "", at: dt.datetime | None = None
) -> Complaint:
    """The complaint was settled at an instant (default now)."""
    complaint = lock(Complaint, complaint.pk)
    if complaint.closed_at is not None:
        raise ActionRefused(_("This complaint is closed already."))
    complaint.closed_at = moment(at, _last_step(complaint))
    complaint.outcome = outcome.strip() or complaint.outcome
    ComplaintEvent.objects.create(complaint=complaint, kind=Kind.CLOSED, at=complaint.closed_at, by=by)
    return write_record(complaint, by, "close")


@transaction.atomic
def reopen_complaint(complaint: Complaint, *, by: User | None, at: dt.datetime | None = None) -> Complaint:
    """It was not settled after all: its closing does not stand any more."""
    complaint = lock(Complaint, complaint.pk)
    if complaint.closed_at is None:
        raise ActionRefused(_("This complaint is open."))
    at = moment(at, complaint.closed_at)
    complaint.closed_at = None
    ComplaintEvent.objects.create(complaint=complaint, kind=Kind.REOPENED, at=at, by=by)
    return write_record(complaint, by, "reopen")


def _first_told(complaint: Complaint, other: Complaint | None) -> Complaint | None:
    first = other.duplicate_of or other if other else None
    if first and first.pk == complaint.pk:
        raise ActionRefused(_("A complaint cannot be its own duplicate."), field="duplicate_of")
    if first and complaint.duplicates.exists():
        raise ActionRefused(_("Others are duplicates of this one."), field="duplicate_of")
    return first


def _last_step(complaint: Complaint) -> dt.datetime:
    last = complaint.events.exclude(kind=Kind.CLASSIFIED).order_by("-at", "-id").first()
    return last.at if last else complaint.received_at


def _name_category(complaint: Complaint) -> None:
    if complaint.product and complaint.category_id is None:
        complaint.category_id = complaint.product.category_id
