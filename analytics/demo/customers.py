"""The other side: companies and persons, their contacts, owners and history."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field

from faker import Faker

from accounts.models import Contact, Customer, CustomerStatus
from analytics.demo.world import DAY, Account, Worker, World

INDUSTRIES = (
    "Retail 零售",
    "Hotels 酒店",
    "Education 教育",
    "Offices 写字楼",
    "Manufacturing 制造",
    "Restaurants 餐饮",
    "Health 医疗",
)
TITLES = (
    "Buyer 采购",
    "Office manager 行政经理",
    "Owner 店主",
    "Head of purchasing 采购总监",
    "Assistant 助理",
)
TEAM_OF_REGION = {"north": "north", "west": "north", "east": "south", "south": "south", "abroad": "south"}
KNOWN_BEFORE = 0.25


@dataclass
class Names:
    """Made-up names, Chinese for three in four."""

    rng: random.Random
    zh: Faker
    en: Faker
    taken: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, world: World, stage: str) -> Names:
        names = cls(world.dice(stage), Faker("zh_CN"), Faker("en_US"))
        names.zh.seed_instance(f"{world.seed} {stage} zh")
        names.en.seed_instance(f"{world.seed} {stage} en")
        return names

    def pick(self, abroad: bool) -> Faker:
        return self.en if abroad or self.rng.random() < 0.12 else self.zh

    def company(self, faker: Faker, city: str) -> str:
        """A company is found by its name: the second of a name carries its city."""
        name = faker.company()
        if name in self.taken:
            name = city + name if faker is self.zh else f"{name} {city}"
        self.taken.add(name)
        return name


def meet_customers(world: World) -> None:
    """Everybody we know at the end, with the day they came to us; what they buy is decided later."""
    names = Names.of(world, "customers")
    days = sorted(_first_days(world, names.rng))
    for number, since in enumerate(days):
        world.accounts.append(_meet(world, names, number, since))
    for account in world.accounts[5:7]:
        account.hidden = True
        row = world.book[Customer].row(account.id)
        row |= {"name": f"Test 测试 {account.id}", "is_test": True}
    world.book[Customer].row(world.accounts[8].id)["is_internal"] = True
    world.accounts[8].hidden = True


def _first_days(world: World, rng: random.Random) -> list[dt.date]:
    span = (world.today - world.start).days
    known = round(world.size * KNOWN_BEFORE)
    old = [world.start - rng.randint(1, 900) * DAY for _ in range(known)]
    return old + [world.start + int(span * rng.random() ** 0.85) * DAY for _ in range(world.size - known)]


def _meet(world: World, names: Names, number: int, since: dt.date) -> Account:
    rng = names.rng
    is_company = rng.random() < 0.55
    region = rng.choices(list(world.regions), (28, 30, 24, 10, 8))[0]
    faker = names.pick(region == "abroad")
    segment = rng.choices(("key", "mid", "small"), (8, 32, 60))[0] if is_company else "home"
    channel = _channel(rng, is_company)
    team = TEAM_OF_REGION[region] if is_company else "online"
    owner = _owner(world, rng, team, since)
    city = faker.city_name() if faker is names.zh else faker.city()
    name = names.company(faker, city) if is_company else faker.name()
    key = world.book[Customer].add(
        kind=Customer.Kind.COMPANY.value if is_company else Customer.Kind.PERSON.value,
        name=name,
        owner_id=owner.id,
        team_id=owner.team_on(world.today),
        segment_id=world.segments[segment],
        channel_id=world.channels[channel],
        region_id=world.regions[region],
        email=f"info{number + 1}@customer.example",
        phone=_phone(rng),
        industry=rng.choice(INDUSTRIES) if is_company else "",
        city=city,
        country="CN" if region != "abroad" else rng.choice(("US", "DE", "FR", "GB", "NL")),
        since=since,
        recorded_at=world.noted(world.at(since, rng.uniform(9, 18))),
    )
    currency = "CNY" if region != "abroad" else rng.choice(("USD", "EUR"))
    weight = min(rng.paretovariate(1.16), 60) * (1.7 if segment == "key" else 1.0 if is_company else 0.8)
    account = Account(
        key,
        name,
        is_company,
        world.segments[segment],
        world.channels[channel],
        world.regions[region],
        currency,
        since,
        [(since, owner)],
        weight,
    )
    _hand_over(world, rng, account, team)
    _write_contacts(world, names, faker, account)
    return account


def _channel(rng: random.Random, is_company: bool) -> str:
    weights = (34, 14, 18, 14, 14, 6) if is_company else (2, 58, 4, 12, 4, 20)
    return rng.choices(("direct", "shop", "partner", "phone", "fair", "social"), weights)[0]


def _phone(rng: random.Random) -> str:
    return f"+86 10 5550 {rng.randint(0, 9999):04}"


def _owner(world: World, rng: random.Random, team: str, day: dt.date) -> Worker:
    """A rep of the team that day; the strong ones get more."""
    home = world.teams[team]
    reps = [rep for rep in world.by_role("rep", day) if rep.team_on(day) == home]
    return rng.choices(reps, [rep.weight for rep in reps])[0]


def _hand_over(world: World, rng: random.Random, account: Account, team: str) -> None:
    """One customer in fourteen got another owner some day."""
    left = (world.today - max(account.since, world.start)).days
    if rng.random() < 0.07 and left > 60:
        day = max(account.since, world.start) + rng.randint(30, left - 10) * DAY
        account.owners.append((day, _owner(world, rng, team, day)))


def _write_contacts(world: World, names: Names, faker: Faker, account: Account) -> None:
    count = names.rng.choice((1, 1, 2, 2, 3)) if account.is_company else 0
    for number in range(count):
        key = world.book[Contact].add(
            customer_id=account.id,
            name=faker.name(),
            title=names.rng.choice(TITLES),
            email=f"contact{account.id}.{number + 1}@customer.example",
            phone=_phone(names.rng),
            is_primary=number == 0,
            recorded_at=world.noted(world.at(account.since, 17.5)),
        )
        account.contacts.append(key)


def write_histories(world: World) -> None:
    """What stood about each customer when, from what happened to it; then today's state on the customer."""
    rng = world.dice("histories")
    for account in world.accounts:
        marks = _marks(world, rng, account)
        for day, status in marks:
            who = account.owner_on(day)
            world.book[CustomerStatus].add(
                customer_id=account.id,
                at=world.at(day, 0 if day == account.since else 12),
                status=status,
                owner_id=who.id,
                team_id=who.team_on(day),
                segment_id=account.segment,
            )
        who = account.owners[-1][1]
        world.book[Customer].row(account.id).update(
            status=marks[-1][1], owner_id=who.id, team_id=who.team_on(world.today)
        )
    _merge_duplicates(world)


