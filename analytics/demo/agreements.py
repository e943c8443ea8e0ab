"""Contracts with their renewals and papers, and the customers who left."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal

from accounts.models import Organisation
from analytics.demo.world import CENT, DAY, Account, World
from sales.models import ChurnReason, Competitor, Contract, ContractDocument, Departure

YEAR = dt.timedelta(days=365)
REASONS = {
    "Price 价格": 30,
    "Service 服务": 20,
    "Quality 质量": 16,
    "Competitor 竞争对手": 22,
    "Moved or closed 搬迁或停业": 12,
}
PLACES = ("Cabinet A 档案柜", "Cabinet B 档案柜", "Archive 档案室", "Server 文件服务器")


def sign_contracts(world: World) -> None:
    """Every third company that buys has a yearly contract; most are renewed, some late, some not."""
    rng = world.dice("contracts")
    for account in world.accounts:
        if account.is_company and account.buys_from and not account.hidden and rng.random() < 0.34:
            _chain(world, rng, account)


def _chain(world: World, rng: random.Random, account: Account) -> None:
    """Terms of a year, one after the other, until one is not renewed or still runs."""
    starts_on = max(account.buys_from or world.start, world.start)
    value = Decimal(rng.lognormvariate(9.6, 0.7)).quantize(CENT)
    category = rng.choice(world.categories)
    before = 0
    while starts_on < world.today:
        ends_on = starts_on + (rng.choice((182, 365, 365)) - 1) * DAY
        key = _contract(world, account, category, starts_on, ends_on, value)
        if before:
            world.book[Contract].row(before)["renewed_by_id"] = key
        row = world.book[Contract].row(key)
        _papers(world, rng, account, key, starts_on)
        fate = rng.random()
        if fate < 0.05:
            ended = starts_on + rng.randint(30, 170) * DAY
            if ended < world.today:
                row["status"], row["terminated_on"] = Contract.Status.TERMINATED.value, ended
            return
        renewed = ends_on + rng.choice((-60, -30, -14, -7, 0, 5, 20, 45)) * DAY
        if fate > 0.8 or renewed >= world.today:
            return
        row["renewed_on"], before = renewed, key
        starts_on, value = ends_on + DAY, (value * Decimal(rng.uniform(0.95, 1.2))).quantize(CENT)
        if starts_on >= world.today:
            key = _contract(world, account, category, starts_on, starts_on + YEAR, value)
            row["renewed_by_id"] = key
            return


def _contract(
    world: World, account: Account, category: int, starts_on: dt.date, ends_on: dt.date, value: Decimal
) -> int:
    sheet = world.book[Contract]
    signed = min(world.at(starts_on, 9), world.now - DAY)
    return sheet.add(
        number=f"LC{starts_on:%y%m}-{len(sheet.rows) + 1:04}",
        customer_id=account.id,
        category_id=category,
        status=Contract.Status.ACTIVE.value,
        starts_on=starts_on,
        ends_on=ends_on,
        annual_value=value,
        recorded_at=signed,
        **account.stamps(starts_on),
    )


def _papers(world: World, rng: random.Random, account: Account, contract: int, filed_on: dt.date) -> None:
    for kind in (ContractDocument.Kind.CONTRACT, ContractDocument.Kind.CUSTOMER_FILE):
        lost_on = filed_on + rng.randint(5, 300) * DAY if rng.random() < 0.09 else None
        lost_on = lost_on if lost_on and lost_on < world.today else None
        found_on = lost_on + rng.randint(2, 40) * DAY if lost_on and rng.random() < 0.4 else None
        number = world.book[Contract].row(contract)["number"]
        world.book[ContractDocument].add(
            name=f"{number} {kind.label}",
            kind=kind.value,
            contract_id=contract,
            customer_id=account.id,
            place=rng.choice(PLACES),
            filed_on=filed_on,
            lost_on=lost_on,
            found_on=found_on if found_on and found_on < world.today else None,
            recorded_at=world.at(filed_on, 10),
            **account.stamps(filed_on),
        )


def note_departures(world: World) -> None:
    """Who was silent for the company's number of days; of most somebody found out why."""
    rng = world.dice("departures")
    known = Organisation.objects.filter(pk=1).values_list("inactive_after_days", flat=True).first()
    silence = dt.timedelta(days=known or 180)
    reasons = [_reason(world, number, name) for number, name in enumerate(REASONS)]
    rivals = [*Competitor.objects.values_list("pk", flat=True)] or list(
        range(world.book[Competitor].first, world.book[Competitor].first + len(world.book[Competitor].rows))
    )
    for account in world.accounts:
        days = sorted(set(account.buys))
        for day, following in zip(days, [*days[1:], None], strict=False):
            left_on = day + silence
            if left_on >= world.today or (following and following < left_on):
                continue
            reason = rng.choices([*range(len(reasons)), None], [*REASONS.values(), 45])[0]
            world.book[Departure].add(
                customer_id=account.id,
                left_on=left_on,
                kind=Departure.Kind.LAPSED.value,
                reason_id=None if reason is None else reasons[reason],
                competitor_id=rng.choice(rivals) if reason == 3 else None,
                returned_on=following,
                recorded_at=world.at(left_on, 3),
                **account.stamps(left_on),
            )


def _reason(world: World, number: int, name: str) -> int:
    known = ChurnReason.objects.filter(name=name).values_list("pk", flat=True).first()
    return known or world.book[ChurnReason].add(name=name, position=number)
