"""Loaders of worked cases: who bought what for the first time, again, and how many customers there were."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from accounts.models import Customer
from analytics.golden.loaders import place
from analytics.golden.world import World
from analytics.periods import DAY


def load_prospects(world: World) -> None:
    """People by the day they were first noted; one who is a customer already has ordered the day before."""
    for row in world.rows("prospects"):
        customer = world.customer(row["id"])
        assert customer is not None
        customer.since = world.day(row, "created")
        customer.save()
        if row.get("existing_customer"):
            place(world, {"customer": row["id"], "day": (customer.since - DAY).isoformat()})


def load_spend(world: World) -> None:
    for row in world.rows("spend"):
        place(world, row)


def load_stock(world: World) -> None:
    """How many customers there were on some days: each has ordered so as to be active on the days it must be.

    The newest leave first: what they have to lapse on is set by when they last ordered.
    """
    inactive = dt.timedelta(days=world.organisation.inactive_after_days)
    active: list[tuple[str, dt.date]] = []
    for row in sorted(world.rows("stock"), key=lambda row: row["day"]):
        day = world.day(row, "day")
        while len(active) > row["customers"]:
            leave(world, active.pop()[0], day)
        while len(active) < row["customers"]:
            name = f"stock {world.next()}"
            active.append((name, day))
            place(world, {"customer": name, "day": day.isoformat()})
        for name, since in active:
            if day - since >= inactive // 2:
                place(world, {"customer": name, "day": day.isoformat()})
        active = [(name, day if day - since >= inactive // 2 else since) for name, since in active]


def leave(world: World, name: str, day: dt.date) -> None:
    """A customer who is gone by a day: their orders were so long ago that they lapse on it."""
    customer: Customer | None = world.customer(name)
    assert customer is not None
    lapsed = world.moment((day - dt.timedelta(days=world.organisation.inactive_after_days)).isoformat())
    customer.orders.update(ordered_at=lapsed)


LOADERS: list[Callable[[World], None]] = [load_prospects, load_spend, load_stock]
