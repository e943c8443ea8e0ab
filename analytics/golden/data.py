"""Loaders of worked cases: quality of customer data, engagement, uses of data."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from accounts.models import Customer, CustomerField, CustomerStatus, DataRule, ValueCheck
from analytics.golden.loaders import place
from analytics.golden.world import World, money
from analytics.periods import start_of
from marketing.models import DataUse, EngagementEvent, EngagementWeight

TEXTS = ("name", "email", "phone", "website", "industry", "city", "country", "address")


def load_required(world: World) -> None:
    """What each customer's fields hold, on file since before the first day; then what is required of them."""
    required = world.tables.get("required")
    if not isinstance(required, list):
        return
    for row in world.rows("customers"):
        said = {name: row[name] or "" for name in TEXTS if name in row}
        Customer.objects.filter(external_id=str(row["id"])).update(since=world.first, **said)
        for field in CustomerField.values:
            valid = row.get(f"{field}_valid")
            if valid is not None:
                ValueCheck.objects.create(
                    customer=world.customer(row["id"]),
                    field=field,
                    checked_on=world.day(row, "checked_on"),
                    valid=valid,
                    value=str(row.get(field) or ""),
                )
    DataRule.objects.bulk_create(DataRule(field=name) for name in dict.fromkeys(required))


def load_engagement(world: World) -> None:
    """Interactions by type, ``n`` of each row, worth what the weights say."""
    said = world.tables.get("weights")
    weights = {name: money(weight) for name, weight in said.items()} if isinstance(said, dict) else {}
    rows = [row for row in world.rows("interactions") if "type" in row]
    for kind in {row["type"] for row in rows} & weights.keys():
        EngagementWeight.objects.create(kind=kind, since=world.first, weight=weights[kind])
    for row in rows:
        n, weight = int(row.get("n", 1)), weights.get(row["type"], Decimal(0))
        EngagementEvent.objects.create(
            customer=world.customer(row.get("customer")),
            visitor=str(row.get("visitor") or ""),
            kind=row["type"],
            at=world.at(row, "at", "day"),
            n=n,
            weight=weight,
            points=n * weight,
            pages=row.get("pages"),
            minutes=row.get("minutes"),
            is_bot=bool(row.get("bot") or row.get("is_bot")),
            is_internal=bool(row.get("internal") or row.get("is_internal")),
        )


def load_active(world: World) -> None:
    """Customers said to be active have an order."""
    for row in listed(world, "active_customers", "customer"):
        place(world, {"amount": 1, **row})


def load_uses(world: World) -> None:
    for row in listed(world, "data_used_for", "customer"):
        DataUse.objects.create(
            customer=world.customer(row["customer"]),
            on=world.day(row, "on", "day"),
            use=row.get("use", DataUse.Use.CAMPAIGN),
            consented=row.get("consented", True),
        )


def load_on_file(world: World) -> None:
    """Everybody named, and as many more as the case says there are."""
    said = world.tables.get("customers_on_file")
    if said is None:
        return
    for name in said if isinstance(said, list) else ():
        world.customer(name["id"] if isinstance(name, dict) else name)
    wanted = said if isinstance(said, int) else 0
    for n in range(wanted - len(world.customers)):
        world.customer(f"on file {n + 1}")
    start = start_of(world.first, world.zone)
    CustomerStatus.objects.bulk_create(
        CustomerStatus(customer=customer, at=start, status=customer.status) for customer in world.customers.values()
    )


def listed(world: World, table: str, key: str) -> list[dict[str, Any]]:
    """Rows given in full, or by their name alone."""
    return [row if isinstance(row, dict) else {key: row} for row in world.rows(table)]


LOADERS: list[Callable[[World], None]] = [load_required, load_engagement, load_active, load_uses, load_on_file]
