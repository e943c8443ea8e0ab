"""What was bought: orders with their lines, the money that came and the money that went back."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from analytics.demo import seasons
from analytics.demo.world import CENT, DAY, MONEY, Account, Article, Chance, World
from sales.models import Order, OrderLine, Payment, Product, Refund, RefundLine

Status = Order.Status
REFUND_REASONS = (
    "Damaged in transit 运输损坏",
    "Wrong article 发错商品",
    "Not as described 与描述不符",
    "Changed mind 不想要了",
)


@dataclass
class Shop:
    """The shelf with its running weights, the people who buy this week, and the dice."""

    rng: random.Random
    shelf: list[Article]
    weights: list[float]
    shipping: Article
    by_category: dict[int, list[Article]]
    buyers: list[Account] = field(default_factory=list)
    buyer_weights: list[float] = field(default_factory=list)
    backward: list[tuple[dt.date, int]] = field(default_factory=list)


def sell(world: World) -> None:
    """Write every order day by day: what won deals became, and what customers bought by themselves."""
    shop = _shop(world)
    from_deals = _deals_by_day(world)
    span = list(seasons.days(world.start, world.today))
    total = world.scaled(14000) - sum(map(len, from_deals.values()))
    counts = seasons.spread(shop.rng, total, [seasons.demand(day, world.start) for day in span])
    for number, (day, count) in enumerate(zip(span, counts, strict=True)):
        if number % 7 == 0:
            _who_buys(shop, world, day)
        _one_day(world, shop, day, count, from_deals.get(day, []))
    for day, order in sorted(shop.backward):
        _refund(world, shop.rng, day, order)


def _shop(world: World) -> Shop:
    shelf = [article for article in world.articles if article.kind != Product.Kind.SHIPPING]
    by_category: dict[int, list[Article]] = defaultdict(list)
    for article in shelf:
        by_category[article.category].append(article)
    shipping = next(article for article in world.articles if article.kind == Product.Kind.SHIPPING)
    running = list(itertools.accumulate(article.weight for article in shelf))
    return Shop(world.dice("orders"), shelf, running, shipping, by_category)


def _deals_by_day(world: World) -> dict[dt.date, list[Chance]]:
    found: dict[dt.date, list[Chance]] = defaultdict(list)
    for chance in world.chances:
        if chance.won and chance.ended:
            found[chance.ended.astimezone(world.zone).date()].append(chance)
    return found


def _who_buys(shop: Shop, world: World, day: dt.date) -> None:
    shop.buyers = [
        each
        for each in world.accounts
        if each.buys_from and each.buys_until and each.buys_from <= day < each.buys_until
    ]
    shop.buyer_weights = list(itertools.accumulate(each.weight for each in shop.buyers))


def _one_day(world: World, shop: Shop, day: dt.date, count: int, deals: list[Chance]) -> None:
    rng = shop.rng
    baskets: list[tuple[float, Account | None, Chance | None]] = []
    for _ in range(count):
        someone = bool(shop.buyers) and rng.random() > 0.06
        account = rng.choices(shop.buyers, cum_weights=shop.buyer_weights)[0] if someone else None
        hour = rng.gauss(13.5, 2.4) if account and account.is_company else rng.gauss(16.5, 3.8)
        baskets.append((min(23.9, max(0.2, hour)), account, None))
    for deal in deals:
        local = (deal.ended or world.now).astimezone(world.zone)
        hour = local.hour + local.minute / 60 + rng.uniform(0.1, 3)
        baskets.append((min(23.95, hour), deal.account, deal))
    for hour, account, chance in sorted(baskets, key=lambda each: each[0]):
        _order(world, shop, world.at(day, hour), account, chance)


def _order(world: World, shop: Shop, at: dt.datetime, account: Account | None, chance: Chance | None) -> None:
    rng, day = shop.rng, at.date()
    currency = account.currency if account else "CNY"
    rate = world.rate(currency, day)
    sheet = world.book[Order]
    status = _status(rng, world, day, chance)
    order = sheet.add(
        number=f"LH{day:%y%m}-{len(sheet.rows) + 1:06}",
        customer_id=account.id if account else None,
        deal_id=chance.id if chance else None,
        campaign_id=chance.campaign if chance else world.campaign_on(day) if rng.random() < 0.07 else None,
        region_id=account.region if account else rng.choice(list(world.regions.values())),
        status=status.value,
        ordered_at=at,
        cancelled_at=world.noted(at, rng.uniform(30, 4000)) if status == Status.CANCELLED else None,
        currency=currency,
        rate=rate,
        is_test=account is None and rng.random() < 0.1,
        recorded_at=world.noted(at, rng.choice((1, 3, 12, 60))),
        **_stamps(world, rng, account, chance, day),
    )
    row = sheet.row(order)
    _fill_basket(world, shop, row, account, chance)
    if status not in (Status.CANCELLED, Status.DRAFT):
        _remember(world, row, account, day)
        _pay(world, rng, row, account)
        if rng.random() < 0.042:
            shop.backward.append((day + rng.randint(1, 28) * DAY, order))


def _status(rng: random.Random, world: World, day: dt.date, chance: Chance | None) -> Order.Status:
    age = (world.today - day).days
    if rng.random() < 0.03 and chance is None:
        return Status.CANCELLED
    if age <= 3 and chance is None and rng.random() < 0.1:
        return Status.DRAFT
    return Status.PLACED if age < 6 else Status.COMPLETED


def _stamps(
    world: World, rng: random.Random, account: Account | None, chance: Chance | None, day: dt.date
) -> dict[str, int | None]:
    """As they stood on the day of the order; a deal's order is its owner's."""
    if account is None:
        return {"owner_id": None, "team_id": world.teams["online"], "channel_id": world.channels["shop"]}
    stamps: dict[str, int | None] = dict(account.stamps(day))
    if chance:
        stamps |= {"owner_id": chance.owner.id, "team_id": chance.owner.team_on(day)}
    elif rng.random() < 0.25:
        stamps["channel_id"] = world.channels[rng.choice(("shop", "phone"))]
    return stamps


def _fill_basket(world: World, shop: Shop, row: dict, account: Account | None, chance: Chance | None) -> None:
    rng = shop.rng
    wanted = min(8, 1 + int(rng.expovariate(1 / 1.7)))
    if chance:
        pool = shop.by_category[chance.category]
        picked = rng.sample(pool, min(len(pool), max(2, wanted)))
    else:
        found = rng.choices(shop.shelf, cum_weights=shop.weights, k=wanted)
        picked = list({each.id: each for each in found}.values())
    totals = [Decimal(0)] * 4
    for article in picked:
        if chance:
            quantity = max(1, round(chance.amount_home / len(picked) / article.price))
        else:
            quantity = _quantity(rng, article, bool(account and account.is_company))
        line = _line(world, rng, row, article, quantity)
        totals = [total + part for total, part in zip(totals, line, strict=True)]
    row["net"], row["net_home"], row["cost_home"], row["items"] = totals
    if rng.random() < 0.3:
        _line(world, rng, row, shop.shipping, 1)


def _quantity(rng: random.Random, article: Article, is_company: bool) -> int:
    """Cheap things are bought by the dozen, by companies more than by persons."""
    size = 1.6 if is_company else 0.35
    cheap = 8 if article.price < 60 else 1.5 if article.price < 300 else 0.55
    return 1 + int(rng.expovariate(1 / (size * cheap)))


def _line(world: World, rng: random.Random, row: dict, article: Article, quantity: int) -> tuple[Decimal, ...]:
    """Write one line; returns what it adds to net, net at home, cost and items of its order."""
    rate: Decimal = row["rate"]
    count = Decimal(quantity)
    price = (article.price / rate).quantize(CENT)
    gross = price * count
    discount = (gross * rng.randint(5, 15) / 100).quantize(CENT) if rng.random() < 0.2 else Decimal(0)
    amount = gross - discount
    home = (amount * rate).quantize(MONEY)
    cost = article.cost * count
    world.book[OrderLine].add(
        order_id=row["id"],
        product_id=article.id,
        kind=article.kind,
        category_id=article.category or None,
        quantity=count,
        unit_price=price,
        discount=discount,
        amount=amount,
        amount_home=home,
        cost_home=cost,
    )
    return amount, home, cost, count if article.kind == Product.Kind.PRODUCT else Decimal(0)


def _remember(world: World, row: dict, account: Account | None, day: dt.date) -> None:
    if account:
        account.buys.append(day)
    if row["owner_id"] and not row["is_test"] and not (account and account.hidden):
        month = (row["owner_id"], day.replace(day=1))
        world.rep_months[month] = world.rep_months.get(month, Decimal(0)) + row["net_home"]


def _pay(world: World, rng: random.Random, row: dict, account: Account | None) -> None:
    """Persons pay at once, companies when the invoice is due; a few never did."""
    on_credit = bool(account and account.is_company)
    wait = dt.timedelta(days=rng.uniform(4, 55)) if on_credit else dt.timedelta(minutes=rng.uniform(1, 30))
    paid = row["ordered_at"] + wait
    if paid >= world.now or rng.random() < 0.03 or not row["net"]:
        return
    methods = Payment.Method
    method = methods.TRANSFER if on_credit else rng.choice((methods.WALLET, methods.WALLET, methods.CARD))
    world.book[Payment].add(
        order_id=row["id"],
        paid_at=paid,
        amount=row["net"],
        method=method.value,
        reference=f"PAY{row['id']:07}",
        recorded_at=world.noted(paid),
    )


def _refund(world: World, rng: random.Random, day: dt.date, order: int) -> None:
    """Part of a line, a line or everything, at the exchange rate of the order."""
    if day >= world.today:
        return
    row = world.book[Order].row(order)
    lines = _lines_of(world, order)
    chosen = lines if rng.random() < 0.4 else [rng.choice(lines)]
    parts = [_part(rng, line, row["rate"]) for line in chosen]
    at = world.at(day, rng.uniform(9, 19))
    refund = world.book[Refund].add(
        order_id=order,
        refunded_at=at,
        amount=sum(part[2] for part in parts),
        amount_home=sum(part[3] for part in parts),
        reason=rng.choice(REFUND_REASONS),
        recorded_at=world.noted(at),
    )
    for line, quantity, _amount, home in parts:
        world.book[RefundLine].add(refund_id=refund, line_id=line, quantity=quantity, amount_home=home)


def _lines_of(world: World, order: int) -> list[dict]:
    """Lines were kept in order of their orders, so a search by halves finds the first."""
    rows = world.book[OrderLine].rows
    low, high = 0, len(rows)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if rows[middle]["order_id"] < order else (low, middle)
    found = itertools.takewhile(lambda line: line["order_id"] == order, rows[low : low + 20])
    return [line for line in found if line["kind"] != Product.Kind.SHIPPING]


def _part(rng: random.Random, line: dict, rate: Decimal) -> tuple[int, Decimal, Decimal, Decimal]:
    quantity = line["quantity"] if rng.random() < 0.6 else Decimal(rng.randint(1, int(line["quantity"])))
    amount = (line["amount"] * quantity / line["quantity"]).quantize(CENT)
    return line["id"], quantity, amount, (amount * rate).quantize(MONEY)
