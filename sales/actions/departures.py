"""Customers lost: by their word, with their contract, or by silence; and won back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from accounts.actions.records import create_record, instance_of, lock, update_record, write_record
from accounts.models import Customer, User
from accounts.queries import local_day, organisation, owner_at, stamp_for, start_of_day, survivor, team_of, today
from crm_project.errors import ActionRefused
from sales.models import Departure, Order

DAY = dt.timedelta(days=1)
PERSON = Coalesce("customer__merged_into_id", "customer_id")


@transaction.atomic
def record_departure(source: Any, by: User | None) -> Departure:
    """Note that a customer left on a local day, stamped with whose they were then. A future day is refused."""
    departure = instance_of(source)
    departure.customer = survivor(departure.customer)
    _require_past(departure)
    at = start_of_day(departure.left_on)
    owner = departure.owner or owner_at(departure.customer, at) or by
    stamp_for(owner, departure.customer, at).put_on(departure)
    return create_record(source, by)


@transaction.atomic
def update_departure(source: Any, by: User | None, version: int | None = None) -> Departure:
    """Save a changed departure: most often the reason, once somebody has asked."""
    departure = instance_of(source)
    stored = lock(Departure, departure.pk)
    _require_past(departure)
    if departure.owner_id != stored.owner_id and departure.team_id == stored.team_id:
        departure.team = team_of(departure.owner, today())
    return update_record(source, by, version)


@transaction.atomic
def win_back(departure: Departure, *, by: User | None, on: dt.date | None = None) -> Departure:
    """The customer is back since a local day (default today). That they left stays counted."""
    departure, day = lock(Departure, departure.pk), on or today()
    if departure.returned_on:
        raise ActionRefused(_("This customer is back already."))
    if day > today():
        raise ActionRefused(_("This day is still to come."), field="on")
    if day < departure.left_on:
        raise ActionRefused(_("They had not left yet on that day."), field="on")
    departure.returned_on = day
    return write_record(departure, by, "win_back")


@transaction.atomic
def note_lapsed(day: dt.date | None = None, at_most: int = 5000) -> int:
    """Note the customers who stopped ordering, once per silence, and those who ordered again. How many were noted.

    Who has not ordered for the company's number of days left on the day that silence was complete. A first run over
    a long history takes ``at_most`` of them; the next one goes on.
    """
    day = day or today()
    days = dt.timedelta(days=organisation().inactive_after_days)
    quiet = start_of_day(day - days + DAY)
    known = dict(Departure.objects.order_by().values_list(PERSON).annotate(latest=Max("left_on")))
    lapsed = [
        (person, local_day(last))
        for person, last in last_orders().filter(last__lt=quiet).values_list("person", "last")
        if person not in known or known[person] <= local_day(last)
    ][:at_most]
    customers = Customer.objects.in_bulk([person for person, _last in lapsed])
    for person, last in lapsed:
        departure = Departure(customer=customers[person], left_on=last + days, kind=Departure.Kind.LAPSED)
        record_departure(departure, None)
    _note_returned()
    return len(lapsed)


def last_orders() -> Any:
    """Every real customer (``person``, the survivor of duplicates) with the instant of their ``last`` valid order."""
    orders = Order.objects.valid().filter(customer__isnull=False).order_by()
    return orders.annotate(person=PERSON).values("person").annotate(last=Max("ordered_at"))


def _note_returned() -> None:
    """Who had stopped ordering and ordered again is back on the day of that order."""
    last = {person: local_day(at) for person, at in last_orders().filter(person__in=_silent().values("person"))
            .values_list("person", "last")}  # fmt: skip
    for departure in _silent():
        if (again := last.get(departure.person)) and again >= departure.left_on:
            win_back(departure, by=None, on=again)


def _silent() -> Any:
    return Departure.objects.gone().filter(kind=Departure.Kind.LAPSED).annotate(person=PERSON)


def _require_past(departure: Departure) -> None:
    if departure.left_on and departure.left_on > today():
        raise ActionRefused(_("This day is still to come."), field="left_on")
