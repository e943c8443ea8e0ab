"""Points: earned by orders, redeemed, expired, taken back. Every booking is in double entry and stays."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.actions.records import lock, moment, update_record
from accounts.models import Customer, User
from accounts.queries import survivor
from crm_project.errors import ActionRefused
from sales.models import LoyaltyBooking, LoyaltyEntry, LoyaltyProgramme, Order, Product, RefundLine
from sales.queries import points_of, programme

Kind, Account = LoyaltyBooking.Kind, LoyaltyEntry.Account
AGAINST = {
    Kind.EARN: Account.ISSUED,
    Kind.REVERSE: Account.ISSUED,
    Kind.REDEEM: Account.REDEEMED,
    Kind.EXPIRE: Account.EXPIRED,
}
Points = dict[tuple[int, int | None], int]  # by customer and line
DEAD = (Order.Status.DRAFT, Order.Status.CANCELLED)


@transaction.atomic
def change_programme(source: Any, by: User | None, version: int | None = None) -> LoyaltyProgramme:
    """Save the programme's settings. They hold for orders written from now on."""
    LoyaltyProgramme.objects.get_or_create(pk=1)
    return update_record(source, by, version)


@transaction.atomic
def settle_order(order: Order, *, by: User | None, at: dt.datetime | None = None, new: bool = False) -> None:
    """Bring the points of an order to what it is worth now, by booking the difference, for whoever it belongs to.

    Each product and service line earns its amount in home currency, refunds taken off, times the programme's points,
    rounded down. A draft, a cancelled and a test order earn nothing; nor does an anonymous one. Only a ``new`` order
    begins to earn: one from before the programme ran never does.
    """
    booked = {} if new else _booked(order)
    if not booked and not (new and order.customer_id and programme().active):
        return
    due = _due(order)
    moved = {key: due.get(key, 0) - booked.get(key, 0) for key in {**booked, **due}}
    for customer in dict.fromkeys(customer for customer, _line in moved):
        lines = [(line, points) for (whose, line), points in moved.items() if whose == customer and points]
        if lines:
            kind = Kind.EARN if sum(points for _line, points in lines) > 0 else Kind.REVERSE
            _book(customer, kind, lines, at=at or order.ordered_at, order=order, by=by)


@transaction.atomic
def redeem_points(
    customer: Customer, points: int, *, by: User | None, at: dt.datetime | None = None, note: str = ""
) -> LoyaltyBooking:
    """Hand out something for a customer's points, at an instant (default now). No more than there are."""
    customer = lock(Customer, survivor(customer).pk)
    if points <= 0:
        raise ActionRefused(_("Redeem at least one point."), field="points")
    has = points_of(customer)
    if points > has:
        raise ActionRefused(_("There are only %d points.") % max(has, 0), field="points")
    booking = _book(customer.pk, Kind.REDEEM, [(None, -points)], at=moment(at), by=by, note=note)
    audit.record(by, "redeem", customer, {"points": [has, has - points]})
    return booking


@transaction.atomic
def expire_points(now: dt.datetime | None = None) -> int:
    """Let points expire that are older than the programme allows; those earned first are spent first. How many
    customers lost some. Run twice, it does nothing more."""
    now, days = now or timezone.now(), programme().expires_after_days
    if days is None:
        return 0
    before = now - dt.timedelta(days=days)
    old = LoyaltyBooking.objects.filter(order__ordered_at__lt=before)
    people = Customer.objects.filter(loyalty_bookings__in=old).order_by("pk").distinct()
    return sum(_expire(person, before, now) for person in people.iterator())


def _expire(customer: Customer, before: dt.datetime, now: dt.datetime) -> bool:
    customer = lock(Customer, customer.pk)
    entries = LoyaltyEntry.objects.on_balance().filter(booking__customer=customer)
    earned = _total(entries.filter(booking__order__ordered_at__lt=before))
    spent = -_total(entries.filter(booking__kind__in=[Kind.REDEEM, Kind.EXPIRE]))
    over = min(earned - spent, _total(entries))
    if over <= 0:
        return False
    _book(customer.pk, Kind.EXPIRE, [(None, -over)], at=now, by=None)
    return True


def _book(
    customer: int, kind: str, moved: list[tuple[int | None, int]], *, at: dt.datetime, by: User | None, **more: Any
) -> LoyaltyBooking:
    """One booking: what the customer's balance gains by line, the other account loses."""
    booking = LoyaltyBooking.objects.create(customer_id=customer, kind=kind, at=at, by=by, **more)
    entries = [
        LoyaltyEntry(booking=booking, account=Account.BALANCE, line_id=line, points=points) for line, points in moved
    ]
    total = sum(points for _line, points in moved)
    if total:
        entries.append(LoyaltyEntry(booking=booking, account=AGAINST[Kind(kind)], points=-total))
    LoyaltyEntry.objects.bulk_create(entries)
    return booking


def _due(order: Order) -> Points:
    """The points each line is worth now."""
    if order.status in DEAD or order.is_test or order.customer_id is None:
        return {}
    each = programme().points_per_unit
    back = dict(
        RefundLine.objects.filter(refund__order=order).order_by().values_list("line").annotate(total=Sum("amount_home"))
    )
    due: Points = {}
    for line in order.lines.exclude(kind=Product.Kind.SHIPPING):
        kept = max(line.amount_home - back.get(line.pk, Decimal(0)), Decimal(0))
        due[order.customer_id, line.pk] = int((kept * each).to_integral_value(ROUND_FLOOR))
    return due


def _booked(order: Order) -> Points:
    """The points each line of an order has brought so far, by whose they are."""
    entries = LoyaltyEntry.objects.on_balance().filter(booking__order=order).order_by()
    rows = entries.values_list("booking__customer", "line").annotate(total=Sum("points"))
    return {(customer, line): total for customer, line, total in rows}


def _total(entries: Any) -> int:
    return entries.aggregate(total=Sum("points"))["total"] or 0
