"""Loaders of worked cases: money booked to channels, forecasts of members, goals, score cards."""

from __future__ import annotations

from collections.abc import Callable

from analytics.golden.world import World, money
from analytics.models import Goal, GoalReading, MemberForecast, Scorecard, ScorecardLine, Target
from marketing.models import Campaign, Member, Response, Spend


def load_channel_spend(world: World) -> None:
    """Money booked to a channel for winning customers."""
    for row in world.rows("channel_spend"):
        Spend.objects.create(
            day=world.day(row, "day"),
            kind="advertising",
            channel=world.channel(row["channel"]),
            actual=money(row["amount"]),
            is_acquisition=True,
        )


def load_forecasts(world: World) -> None:
    """Members of one campaign with the chance they were given when it started."""
    rows = world.rows("forecasts")
    if not rows:
        return
    day = world.day(rows[0], "day")
    campaign = Campaign.objects.create(name="Forecast", starts_on=day, ends_on=day)
    for row in rows:
        member = Member.objects.create(
            campaign=campaign, customer=world.customer(row["customer"]), contacted_on=day, delivered=True
        )
        MemberForecast.objects.create(member=member, day=day, probability=money(row["probability"]))
        if row.get("responded"):
            Response.objects.create(member=member, on=day)


def load_goals(world: World) -> None:
    for row in world.rows("goals"):
        goal = Goal.objects.create(
            name=str(row.get("id") or world.next()),
            kpi=row.get("kpi") or "",
            owner=world.user(row.get("owner")),
            change=money(row.get("target")),
            target_value=money(row.get("target")),
            baseline_value=money(row["baseline"]) if row.get("baseline") is not None else None,
            due_on=world.day(row, "due"),
            status=row.get("status") or Goal.Status.OPEN,
            actual=money(row["actual"]) if row.get("actual") is not None else None,
            is_implementation=bool(row.get("implementation")),
        )
        for reading in row.get("readings", []):
            GoalReading.objects.create(goal=goal, on=world.day(reading, "on"), value=money(reading["value"]))


def load_scorecard(world: World) -> None:
    """The company's card: KPIs with a weight, and what each should reach in its month."""
    rows = world.rows("scorecard")
    if not rows:
        return
    card = Scorecard.objects.create(name="Card", scope=Scorecard.Scope.COMPANY)
    for row in rows:
        ScorecardLine.objects.create(card=card, kpi=row["kpi"], weight=money(row["weight"]))
        if row.get("target") is not None:
            Target.objects.create(kpi=row["kpi"], starts_on=world.month(row), amount=money(row["target"]))


LOADERS: list[Callable[[World], None]] = [load_channel_spend, load_forecasts, load_goals, load_scorecard]
