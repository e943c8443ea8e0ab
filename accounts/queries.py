"""Reads of accounts that are not one queryset: the organisation's clock, who stood where on a past day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields
from typing import Any

from django.utils import timezone

from accounts.models import Customer, CustomerStatus, Membership, Organisation, Team, User


def organisation() -> Organisation:
    """The one company; its defaults while none is set up."""
    return Organisation.objects.filter(pk=1).first() or Organisation(pk=1, name="")


def local_day(at: dt.datetime) -> dt.date:
    """The organisation's day an instant belongs to (rules.md G1)."""
    return at.astimezone(organisation().zone).date()


def today() -> dt.date:
    return local_day(timezone.now())


def start_of_day(day: dt.date) -> dt.datetime:
    """The first instant of a local day; where daylight saving skips midnight, the first one after it."""
    return dt.datetime.combine(day, dt.time(), organisation().zone).astimezone(dt.UTC)


def survivor(customer: Customer) -> Customer:
    """The customer a merged duplicate counts as; itself when it is none."""
    return customer.merged_into or customer


def team_of(user: User | None, day: dt.date) -> Team | None:
    """The team a person was in on a local day; of several, the one joined last."""
    if user is None:
        return None
    membership = Membership.objects.on(day).filter(user=user).select_related("team").order_by("-since", "-id").first()
    return membership.team if membership else None


def standing(customer: Customer, at: dt.datetime) -> CustomerStatus | None:
    """What stood about a customer at an instant; None when its history does not reach back that far."""
    return CustomerStatus.objects.filter(customer=customer, at__lte=at).order_by("-at", "-id").first()


@dataclass(frozen=True)
class Stamp:
    """Whose an event is, as of the event (rules.md G8)."""

    owner_id: int | None = None
    team_id: int | None = None
    segment_id: int | None = None
    channel_id: int | None = None

    def put_on(self, instance: Any) -> None:
        """Write the stamp on an event, leaving what it already says."""
        for field in fields(self):
            if getattr(instance, field.name) is None:
                setattr(instance, field.name, getattr(self, field.name))


def stamp_for(user: User | None, customer: Customer | None, at: dt.datetime) -> Stamp:
    """Owner, the owner's team on that local day, the customer's segment at that instant, and its channel."""
    team = team_of(user, local_day(at))
    return Stamp(
        owner_id=user.pk if user else None,
        team_id=team.pk if team else None,
        segment_id=segment_at(customer, at) if customer else None,
        channel_id=customer.channel_id if customer else None,
    )


def segment_at(customer: Customer, at: dt.datetime) -> int | None:
    """The id of a customer's segment at an instant: from its history, else the current one."""
    stood = standing(customer, at)
    return stood.segment_id if stood else customer.segment_id


def owner_at(customer: Customer, at: dt.datetime) -> User | None:
    """Who a customer belonged to at an instant: from its history, else the current owner."""
    stood = standing(customer, at)
    return stood.owner if stood else customer.owner
