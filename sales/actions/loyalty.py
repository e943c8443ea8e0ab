"""Points: earned by orders, redeemed, expired, taken back. Every booking is in double entry and stays."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
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
from sales.models import LoyaltyBooking, LoyaltyEntry, LoyaltyProgramme, Order, OrderLine, Product, RefundLine
from sales.queries import points_of, programme

Kind, Account = LoyaltyBooking.Kind, LoyaltyEntry.Account
AGAINST = {
    Kind.EARN: Account.ISSUED,
    Kind.REVERSE: Account.ISSUED,
    Kind.REDEEM: Account.REDEEMED,
    Kind.EXPIRE: Account.EXPIRED,
}
Points = dict[tuple[int, int | None], int]  # by customer and line
Lines = list[tuple[int | None, int]]
BATCH = 2000
DEAD = (Order.Status.DRAFT, Order.Status.CANCELLED)


@transaction.atomic
def change_programme(source: Any, by: User | None, version: int | None = None) -> LoyaltyProgramme:
    """Save the programme's settings. They hold for orders written from now on."""
    LoyaltyProgramme.objects.get_or_create(pk=1)
    return update_record(source, by, version)


def settle_order(order: Order, *, by: User | None, at: dt.datetime | None = None, new: bool = False) -> None:
    """Bring the points of an order to what it is worth now, by booking the difference, for whoever it belongs to.

    Each product and service line earns its amount in home currency, refunds taken off, times the programme's points,
    rounded down. A draft, a cancelled and a test order earn nothing; nor does an anonymous one. Only a ``new`` order
    begins to earn: one from before the programme ran never does.
    """
    settle_orders([(order, at or order.ordered_at)], by=by, new=new)


@transaction.atomic
def settle_orders(orders: Sequence[tuple[Order, dt.datetime]], *, by: User | None, new: bool = False) -> None:
    """The same for many orders, each with the instant (UTC) of what happened to it, in a few statements."""
    keys = [order.pk for order, _at in orders]
    booked = {} if new else _booked(keys)
    if not booked and not (new and programme().active):
        return
    due = _due([order for order, _at in orders if new or order.pk in booked])
    made: list[tuple[LoyaltyBooking, Lines]] = []
    for order, at in orders:
        was, will = booked.get(order.pk, {}), due.get(order.pk, {})
        moved = {key: will.get(key, 0) - was.get(key, 0) for key in {**was, **will}}
        for customer in dict.fromkeys(customer for customer, _line in moved):
            lines = [(line, points) for (whose, line), points in moved.items() if whose == customer and points]
            if lines:
                kind = Kind.EARN if sum(points for _line, points in lines) > 0 else Kind.REVERSE
                made.append((LoyaltyBooking(customer_id=customer, kind=kind, at=at, by=by, order=order), lines))
    _book(made)


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
    booking = LoyaltyBooking(customer=customer, kind=Kind.REDEEM, at=moment(at), by=by, note=note)
    _book([(booking, [(None, -points)])])
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
    _book([(LoyaltyBooking(customer=customer, kind=Kind.EXPIRE, at=now), [(None, -over)])])
    return True


def _book(made: Sequence[tuple[LoyaltyBooking, Lines]]) -> None:
    """Save bookings with both their sides: what the customer's balance gains by line, the other account loses."""
    LoyaltyBooking.objects.bulk_create([booking for booking, _lines in made], batch_size=BATCH)
    entries: list[LoyaltyEntry] = []
    for booking, lines in made:
        entries += [
            LoyaltyEntry(booking=booking, account=Account.BALANCE, line_id=line, points=points)
            for line, points in lines
        ]
        if total := sum(points for _line, points in lines):
            entries.append(LoyaltyEntry(booking=booking, account=AGAINST[Kind(booking.kind)], points=-total))
    LoyaltyEntry.objects.bulk_create(entries, batch_size=BATCH)


def _due(orders: Sequence[Order]) -> dict[int, Points]:
    """The points each line of these orders is worth now."""
    each = programme().points_per_unit
    earning = {
        order.pk: order.customer_id
        for order in orders
        if order.customer_id is not None and order.status not in DEAD and not order.is_test
    }
    parts = RefundLine.objects.filter(refund__order__in=earning).order_by().values_list("line")
    back = dict(parts.annotate(total=Sum("amount_home")))
    lines = OrderLine.objects.filter(order__in=earning).exclude(kind=Product.Kind.SHIPPING)
    due: dict[int, Points] = defaultdict(dict)
    for line, order, amount in lines.values_list("pk", "order", "amount_home"):
        kept = max(amount - back.get(line, Decimal(0)), Decimal(0))
        due[order][earning[order], line] = int((kept * each).to_integral_value(ROUND_FLOOR))
    return due


def _booked(orders: Sequence[int]) -> dict[int, Points]:
    """The points each line of these orders has brought so far, by whose they are."""
    entries = LoyaltyEntry.objects.on_balance().filter(booking__order__in=orders).order_by()
    booked: dict[int, Points] = defaultdict(dict)
    for order, customer, line, total in entries.values_list("booking__order", "booking__customer", "line").annotate(
        total=Sum("points")
    ):
        booked[order][customer, line] = total
    return booked


def _total(entries: Any) -> int:
    return entries.aggregate(total=Sum("points"))["total"] or 0
