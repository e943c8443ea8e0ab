"""Loaders of worked cases: contracts, documents on file, customers lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from analytics.golden.world import World, money
from sales.models import ChurnReason, Contract, ContractDocument, Departure

LONG_AGO = dt.timedelta(days=366)


def load_contracts(world: World) -> None:
    for row in world.rows("contracts"):
        ends_on = world.day(row, "end", "ends_on", "due")
        starts_on = world.day(row, "start", "starts_on") if row.get("start") or row.get("starts_on") else None
        terminated_on = world.day(row, "terminated_on", "terminated") if ended(row) else None
        renewed_on = row.get("renewed_on") or row.get("renewed")
        Contract.objects.create(
            number=str(row.get("id") or world.next()),
            customer=world.customer(row.get("customer") or f"of {row.get('id') or world.next()}"),
            owner=world.user(row.get("owner") or row.get("rep")),
            category=world.category(row.get("product") or row.get("category")),
            starts_on=starts_on or ends_on - LONG_AGO,
            ends_on=ends_on,
            annual_value=money(row.get("annual_value", row.get("value", row.get("amount")))),
            renewed_on=local(world, renewed_on),
            terminated_on=terminated_on,
            status=Contract.Status.TERMINATED if terminated_on else Contract.Status.ACTIVE,
        )


def ended(row: dict[str, Any]) -> bool:
    return bool(row.get("terminated_on") or row.get("terminated"))


def local(world: World, said: Any) -> dt.date | None:
    """The local day of an instant or of a bare day."""
    moment = world.moment(str(said)) if said else None
    return moment.astimezone(world.zone).date() if moment else None


def load_documents(world: World) -> None:
    """Those named, and as many others as are said to be on file at the end of the period."""
    on_file = next((int(n) for name, n in world.tables.items() if name.startswith("on_file") and n is not None), None)
    if not world.rows("documents") and on_file is None:
        return
    filed, kept = world.first - LONG_AGO, 0
    for row in world.rows("documents"):
        lost_on, found_on = local(world, row.get("lost")), local(world, row.get("found"))
        document(world, row, local(world, row.get("filed")) or filed, lost_on, found_on)
        kept += lost_on is None or found_on is not None
    others = range(max(0, (on_file or 0) - kept))
    ContractDocument.objects.bulk_create(ContractDocument(name=f"other {n}", filed_on=filed) for n in others)


def document(
    world: World, row: dict[str, Any], filed_on: dt.date, lost_on: dt.date | None, found_on: dt.date | None
) -> None:
    kind = row.get("type") or row.get("kind")
    ContractDocument.objects.create(
        name=str(row.get("id") or world.next()),
        kind=kind if kind in ContractDocument.Kind.values else ContractDocument.Kind.CONTRACT,
        owner=world.user(row.get("owner")),
        filed_on=min(filed_on, lost_on or filed_on),
        lost_on=lost_on,
        found_on=found_on,
    )


def load_churned(world: World) -> None:
    """Customers lost, on the day they say or the last day the case asks about."""
    world.keys["reason", "unknown"] = None
    for row in world.rows("churned"):
        name = row.get("reason")
        reason = ChurnReason.objects.get_or_create(name=str(name))[0] if name and name != "unknown" else None
        if reason:
            world.keys["reason", reason.name] = reason.pk
        Departure.objects.create(
            customer=world.customer(row.get("customer") or f"left {world.next()}"),
            left_on=local(world, row.get("day") or row.get("left_on") or row.get("churned_on")) or asked_day(world),
            reason=reason,
        )


def asked_day(world: World) -> dt.date:
    """The first day of the window in which the case asks for reasons."""
    for said in world.case["expected"]:
        if said.get("kpi", world.case["kpi"]) == "churn_reasons":
            return dt.date.fromisoformat(said["window"][0])
    return world.first


LOADERS: list[Callable[[World], None]] = [load_contracts, load_documents, load_churned]