def _marks(world: World, rng: random.Random, account: Account) -> list[tuple[dt.date, str]]:
    """(day, status from then on), in order; a new owner or a moved team is a mark as well."""
    status = Customer.Status
    changes: list[tuple[dt.date, str]] = [(account.since, status.PROSPECT.value)]
    last: dt.date | None = None
    for day in sorted(set(account.buys)):
        if last is None or (day - last).days > 180:
            changes.append((day, status.CUSTOMER.value))
        following = next((each for each in account.buys if each > day), world.today)
        if (following - day).days > 181:
            changes.append((day + 181 * DAY, status.INACTIVE.value))
        last = day
    day, stood = changes[-1]
    if stood == status.INACTIVE.value and (world.today - day).days > 90 and rng.random() < 0.4:
        changes.append((day + 80 * DAY, status.LOST.value))
    moves = {day for day, _who in account.owners[1:]}
    for number, (since, who) in enumerate(account.owners):
        until = account.owners[number + 1][0] if number + 1 < len(account.owners) else world.today
        moves |= {day for day, _team in who.teams[1:] if since < day < until}
    for day in moves - {day for day, _status in changes}:
        changes.append((day, max((each for each in changes if each[0] <= day), key=lambda each: each[0])[1]))
    return sorted(changes, key=lambda each: each[0])


def _merge_duplicates(world: World) -> None:
    """Two customers were met twice; the second record points at the first, its rows stay where they are."""
    shelf = world.book[Customer]
    buyers = [each for each in world.accounts if len(each.buys) in range(2, 9) and not each.hidden]
    if len(buyers) < 8:
        return
    for survivor, double in zip(buyers[:2], buyers[-2:], strict=True):
        row = shelf.row(double.id)
        row |= {"name": survivor.name, "merged_into_id": survivor.id}
        row |= {"merged_at": world.at(world.today - 9 * DAY, 15), "kind": shelf.row(survivor.id)["kind"]}
