"""One loader a table of the worked cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from accounts.models import ExchangeRate, Interaction
from accounts.rates import rate_on
from analytics.golden.world import World, money
from analytics.models import Target
from marketing.models import Campaign, Member, Response, Spend
from sales.models import Deal, Lead, Order, OrderLine, Refund, RefundLine, StageChange
from service import clock
from service.models import BusinessCalendar, Call, Holiday, OpeningHours, Queue, Ticket, TicketEvent

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def load_fx(world: World) -> None:
    for row in world.rows("fx"):
        ExchangeRate.objects.create(currency=row["currency"], day=row["date"], rate=money(row["rate"]))


def load_customers(world: World) -> None:
    for row in world.rows("customers"):
        customer = world.customer(row["id"])
        for day in row.get("last_orders", []):
            place(world, {"customer": row["id"], "day": day})
        assert customer is not None
        customer.is_test = bool(row.get("is_test"))
        customer.save()
    for row in world.rows("customers"):
        if row.get("merged_into"):
            customer = world.customer(row["id"])
            assert customer is not None
            customer.merged_into = world.customer(row["merged_into"])
            customer.merged_at = world.at(row, "merged_at")
            customer.save()


def place(world: World, row: dict[str, Any]) -> Order:
    """One order with its lines; without lines one line of its whole amount."""
    at = world.at(row, "ordered_at", "day")
    currency = row.get("currency", world.organisation.home_currency)
    rate = rate_on(currency, at.astimezone(world.zone).date())
    status = row.get("status", "completed")
    cancelled = world.at(row, "cancelled_at") if status == "cancelled" and row.get("cancelled_at") else None
    order = Order.objects.create(
        number=str(row.get("id") or f"order {world.next()}"),
        customer=world.customer(row.get("customer")),
        owner=world.user(row.get("owner")),
        ordered_at=at,
        recorded_at=world.at(row, "recorded_at", "ordered_at", "day"),
        status=status,
        cancelled_at=cancelled,
        currency=currency,
        rate=rate,
        is_test=bool(row.get("is_test")),
        channel=world.channel(row.get("channel")),
    )
    whole = {name: row.get(name) for name in ("amount", "qty", "category", "product", "tier", "cost")}
    for line in row.get("lines") or [whole]:
        amount = money(line.get("amount"))
        OrderLine.objects.create(
            order=order,
            kind=line.get("kind", "product"),
            product=world.product(line),
            category=world.category(line.get("category")),
            quantity=money(1 if line.get("qty") is None else line["qty"]),
            unit_price=amount,
            amount=amount,
            amount_home=amount * rate,
            cost_home=money(line.get("cost")),
        )
    return order


def load_orders(world: World) -> None:
    for row in world.rows("orders"):
        place(world, row)


def load_refunds(world: World) -> None:
    for row in world.rows("refunds"):
        order = Order.objects.get(number=row["order"])
        at, amount = world.at(row, "refunded_at", "day"), money(row["amount"])
        refund = Refund.objects.create(
            order=order, refunded_at=at, recorded_at=at, amount=amount, amount_home=amount * order.rate
        )
        lines = list(order.lines.all())
        skus = [line.get("sku") for line in order_row(world, row["order"]).get("lines", [])]
        for item in row.get("items", []):
            line = lines[skus.index(item["sku"])] if item.get("sku") in skus else lines[0]
            RefundLine.objects.create(refund=refund, line=line, quantity=money(item["qty"]), amount_home=0)


def order_row(world: World, number: str) -> dict[str, Any]:
    return next((row for row in world.rows("orders") if row.get("id") == number), {})


def load_revenue(world: World) -> None:
    """Revenue given as totals: one order a row, or a refund of an empty order where it is negative."""
    for row in world.rows("revenue"):
        if "period" in row:
            continue
        amount = money(row["amount"])
        day = world.month(row).isoformat()
        order = place(world, {"day": day, "owner": row.get("owner"), "amount": max(amount, Decimal(0))})
        if amount < 0:
            Refund.objects.create(order=order, refunded_at=world.moment(day), amount=-amount, amount_home=-amount)


def load_first_orders(world: World) -> None:
    """First orders: a day by customer, or the product lines of each customer's first and later orders."""
    said = world.tables.get("first_orders", [])
    if isinstance(said, dict):
        for customer, day in said.items():
            place(world, {"customer": customer, "day": day})
        return
    for table, later in (("first_orders", 0), ("later_orders", 1)):
        for row in world.rows(table):
            day = (world.day(row, "day") + dt.timedelta(days=later)).isoformat()
            lines = [{"category": name, "amount": 1} for name in row["product_lines"]]
            place(world, {"customer": row["customer"], "day": day, "lines": lines})


