"""Engagement and uses of data: stamped with whose the customer was, and with what a kind was worth that day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.records import create_record, instance_of, lock, moment, update_record
from accounts.models import Customer, User
from accounts.queries import local_day, owner_at, segment_at, stamp_for, start_of_day, survivor, team_of, today
from crm_project.errors import ActionRefused
from marketing.models import DataUse, EngagementEvent, EngagementWeight


def weight_on(kind: str, day: dt.date) -> Decimal:
    """Points one engagement of a kind was worth on a local day; nothing where no weight was set by then."""
    row = EngagementWeight.objects.filter(kind=kind, since__lte=day).order_by("-since").first()
    return row.weight if row else Decimal(0)


@transaction.atomic
def record_engagement(source: Any, by: User | None) -> EngagementEvent:
    """Save engagement (instance or form) with its points. Raises ActionRefused for the future, or nobody."""
    event = instance_of(source)
    event.customer = survivor(event.customer) if event.customer else None
    _weigh(event)
    return create_record(source, by, action="log")


@transaction.atomic
def update_engagement(source: Any, by: User | None, version: int | None = None) -> EngagementEvent:
    """Save changed engagement; another kind or day is worth what it was worth then."""
    event = instance_of(source)
    stored = lock(EngagementEvent, event.pk)
    if (event.kind, event.at) == (stored.kind, stored.at):
        event.points = event.n * event.weight
    else:
        _weigh(event)
    return update_record(source, by, version)


@transaction.atomic
def record_use(source: Any, by: User | None) -> DataUse:
    """Save that a customer's data was used on a local day. Raises ActionRefused for the future."""
    use = instance_of(source)
    if use.on and use.on > today():
        raise ActionRefused(_("This day is still to come."), field="on")
    use.customer = survivor(use.customer)
    at = start_of_day(use.on)
    stamp_for(owner_at(use.customer, at), use.customer, at).put_on(use)
    return create_record(source, by, action="log")


def note_uses(customers: Iterable[Customer], use: str, *, on: dt.date | None = None, note: str = "") -> int:
    """Note, inside the transaction of what used it, that the data of these customers was used; how many uses."""
    day = on or today()
    at = start_of_day(day)
    teams: dict[int | None, Any] = {}
    rows = []
    for customer in customers:
        owner = owner_at(customer, at)
        key = owner.pk if owner else None
        if key not in teams:
            teams[key] = team_of(owner, day)
        rows.append(
            DataUse(
                customer=customer,
                on=day,
                use=use,
                note=note[:200],
                owner=owner,
                team=teams[key],
                segment_id=segment_at(customer, at),
                channel_id=customer.channel_id,
            )
        )
    return len(DataUse.objects.bulk_create(rows))


def _weigh(event: EngagementEvent) -> None:
    event.at = moment(event.at)
    if event.customer is None and not event.visitor.strip():
        raise ActionRefused(_("Say which customer or visitor it was."), field="customer")
    event.weight = weight_on(event.kind, local_day(event.at))
    event.points = event.n * event.weight
    owner = owner_at(event.customer, event.at) if event.customer else None
    stamp_for(owner, event.customer, event.at).put_on(event)
