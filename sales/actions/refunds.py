"""Refunds: money given back at the rate of its order, cut into the order's lines exactly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts.actions.records import create_record, lock, moment
from accounts.models import User
from accounts.rates import to_home, to_money
from crm_project.errors import ActionRefused
from sales.actions.loyalty import settle_order
from sales.models import Order, OrderLine, Product, Refund, RefundLine

NOTHING = Decimal(0)
UNREFUNDABLE = (Order.Status.DRAFT, Order.Status.CANCELLED)


@transaction.atomic
def refund_order(
    order: Order,
    *,
    by: User | None,
    amount: Decimal | None = None,
    lines: Iterable[Mapping[str, Any]] | None = None,
    at: dt.datetime | None = None,
    reason: str = "",
    **external: str,
) -> Refund:
    """Give back ``amount`` of an order, or parts of its lines, or all that is left; in the order's currency.

    A part is line, and amount or quantity. A refund counts on the local day of ``at`` (default now) at the rate of
    the order (rules.md G3, G5); refunds that make up the whole order add up to its home amount exactly. Raises
    ActionRefused for more than is left.
    """
    order = lock(Order, order.pk)
    if order.status in UNREFUNDABLE:
        raise ActionRefused(_("A draft or a cancelled order cannot be refunded."))
    at = moment(at, order.ordered_at)
    parts = [_part(order, said) for said in lines or ()]
    left, left_home = _left(order)
    amount = _agreed_amount(amount, parts, left)
    amount_home = left_home if amount == left else min(to_home(amount, order.rate), left_home)
    refund = Refund(order=order, amount=amount, amount_home=amount_home, refunded_at=at, reason=reason, **external)
    create_record(refund, by, action="refund")
    rows = _given(order, parts, amount_home) if parts else _spread(order, amount_home)
    RefundLine.objects.bulk_create(
        RefundLine(refund=refund, line=line, quantity=quantity, amount_home=home)
        for line, quantity, home in rows
        if home or quantity
    )
    settle_order(order, by=by, at=at)
    return refund


def allocate(total: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """``total`` cut in proportion to ``weights``, four decimals each, exact: the largest takes what is over.

    >>> allocate(Decimal(10), [Decimal(1), Decimal(1), Decimal(1)])
    [Decimal('3.3334'), Decimal('3.3333'), Decimal('3.3333')]
    """
    if not weights:
        return []
    whole = sum(weights, NOTHING)
    shares = weights if whole else [Decimal(1)] * len(weights)
    parts = [to_money(total * share / (whole or len(weights))) for share in shares]
    largest = max(range(len(shares)), key=lambda number: shares[number])
    parts[largest] += total - sum(parts, NOTHING)
    return parts


Part = tuple[OrderLine, Decimal, Decimal]


def _left(order: Order) -> tuple[Decimal, Decimal]:
    """What can still be given back, in the order's currency and in home currency."""
    given = Refund.objects.filter(order=order).aggregate(amount=Sum("amount"), home=Sum("amount_home"))
    return order.net - (given["amount"] or NOTHING), order.net_home - (given["home"] or NOTHING)


def _agreed_amount(amount: Decimal | None, parts: list[Part], left: Decimal) -> Decimal:
    if parts:
        told = sum((part for _line, _quantity, part in parts), NOTHING)
        if amount is not None and amount != told:
            raise ActionRefused(_("The parts do not add up to the amount."), field="amount")
        amount = told
    amount = left if amount is None else amount
    if amount <= 0:
        raise ActionRefused(_("There is nothing to give back."), field="amount")
    if amount > left:
        raise ActionRefused(_("At most %s can still be given back.") % left, field="amount")
    return to_money(amount)


def _part(order: Order, said: Mapping[str, Any]) -> Part:
    """One named part: line, quantity, amount in the order's currency (default: the quantity's share)."""
    line: OrderLine = said["line"]
    if line.order_id != order.pk:
        raise ActionRefused(_("This line belongs to another order."), field="lines")
    if line.kind == Product.Kind.SHIPPING:
        raise ActionRefused(_("Shipping is not revenue, so giving it back is no refund here."), field="lines")
    quantity = Decimal(said.get("quantity") or 0)
    left = line.quantity - _refunded(line, "quantity")
    if quantity < 0 or quantity > left:
        raise ActionRefused(_("At most %s of this line can come back.") % left.normalize(), field="lines")
    amount = said.get("amount")
    return line, quantity, to_money(line.amount * quantity / line.quantity if amount is None else amount)


def _given(order: Order, parts: list[Part], total: Decimal) -> list[Part]:
    """The named parts in home currency; rounding of the whole goes to the largest."""
    homes = [to_home(amount, order.rate) for _line, _quantity, amount in parts]
    largest = max(range(len(homes)), key=lambda number: homes[number])
    homes[largest] += total - sum(homes, NOTHING)
    for (line, _quantity, amount), home in zip(parts, homes, strict=True):
        over = home - (line.amount_home - _refunded(line, "amount_home"))
        if amount < 0 or over > len(parts) * Decimal("0.0001"):
            raise ActionRefused(_("This is more than is left of the line."), field="lines")
    return [(line, quantity, home) for (line, quantity, _amount), home in zip(parts, homes, strict=True)]


def _spread(order: Order, total: Decimal) -> list[Part]:
    """A refund that names no lines, over what is left of each; the last one brings every line to nothing."""
    lines = list(order.lines.exclude(kind=Product.Kind.SHIPPING))
    left = [line.amount_home - _refunded(line, "amount_home") for line in lines]
    all_of_it = total == sum(left, NOTHING)
    parts = left if all_of_it else allocate(total, [max(rest, NOTHING) for rest in left])
    return [
        (line, line.quantity - _refunded(line, "quantity") if all_of_it else NOTHING, part)
        for line, part in zip(lines, parts, strict=True)
    ]


def _refunded(line: OrderLine, name: str) -> Decimal:
    return RefundLine.objects.filter(line=line).aggregate(total=Sum(name))["total"] or NOTHING