def load_new_customers(world: World) -> None:
    for row in world.rows("new_customers"):
        if row.get("first_order"):
            place(world, {"customer": row["customer"], "day": row["first_order"]})


def load_quotas(world: World) -> None:
    for row in world.rows("quotas"):
        Target.objects.create(
            starts_on=world.month(row),
            owner=world.user(row.get("owner")),
            category=world.category(row.get("product_class")),
            amount=money(row["amount"]),
        )


def load_leads(world: World) -> None:
    for row in world.rows("leads"):
        outcome, reason = row.get("outcome", "open"), str(row.get("reason") or "")
        spam = next((word for word in ("spam", "test", "duplicate") if word in reason), "")
        status = {"won": "converted", "lost": "lost", "disqualified": "disqualified"}.get(outcome, "new")
        Lead.objects.create(
            name=str(row["id"]),
            received_at=world.at(row, "created_at"),
            status=status,
            disqualified_reason=(spam or "not_a_fit") if status == "disqualified" else "",
            won_at=world.moment(row.get("won_at")) if outcome == "won" else None,
        )


def deal(world: World, name: str, opened: dt.datetime, steps: list[tuple[dt.datetime, str, Decimal, Decimal]]) -> Deal:
    """A deal with its steps (when, stage, probability, amount); it is what its last step says."""
    at, stage_name, probability, amount = steps[-1]
    stage = world.stage(stage_name, probability)
    closed = stage.outcome != "open"
    record = Deal.objects.create(
        name=name,
        opened_at=opened,
        stage=stage,
        outcome=stage.outcome,
        closed_at=at if closed else None,
        probability=probability,
        currency=world.organisation.home_currency,
        amount=amount,
        amount_home=amount,
    )
    for when, step, chance, worth in steps:
        stage = world.stage(step, chance)
        StageChange.objects.create(
            deal=record, at=when, stage=stage, outcome=stage.outcome, probability=chance, amount_home=worth
        )
    return record


def load_stage_history(world: World) -> None:
    steps: dict[str, list[Any]] = {}
    for row in world.rows("stage_history"):
        chance, worth = money(row.get("probability")), money(row.get("amount"))
        steps.setdefault(row["opportunity"], []).append((world.at(row, "at"), row["stage"], chance, worth))
    for name, history in steps.items():
        history.sort()
        deal(world, name, history[0][0], history)


def load_opportunities(world: World) -> None:
    for row in world.rows("opportunities"):
        amount, chance = money(row.get("amount")), money(row.get("probability"))
        opened = world.at(row, "created")
        if "won" not in row:
            deal(world, row["id"], opened, [(opened, row.get("stage", "open"), chance, amount)])
            continue
        steps = [(opened, "open", Decimal(0), amount)]
        if row.get("first_won"):
            steps += [(world.at(row, "first_won"), "won", Decimal(1), amount)]
            steps += [(world.at(row, "reopened"), "open", Decimal(0), amount)]
        deal(world, row["id"], opened, [*steps, (world.at(row, "won"), "won", Decimal(1), amount)])


