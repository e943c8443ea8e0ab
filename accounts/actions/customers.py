"""Customers: what stands about them from when on, whose they are, and which are the same."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import policy
from accounts.actions import audit
from accounts.actions.records import (
    create_record,
    instance_of,
    lock,
    moment,
    require_active,
    update_record,
    write_record,
)
from accounts.models import AuditEntry, Customer, CustomerStatus, User
from accounts.queries import local_day, standing, start_of_day, team_of, today
from crm_project.errors import ActionRefused

TOLD = ("status", "owner_id", "team_id", "segment_id")


@transaction.atomic
def create_customer(source: Any, by: User | None) -> Customer:
    """Save a new customer (instance or form) with the first row of its history.

    The history starts on the day it is known ``since`` (local), else now. Who may only add own customers
    owns it.
    """
    customer = instance_of(source)
    if customer.owner_id is None and by and policy.scope(by, "add", Customer) == "own":
        customer.owner = by
    if customer.team_id is None:
        customer.team = team_of(customer.owner, today())
    customer = create_record(source, by)
    start = start_of_day(customer.since) if customer.since else timezone.now()
    _tell_history(customer, min(start, timezone.now()))
    return customer


@transaction.atomic
def update_customer(source: Any, by: User | None, version: int | None = None) -> Customer:
    """Save a changed customer; a new status, owner, team or segment stands from now on, not before."""
    customer = instance_of(source)
    stored = lock(Customer, customer.pk)
    _require_living(stored)
    if customer.owner_id != stored.owner_id and customer.team_id == stored.team_id:
        customer.team = team_of(customer.owner, today())
    customer = update_record(source, by, version)
    if any(getattr(customer, name) != getattr(stored, name) for name in TOLD):
        _tell_history(customer, timezone.now())
    return customer


@transaction.atomic
def assign_owner(customer: Customer, owner: User, at: dt.datetime | None = None, *, by: User | None) -> Customer:
    """Give a customer to ``owner`` from an instant on (default now), with their team of that local day.

    An instant in the past corrects the history up to the next change of owner. Events keep the owner they
    were stamped with. Raises ActionRefused for the future, an inactive user or a merged customer.
    """
    at = moment(at)
    customer = lock(Customer, customer.pk)
    _require_living(customer)
    require_active(owner)
    if _hand_over(customer, owner, at):
        customer.owner, customer.team = owner, team_of(owner, today())
    return write_record(customer, by, "assign", at=at, to=owner.pk)


def _hand_over(customer: Customer, owner: User, at: dt.datetime) -> bool:
    """Put the change into the history; whether it still stands now."""
    team = team_of(owner, local_day(at))
    before = standing(customer, at)
    former = before.owner_id if before else customer.owner_id
    later = list(CustomerStatus.objects.filter(customer=customer, at__gt=at).order_by("at", "id"))
    origin = before or (later[0] if later else customer)
    CustomerStatus.objects.create(
        customer=customer,
        at=at,
        status=origin.status,
        owner=owner,
        team=team,
        segment_id=origin.segment_id,
    )
    for row in later:
        if row.owner_id != former:
            return False
        row.owner, row.team = owner, team_of(owner, local_day(row.at))
        row.save(update_fields=["owner", "team"])
    return True


@transaction.atomic
def merge_customers(survivor: Customer, duplicate: Customer, *, by: User | None) -> Customer:
    """Make ``duplicate`` count as ``survivor`` from now on, also for the past (rules.md G6).

    Rows stay with the customer they were recorded with; what was merged into the duplicate before goes along.
    """
    survivor, duplicate = _lock_both(survivor, duplicate)
    if survivor.pk == duplicate.pk:
        raise ActionRefused(_("A customer cannot be merged into itself."), field="survivor")
    for customer in (duplicate, survivor):
        _require_living(customer)
    brought = list(Customer.objects.filter(merged_into=duplicate).values_list("pk", flat=True))
    Customer.objects.filter(pk__in=brought).update(merged_into=survivor, version=F("version") + 1)
    duplicate.merged_into, duplicate.merged_at = survivor, timezone.now()
    write_record(duplicate, by, "merge", brought=brought)
    audit.record(by, "merge_from", survivor, {"duplicate": [None, duplicate.pk]})
    return survivor


@transaction.atomic
def unmerge_customer(duplicate: Customer, *, by: User | None) -> Customer:
    """Take a merge back: the customer, and those it had brought along, count for themselves again."""
    duplicate = lock(Customer, duplicate.pk)
    survivor = duplicate.merged_into
    if survivor is None:
        raise ActionRefused(_("This customer is not merged into another."))
    brought = _brought_along(duplicate)
    Customer.objects.filter(pk__in=brought, merged_into=survivor).update(
        merged_into=duplicate, version=F("version") + 1
    )
    duplicate.merged_into = duplicate.merged_at = None
    return write_record(duplicate, by, "unmerge", brought=brought)


def _brought_along(duplicate: Customer) -> list[int]:
    merges = AuditEntry.objects.filter(model="accounts.customer", object_id=duplicate.pk, action="merge")
    last = merges.order_by("-id").first()
    return last.changes.get("brought", []) if last else []


def _lock_both(one: Customer, other: Customer) -> tuple[Customer, Customer]:
    """Both rows, locked in the order of their numbers so that two merges cannot wait for each other."""
    rows = {pk: lock(Customer, pk) for pk in sorted({one.pk, other.pk})}
    return rows[one.pk], rows[other.pk]


def _require_living(customer: Customer) -> None:
    if customer.erased_at is not None:
        raise ActionRefused(_("This person has been erased; their record cannot be changed any more."))
    if customer.merged_into is not None:
        raise ActionRefused(
            _("“%(name)s” was merged into “%(survivor)s”. Use that one.")
            % {"name": customer.name, "survivor": customer.merged_into.name}
        )


def _tell_history(customer: Customer, at: dt.datetime) -> None:
    CustomerStatus.objects.create(
        customer=customer,
        at=at,
        status=customer.status,
        owner_id=customer.owner_id,
        team_id=customer.team_id,
        segment_id=customer.segment_id,
    )
