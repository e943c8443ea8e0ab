"""Loaders of worked cases: expenses, campaigns and their money, advertising, markets, trainings."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from accounts.models import Interaction
from analytics.golden.loaders import place
from analytics.golden.world import DAY, World, money
from analytics.periods import Window, month_of, quarter_of, shift_month, year_of
from marketing.models import AdResult, Campaign, CampaignInteraction, Member, Spend
from sales.models import Expense, MarketSize, Refund, Training, TrainingAttendee
from service.models import Call

MONTH = 30 * DAY
EXPENSE_COLUMNS = {"center", "cost_center", "status", "reverses", "project", "spread_from", "spread_until"}


def word(text: Any) -> str:
    return str(text).strip().lower().replace(" ", "_").replace("-", "_")


def load_expenses(world: World) -> None:
    """Claims and bills; a row that only says an area of marketing spend is spend."""
    for row in world.rows("expenses"):
        kind = word(row.get("kind", "other"))
        claim = EXPENSE_COLUMNS & row.keys() or kind in Expense.Kind.values and kind not in Spend.Kind.values
        (claim_of if claim else spend_of)(world, row, kind)


def spend_of(world: World, row: dict[str, Any], kind: str) -> None:
    Spend.objects.create(
        day=world.day(row, "day"),
        kind=kind if kind in Spend.Kind.values else "other",
        actual=money(row["amount"]),
        is_acquisition=row.get("is_acquisition", kind in ("advertising", "promotion", "sales", "event", "marketing")),
    )


def claim_of(world: World, row: dict[str, Any], kind: str) -> None:
    amount, day = money(row["amount"]), world.day(row, "day")
    center = word(row.get("center") or row.get("cost_center") or "sales")
    status = word(row.get("status", "approved"))
    first = {"day": row["reverses"][:10]} if isinstance(row.get("reverses"), str) else None
    Expense.objects.create(
        day=day,
        kind=kind if kind in Expense.Kind.values else "other",
        cost_center=center if center in Expense.CostCenter.values else "other",
        amount=amount,
        amount_home=amount,
        currency=world.organisation.home_currency,
        status=status if status in Expense.Status.values else "approved",
        reverses=Expense.objects.filter(**first, reversal=None).first() if first and amount < 0 else None,
        is_acquisition=bool(row.get("is_acquisition")),
        owner=world.user(row.get("owner") or row.get("rep")),
        project=row.get("project", ""),
        spread_from=row.get("spread_from"),
        spread_until=row.get("spread_until"),
    )


def load_call_counts(world: World) -> None:
    """So many calls of each kind, on the first day asked about or the day said."""
    said = world.tables.get("call_counts") or []
    shapes: dict[str, dict[str, Any]] = {
        "inbound_offered": {"outcome": "answered"},
        "outbound": {"direction": "out", "outcome": "answered"},
        "test": {"outcome": "answered", "is_test": True},
        "internal": {"outcome": "answered", "is_internal": True},
        "blocked": {"outcome": "blocked"},
    }
    for row in said if isinstance(said, list) else [said]:
        at = world.at(row, "day")
        for name, shape in shapes.items():
            Call.objects.bulk_create(Call(entered_at=at, **shape) for _n in range(int(row.get(name) or 0)))


def campaign_named(world: World, name: Any, row: dict[str, Any] | None = None) -> Campaign:
    """The campaign of a name; the case may ask for it as a window or as a dimension."""
    found = Campaign.objects.filter(name=str(name)).first()
    if found is None:
        first = world.day(row or {}, "start", "starts_on")
        last = world.day(row, "end", "ends_on") if row and (row.get("end") or row.get("ends_on")) else first + MONTH
        found = Campaign.objects.create(name=str(name), starts_on=first, ends_on=last)
        world.windows[str(name)] = Window(first, last), {"campaign": [found.pk]}
    return found


def load_campaigns(world: World) -> None:
    """Campaigns by name, or with what they sold, would have sold, and cost."""
    for row in world.rows("campaigns"):
        if not isinstance(row, dict):
            campaign_named(world, row)
            continue
        campaign = campaign_named(world, row["id"], row)
        if "baseline" in row:
            campaign.baseline_sales = money(row["baseline"])
        if row.get("margin_rate") is not None:
            campaign.margin_rate = money(row["margin_rate"])
        campaign.save()
        day = campaign.starts_on.isoformat()
        if row.get("sales"):
            order = place(world, {"day": day, "amount": row["sales"]})
            order.campaign = campaign
            order.save(update_fields=["campaign"])
        if row.get("cost"):
            Spend.objects.create(day=campaign.starts_on, campaign=campaign, actual=money(row["cost"]))


def load_participants(world: World) -> None:
    for row in world.rows("participants"):
        campaign = campaign_named(world, row.get("campaign", "Campaign"))
        day = world.day(row, "day", "took_part")
        customer = world.customer(row.get("customer") or f"participant {row['id']}")
        Member.objects.create(
            campaign=campaign,
            customer=customer,
            contacted_on=campaign.starts_on,
            took_part_on=day,
            completed_on=day if row.get("completed_goal") else None,
        )
        if row.get("bought"):
            sold = {"customer": customer.external_id, "day": day.isoformat(), "amount": row.get("amount", 1)}  # type: ignore[union-attr]
            order = place(world, sold | {"status": row.get("order_status", "completed")})
            order.campaign = campaign
            order.save(update_fields=["campaign"])


def load_campaign_interactions(world: World) -> None:
    """Interactions with a campaign; what they cost, on which channel. Without a kind the channel is the kind."""
    for row in world.rows("interactions"):
        if "campaign" not in row:
            continue
        campaign = campaign_named(world, row["campaign"])
        touch = Interaction.objects.create(
            subject=f"touch {world.next()}",
            customer=world.customer(row.get("customer")),
            channel=world.channel(row.get("channel")),
            kind=word(row.get("kind") or row.get("channel") or "call")[:10],
            at=world.at(row, "at", "day"),
            cost=money(row["cost"]) if row.get("cost") is not None else None,
        )
        CampaignInteraction.objects.create(interaction=touch, campaign=campaign)


def load_series(world: World) -> None:
    """Advertising spend and sales of a month and of the month before, one pair of months a case."""
    for number, row in enumerate(world.rows("series")):
        month = shift_month(dt.date(2020, 2, 1), 2 * number)
        for day, ad, sales in ((shift_month(month, -1), "ad_prev", "sales_prev"), (month, "ad", "sales")):
            Spend.objects.create(day=day, kind="advertising", actual=money(row.get(ad)))
            sell(world, day, money(row.get(sales)))
        world.windows[str(row["case"])] = month_of(month), {}


def sell(world: World, day: dt.date, amount: Decimal, owner: Any = None) -> None:
    order = place(world, {"day": day.isoformat(), "amount": max(amount, Decimal(0)), "owner": owner})
    if amount < 0:
        Refund.objects.create(order=order, refunded_at=order.ordered_at, amount=-amount, amount_home=-amount)


def load_training(world: World) -> None:
    """A training, what its attendees and others sold on the day before and the day after it."""
    said = world.tables.get("training")
    if not said:
        return
    day, days = world.day(said, "completed", "completed_on"), int(world.params.get("window_days", 30))
    training = Training.objects.create(name=str(said["id"]), completed_on=day, effect_days=days)
    world.windows[str(said["id"])] = Window(day, day), {"training": [training.pk]}
    for table in ("sales", "control"):
        for row in world.rows(table):
            if table == "sales":
                TrainingAttendee.objects.create(training=training, user=world.user(row["rep"]))
            for when, name in ((day - DAY, "before"), (day + DAY, "after")):
                if money(row.get(name)):
                    sell(world, when, money(row[name]), row["rep"])


def load_ads(world: World) -> None:
    for row in world.rows("ads"):
        AdResult.objects.create(
            day=world.day(row, "day"),
            ad=str(row.get("ad", "ad")),
            placement=str(row.get("placement", "")),
            channel=world.channel(row.get("channel")),
            campaign=campaign_named(world, row["campaign"]) if row.get("campaign") else None,
            impressions=int(row.get("impressions") or 0),
            clicks=int(row.get("clicks") or 0),
            invalid_clicks=int(row.get("invalid_clicks") or 0),
            spend=money(row.get("spend")),
            conversions=int(row.get("conversions") or 0),
            revenue=money(row.get("revenue")),
        )


def period_of(text: str) -> tuple[str, Window]:
    """ "2024Q1", "2024-05" or "2024"."""
    year, quarter, month = re.fullmatch(r"(\d{4})(?:-?Q(\d)|-(\d\d))?", text).groups()  # type: ignore[union-attr]
    if quarter:
        return "quarter", quarter_of(dt.date(int(year), 3 * int(quarter), 1))
    if month:
        return "month", month_of(dt.date(int(year), int(month), 1))
    return "year", year_of(dt.date(int(year), 1, 1))


def load_market(world: World) -> None:
    """Sizes of markets, and own revenue by the same periods."""
    for row in world.rows("market"):
        period, window = period_of(str(row["period"]))
        MarketSize.objects.create(
            market=str(row.get("market", "Market")),
            category=world.category(row.get("category")),
            period=period,
            starts_on=window.first,
            size=money(row["size"]) if row.get("size") is not None else None,
        )
    for row in world.rows("revenue"):
        if "period" in row:
            _period, window = period_of(str(row["period"]))
            sold = {"day": window.first.isoformat(), "amount": row["amount"], "category": row.get("category")}
            place(world, sold)


LOADERS: list[Callable[[World], None]] = [
    load_expenses,
    load_call_counts,
    load_campaigns,
    load_participants,
    load_campaign_interactions,
    load_series,
    load_training,
    load_ads,
    load_market,
]
