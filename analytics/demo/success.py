"""How leads and deals came closer to success, and whose success it was."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from typing import Any

from analytics.demo.world import DAY, World
from sales.models import DealCredit, DealMilestone, Lead, LeadChange, LeadMilestone, Milestone, StageChange

MILESTONES = {
    "Answered 已回复": "0.05",
    "Met in person 已拜访": "0.15",
    "Needs known 需求明确": "0.1",
    "Offer sent 已报价": "0.15",
    "Contract draft 合同草案": "0.2",
}
FIRST = Decimal("0.1")
HOUR = dt.timedelta(hours=1)
ENDED = (Lead.Status.LOST.value, Lead.Status.DISQUALIFIED.value)


def tell_leads(world: World) -> None:
    """Milestones, and what stood about every lead from when on."""
    rng = world.dice("milestones")
    steps = [(_milestone(world, n, name, step), Decimal(step)) for n, (name, step) in enumerate(MILESTONES.items())]
    sheet = world.book[Lead]
    for number, row in enumerate(sheet.rows):
        _one_lead(world, rng, sheet.first + number, row, steps)
    _deals(world, rng, steps)


def _milestone(world: World, number: int, name: str, step: str) -> int:
    known = Milestone.objects.filter(name=name).values_list("pk", flat=True).first()
    return known or world.book[Milestone].add(name=name, position=number, step=Decimal(step))


def _one_lead(
    world: World, rng: random.Random, key: int, row: dict[str, Any], steps: list[tuple[int, Decimal]]
) -> None:
    received, status = row["received_at"], row["status"]
    converted = row.get("converted_at")
    end = converted or received + rng.uniform(0.5, 25) * DAY
    until = min(end, world.now - HOUR)
    worked = status != Lead.Status.NEW and row.get("disqualified_reason") not in ("spam", "test", "duplicate")
    reached = rng.randint(0, 3) if worked else 0
    chance = FIRST
    _tell(world, key, row, received, Lead.Status.NEW.value, chance)
    for number, (milestone, step) in enumerate(steps[:reached]):
        at = received + (until - received) * (number + 1) / (reached + 1)
        before, chance = chance, min(chance + step, Decimal(1))
        said = {"milestone_id": milestone, "at": at, "before": before, "after": chance, "by_id": row.get("owner_id")}
        world.book[LeadMilestone].add(lead_id=key, recorded_at=world.noted(at), **said)
        _tell(world, key, row, at, Lead.Status.WORKING.value, chance)
    row["probability"] = chance
    if status == Lead.Status.CONVERTED or (status in ENDED):
        _tell(world, key, row, max(received, until), status, chance)
    elif status == Lead.Status.WORKING and not reached:
        _tell(world, key, row, max(received, min(received + DAY, until)), status, chance)


def _tell(world: World, key: int, row: dict[str, Any], at: dt.datetime, status: str, chance: Decimal) -> None:
    world.book[LeadChange].add(
        lead_id=key,
        at=at,
        recorded_at=world.noted(at),
        status=status,
        probability=chance,
        expected_amount=row.get("expected_amount") or 0,
        owner_id=row.get("owner_id"),
        team_id=row.get("team_id"),
        segment_id=row.get("segment_id"),
    )


def _deals(world: World, rng: random.Random, steps: list[tuple[int, Decimal]]) -> None:
    """Some deals reached a milestone in their first stage, before the next one set its own probability."""
    first: dict[int, list[dict[str, Any]]] = {}
    for row in world.book[StageChange].rows:
        first.setdefault(row["deal_id"], []).append(row)
    for deal, rows in first.items():
        if len(rows) < 2 or rng.random() > 0.4:
            continue
        before, following = rows[0], rows[1]
        milestone, step = rng.choice(steps)
        at = before["at"] + (following["at"] - before["at"]) / 2
        after = min(before["probability"] + step, Decimal(1))
        said = {"at": at, "recorded_at": world.noted(at)}
        world.book[StageChange].add(**{**before, **said, "id": None, "probability": after})
        world.book[DealMilestone].add(
            deal_id=deal,
            milestone_id=milestone,
            before=before["probability"],
            after=after,
            by_id=before["owner_id"],
            **said,
        )


def share_credit(world: World) -> None:
    """One won deal in fifteen was the work of two."""
    rng = world.dice("credits")
    for chance in world.chances:
        if not chance.won or rng.random() > 1 / 15:
            continue
        others = [each for each in world.by_role("rep", chance.opened.date()) if each.id != chance.owner.id]
        if not others:
            continue
        at = world.noted(chance.ended or chance.opened, 30)
        for user, share in ((chance.owner.id, "0.6"), (rng.choice(others).id, "0.4")):
            world.book[DealCredit].add(deal_id=chance.id, user_id=user, share=Decimal(share), recorded_at=at)
