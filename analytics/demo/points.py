"""Points of the loyalty programme, which began a year ago, for customers who are persons."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from analytics.demo.world import DAY, World
from sales.models import (
    LoyaltyBooking,
    LoyaltyEntry,
    LoyaltyProgramme,
    Order,
    OrderLine,
    Product,
    Refund,
    RefundLine,
)

RUNNING = dt.timedelta(days=365)
Kind, Account = LoyaltyBooking.Kind, LoyaltyEntry.Account
DEAD = (Order.Status.DRAFT.value, Order.Status.CANCELLED.value)


def give_points(world: World) -> None:
    """A point for every whole yuan of a line; what was refunded takes its points along; some were redeemed."""
    LoyaltyProgramme.objects.update_or_create(
        pk=1, defaults={"active": True, "points_per_unit": 1, "expires_after_days": 730}
    )
    persons = {account.id for account in world.accounts if not account.is_company}
    begun = world.at(world.today - RUNNING, 0)
    orders = world.book[Order]
    earning = {
        orders.first + number: row
        for number, row in enumerate(orders.rows)
        if row["customer_id"] in persons
        and row["ordered_at"] >= begun
        and row["status"] not in DEAD
        and not row["is_test"]
    }
    lines = _lines(world, earning)
    balances: dict[int, int] = defaultdict(int)
    events = [(row["ordered_at"], 0, key) for key, row in earning.items()] + _refunds(world, earning)
    left = {line: row["amount_home"] for rows in lines.values() for line, row in rows}
    given = _given_back(world)
    for at, refund, order in sorted(events):
        customer = earning[order]["customer_id"]
        balances[customer] += _settle(world, customer, order, at, lines[order], left, given.get(refund, {}))
    _redeem(world, world.dice("points"), balances)


def _lines(world: World, earning: dict[int, Any]) -> dict[int, list[tuple[int, dict[str, Any]]]]:
    sheet = world.book[OrderLine]
    found: dict[int, list[tuple[int, dict[str, Any]]]] = defaultdict(list)
    for number, row in enumerate(sheet.rows):
        if row["order_id"] in earning and row["kind"] != Product.Kind.SHIPPING.value:
            found[row["order_id"]].append((sheet.first + number, row))
    return found


def _refunds(world: World, earning: dict[int, Any]) -> list[tuple[dt.datetime, int, int]]:
    sheet = world.book[Refund]
    return [
        (row["refunded_at"], sheet.first + number, row["order_id"])
        for number, row in enumerate(sheet.rows)
        if row["order_id"] in earning
    ]


def _given_back(world: World) -> dict[int, dict[int, Decimal]]:
    found: dict[int, dict[int, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for row in world.book[RefundLine].rows:
        found[row["refund_id"]][row["line_id"]] += row["amount_home"]
    return found


def _settle(
    world: World, customer: int, order: int, at: dt.datetime, lines: Any, left: dict[int, Decimal], back: dict[int, Decimal]
) -> int:  # fmt: skip
    """Book an order, or, with ``back``, what a refund of it changes; what it did to the balance."""
    moved = []
    for line, _row in lines:
        before = _points(left[line]) if back else 0
        left[line] -= back.get(line, Decimal(0))
        points = _points(left[line]) - before
        if points:
            moved.append((line, points))
    if moved:
        _book(world, customer, Kind.REVERSE if back else Kind.EARN, at, moved, order)
    return sum(points for _line, points in moved)


def _points(amount: Decimal) -> int:
    return int(max(amount, Decimal(0)).to_integral_value(ROUND_FLOOR))


def _book(
    world: World, customer: int, kind: Any, at: dt.datetime, moved: list[tuple[int | None, int]], order: int | None = None
) -> None:  # fmt: skip
    told = {"customer_id": customer, "kind": kind.value, "at": at, "recorded_at": world.noted(at), "order_id": order}
    booking = world.book[LoyaltyBooking].add(**told)
    other = Account.REDEEMED if kind is Kind.REDEEM else Account.ISSUED
    for line, points in moved:
        world.book[LoyaltyEntry].add(booking_id=booking, account=Account.BALANCE.value, line_id=line, points=points)
    total = sum(points for _line, points in moved)
    if total:
        world.book[LoyaltyEntry].add(booking_id=booking, account=other.value, points=-total)


def _redeem(world: World, rng: random.Random, balances: dict[int, int]) -> None:
    for customer, points in balances.items():
        if points >= 200 and rng.random() < 0.25:
            at = world.at(world.today - rng.randint(1, 20) * DAY, rng.uniform(9, 18))
            _book(world, customer, Kind.REDEEM, at, [(None, -(points // 200) * 100)])