def load_calls(world: World) -> None:
    for row in world.rows("calls"):
        if "to" in row:
            load_sales_call(world, row)
            continue
        answered = row.get("answered", not (row.get("blocked") or row.get("ivr_only")))
        outcome = "answered" if answered else "abandoned"
        outcome = "missed" if not answered and row.get("direction") == "out" else outcome
        outcome = "blocked" if row.get("blocked") else "ivr" if row.get("ivr_only") else outcome
        outcome = next((name for name in ("phantom", "out_of_hours") if row.get(name)), outcome)
        at = world.at(row, "queued_at", "at", "day")
        Call.objects.create(
            external_id=f"{row['id']}",
            direction=row.get("direction", "in"),
            entered_at=at,
            outcome=outcome,
            wait_seconds=row.get("wait"),
            talk_seconds=row.get("talk"),
            hold_seconds=row.get("hold"),
            wrap_up_seconds=row.get("acw"),
            transfers=max(0, int(row.get("legs") or 1) - 1),
            trunk=str(row.get("trunk") or ""),
            disposition=str(row.get("disposition") or ""),
            owner=world.user(row.get("rep") or row.get("agent")),
            is_test=bool(row.get("is_test")),
            is_internal=bool(row.get("internal")),
        )


def load_sales_call(world: World, row: dict[str, Any]) -> None:
    """A call a rep logged: to a customer, to a lead (no customer yet), or inside the company."""
    name = None if str(row["to"]).startswith("lead") else row["to"]
    customer = world.customer(name)
    if customer is not None and row.get("internal"):
        customer.is_internal = True
        customer.save()
    Interaction.objects.create(
        subject=str(row["id"]),
        owner=world.user(row.get("rep")),
        customer=customer,
        at=world.at(row, "at", "day"),
        direction=row.get("direction", "out"),
        connected=row.get("connected", True),
    )


def load_tickets(world: World) -> None:
    queue = Queue.objects.create(name="Queue", calendar=calendar(world))
    hours = clock.Clock(clock.hours_of(queue.calendar), world.zone)
    for row in world.rows("tickets"):
        opened = world.moment(row.get("created_local") or row.get("created"))
        if opened is None:
            continue
        ticket = Ticket(number=str(row["id"]), subject=str(row["id"]), opened_at=opened, queue=queue)
        ticket.first_response_at = world.moment(row.get("first_response_local") or row.get("first_response"))
        if ticket.first_response_at:
            ticket.first_response_open_seconds = hours.open_seconds(opened, ticket.first_response_at)
        events = [(kind, world.moment(when)) for kind, when in row.get("events", [])]
        solved = [when for kind, when in events if kind == "resolved"]
        ticket.first_resolved_at = min(solved, default=None)  # type: ignore[type-var]
        if events and events[-1][0] == "resolved":
            ticket.status, ticket.resolved_at = "resolved", events[-1][1]
        ticket.save()
        for kind, when in events:
            TicketEvent.objects.create(ticket=ticket, kind=kind, at=when)


def calendar(world: World) -> BusinessCalendar | None:
    said = world.tables.get("calendar")
    if not said:
        return None
    record = BusinessCalendar.objects.create(name="Calendar")
    opens, closes = said["hours"].split("-")
    first, _dash, last = said["days"].partition("-")
    for number in range(WEEKDAYS.index(first), WEEKDAYS.index(last or first) + 1):
        OpeningHours.objects.create(calendar=record, weekday=number + 1, opens=opens, closes=closes)
    for day in said.get("holidays", []):
        Holiday.objects.create(calendar=record, day=day)
    return record


def load_campaign(world: World) -> None:
    said = world.tables.get("campaign")
    if not said:
        return
    campaign = Campaign.objects.create(
        name="Campaign", starts_on=said["start"], ends_on=said["end"], grace_days=said.get("grace_days", 0)
    )
    for row in world.rows("members"):
        member = Member.objects.create(
            campaign=campaign,
            customer=world.customer(f"member {row['id']}"),
            contacted_on=row.get("contacted") or said["start"],
            delivered=row.get("delivered", True),
        )
        for day in row.get("responses", []):
            Response.objects.create(member=member, on=day)


def load_budget(world: World) -> None:
    for row in world.rows("budget"):
        Spend.objects.create(
            day=world.month(row), kind=row["area"], planned=money(row["plan"]), actual=money(row["actual"])
        )


FIRST: list[Callable[[World], None]] = [
    load_fx,
    load_customers,
    load_orders,
    load_refunds,
    load_revenue,
    load_first_orders,
    load_new_customers,
    load_quotas,
    load_leads,
    load_stage_history,
    load_opportunities,
    load_calls,
    load_tickets,
    load_campaign,
    load_budget,
]
