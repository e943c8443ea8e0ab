"""Orders: placed at the rate of their day, changed, completed, cancelled, paid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.actions.records import (
    create_record,
    instance_of,
    lock,
    moment,
    next_pk,
    require_version,
    update_record,
    write_record,
)
from accounts.models import Customer, User
from accounts.queries import local_day, organisation, owner_at, stamp_for, survivor, team_of
from accounts.rates import rate_on, to_home
from crm_project.errors import ActionRefused
from sales.actions.lines import line_of
from sales.actions.loyalty import settle_order
from sales.models import Order, OrderLine, Payment, Refund

TOTALS = ["net", "net_home", "cost_home", "items"]
DEAD = (Order.Status.DRAFT, Order.Status.CANCELLED)
Lines = Iterable[Mapping[str, Any]]


@transaction.atomic
def place_order(customer: Customer | None = None, lines: Lines = (), *, by: User | None, **said: Any) -> Order:
    """Save an order with its lines, at the exchange rate of its local day (rules.md G4, G5, G8).

    A line is product, quantity, unit_price, discount, and what the product does not say (kind, category,
    cost_home). ``said`` are fields of the order; number, currency (home), ``ordered_at`` (now) and owner (of the
    deal, else of the customer at that moment, else ``by``) have defaults. Raises ActionRefused when there is no
    line, no rate for that day, or a line makes no sense.
    """
    given = {name: value for name, value in said.items() if value is not None}
    order = Order(customer=survivor(customer) if customer else None, **given)
    order.pk = next_pk(Order)
    order.number = order.number or f"O-{order.pk:06d}"
    order.currency = order.currency or organisation().home_currency
    order.ordered_at = moment(order.ordered_at)
    order.rate = rate_on(order.currency, local_day(order.ordered_at))
    order.owner = order.owner or _usual_owner(order) or by
    order.region_id = order.region_id or (order.customer.region_id if order.customer else None)
    stamp_for(order.owner, order.customer, order.ordered_at).put_on(order)
    create_record(order, by, action="place")
    _write_lines(order, lines)
    settle_order(order, by=by, new=True)
    return order


@transaction.atomic
def place_draft(order: Order, *, by: User | None) -> Order:
    """A draft becomes an order, on the date it carries."""
    order = lock(Order, order.pk)
    if order.status != Order.Status.DRAFT:
        raise ActionRefused(_("This order is not a draft."))
    order.status = Order.Status.PLACED
    write_record(order, by, "place")
    settle_order(order, by=by, new=True)
    return order


@transaction.atomic
def update_order(source: Any, by: User | None, version: int | None = None) -> Order:
    """Save a changed order. Another day or currency brings another rate, for every line."""
    order = instance_of(source)
    stored = lock(Order, order.pk)
    if order.status != stored.status:
        raise ActionRefused(_("Complete or cancel the order; that is not an edit."), field="status")
    order.customer = survivor(order.customer) if order.customer else None
    if (order.customer_id, order.ordered_at) != (stored.customer_id, stored.ordered_at):
        order.segment_id = stamp_for(None, order.customer, order.ordered_at).segment_id
    if order.owner_id != stored.owner_id and order.team_id == stored.team_id:
        order.team = team_of(order.owner, local_day(order.ordered_at))
    repriced = _reprice(order, stored)
    order = update_record(source, by, version)
    if repriced:
        _convert_lines(order)
    settle_order(order, by=by, at=timezone.now())
    return order


@transaction.atomic
def edit_order_lines(order: Order, lines: Lines, *, by: User | None, version: int | None = None) -> Order:
    """Put other lines in the place of an order's, at the order's own rate. Refused once something was refunded."""
    order = lock(Order, order.pk)
    require_version(order, version)
    _require_changeable(order)
    before = [str(order.net), order.lines.count()]
    order.lines.all().delete()
    _write_lines(order, lines)
    after = [str(order.net), order.lines.count()]
    order.version += 1
    order.save(update_fields=["version", "updated_at"])
    settle_order(order, by=by, at=timezone.now())
    return write_record(order, by, "edit_lines", lines=[before, after])


@transaction.atomic
def complete_order(order: Order, *, by: User | None) -> Order:
    """Everything was delivered."""
    order = lock(Order, order.pk)
    if order.status != Order.Status.PLACED:
        raise ActionRefused(_("Only an order that is placed can be completed."))
    order.status = Order.Status.COMPLETED
    return write_record(order, by, "complete")


@transaction.atomic
def cancel_order(order: Order, *, by: User | None, at: dt.datetime | None = None) -> Order:
    """Call an order off: it disappears from its own day (rules.md G3). Refused once something was refunded."""
    order = lock(Order, order.pk)
    _require_changeable(order)
    order.status, order.cancelled_at = Order.Status.CANCELLED, moment(at, order.ordered_at)
    write_record(order, by, "cancel")
    settle_order(order, by=by, at=order.cancelled_at)
    return order


@transaction.atomic
def record_payment(
    order: Order,
    amount: Decimal,
    *,
    by: User | None,
    at: dt.datetime | None = None,
    method: str = Payment.Method.TRANSFER,
    reference: str = "",
    **external: str,
) -> Payment:
    """Record money received for an order, in the order's currency. It changes no revenue figure (G4: accrual).

    ``external`` is what another system calls the payment (``external_id``).
    """
    order = lock(Order, order.pk)
    if order.status in DEAD:
        raise ActionRefused(_("A draft or a cancelled order cannot be paid."))
    if amount <= 0:
        raise ActionRefused(_("A payment is more than nothing."), field="amount")
    payment = Payment(order=order, amount=amount, paid_at=moment(at), method=method, reference=reference, **external)
    return create_record(payment, by)


def _usual_owner(order: Order) -> User | None:
    if order.deal and order.deal.owner:
        return order.deal.owner
    return owner_at(order.customer, order.ordered_at) if order.customer else None


def _write_lines(order: Order, lines: Lines) -> None:
    """Save the lines in one statement: the totals of the header follow by themselves."""
    made = [line_of(order, said) for said in lines]
    if not made:
        raise ActionRefused(_("An order has at least one line."), field="lines")
    OrderLine.objects.bulk_create(made)
    order.refresh_from_db(fields=TOTALS)


def _require_changeable(order: Order) -> None:
    if order.status == Order.Status.CANCELLED:
        raise ActionRefused(_("This order was cancelled."))
    if Refund.objects.filter(order=order).exists():
        raise ActionRefused(_("Money was given back for this order, so it stays as it is. Refund the rest."))


def _reprice(order: Order, stored: Order) -> bool:
    """Set the rate anew when day or currency changed; whether they did."""
    day = local_day(order.ordered_at)
    if (day, order.currency) == (local_day(stored.ordered_at), stored.currency):
        return False
    _require_changeable(stored)
    order.ordered_at = moment(order.ordered_at)
    order.rate = rate_on(order.currency, day)
    return True


def _convert_lines(order: Order) -> None:
    lines = list(order.lines.all())
    for line in lines:
        line.amount_home = to_home(line.amount, order.rate)
    OrderLine.objects.bulk_update(lines, ["amount_home"])
    order.refresh_from_db(fields=TOTALS)


@transaction.atomic
def delete_draft(order: Order, *, by: User | None) -> None:
    """Throw a draft away, lines and all."""
    order = lock(Order, order.pk)
    if order.status != Order.Status.DRAFT:
        raise ActionRefused(_("Only a draft can be deleted; cancel the order instead."))
    audit.record(by, "delete", order, audit.deleted(order) | {"at": timezone.now()})
    order.delete()
