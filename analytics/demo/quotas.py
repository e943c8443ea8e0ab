"""Sales quotas: every rep for every month, and what the company wants from the year."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from analytics.demo import seasons
from analytics.demo.world import DAY, Worker, World
from analytics.models import Target

MONTHS_BACK = 14
STEP = Decimal(1000)
AMBITION = Decimal("1.06")


def set_quotas(world: World) -> None:
    """From fourteen months ago to the end of this year; the year's target is a little above their sum."""
    boss = world.by_role("sales_manager")[0]
    first = _months_before(world.today.replace(day=1), MONTHS_BACK)
    year_sums: dict[int, Decimal] = {}
    month = first
    while month <= dt.date(world.today.year, 12, 1):
        for rep in world.by_role("rep"):
            amount = _quota(world, rep, month)
            if amount and rep.hired <= month:
                _set(world, boss, Target.Period.MONTH, month, amount=amount, owner_id=rep.id)
                year_sums[month.year] = year_sums.get(month.year, Decimal(0)) + amount
        month = (month + 32 * DAY).replace(day=1)
    total = year_sums.get(world.today.year, Decimal(0)) * Decimal("1.05")
    _set(world, boss, Target.Period.YEAR, dt.date(world.today.year, 1, 1), amount=_rounded(total))


def _months_before(month: dt.date, count: int) -> dt.date:
    for _ in range(count):
        month = (month - DAY).replace(day=1)
    return month


def _quota(world: World, rep: Worker, month: dt.date) -> Decimal:
    """What the rep sells in an ordinary month, with the season of this one and some ambition."""
    sold = [amount for (owner, _month), amount in world.rep_months.items() if owner == rep.id]
    ordinary = sum(sold, Decimal(0)) / max(1, len(sold))
    season = Decimal(seasons.MONTHS[month.month - 1])
    return _rounded(ordinary * season * AMBITION)


def _rounded(amount: Decimal) -> Decimal:
    return (amount / STEP).quantize(Decimal(1)) * STEP


def _set(
    world: World,
    boss: Worker,
    period: Target.Period,
    starts_on: dt.date,
    *,
    amount: Decimal,
    owner_id: int | None = None,
) -> None:
    set_at = min(world.at(starts_on - 12 * DAY, 16), world.now)
    world.book[Target].add(
        kpi="sales_revenue",
        period=period.value,
        starts_on=starts_on,
        owner_id=owner_id,
        amount=amount,
        set_at=set_at,
        set_by_id=boss.id,
        recorded_at=set_at,
    )
