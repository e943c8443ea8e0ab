"""What every stage of the demo shares: the clock, the dice, and who is who."""

from __future__ import annotations

import datetime as dt
import random
import zoneinfo
from dataclasses import dataclass, field
from decimal import Decimal

from analytics.demo.book import Book

CENT = Decimal("0.01")
MONEY = Decimal("0.0001")
DAY = dt.timedelta(days=1)
ZONE = zoneinfo.ZoneInfo("Asia/Shanghai")


@dataclass(slots=True)
class Worker:
    """One of us. ``teams`` are (since, team) in order."""

    id: int
    username: str
    role: str
    hired: dt.date
    weight: float
    teams: list[tuple[dt.date, int]]

    def team_on(self, day: dt.date) -> int:
        return next(team for since, team in reversed(self.teams) if since <= day or since == self.teams[0][0])


@dataclass(slots=True)
class Article:
    """A product as the generator needs it."""

    id: int
    kind: str
    category: int
    price: Decimal
    cost: Decimal
    weight: float


@dataclass(slots=True)
class Account:
    """A customer. ``owners`` are (since, worker) in order; ``buys`` its order days."""

    id: int
    name: str
    is_company: bool
    segment: int
    channel: int
    region: int
    currency: str
    since: dt.date
    owners: list[tuple[dt.date, Worker]]
    weight: float
    contacts: list[int] = field(default_factory=list)
    buys_from: dt.date | None = None
    buys_until: dt.date | None = None
    buys: list[dt.date] = field(default_factory=list)
    hidden: bool = False

    def owner_on(self, day: dt.date) -> Worker:
        return next((who for since, who in reversed(self.owners) if since <= day), self.owners[0][1])

    def stamps(self, day: dt.date) -> dict[str, int]:
        """Owner, team, segment and channel as they stood on a day."""
        who = self.owner_on(day)
        return {
            "owner_id": who.id,
            "team_id": who.team_on(day),
            "segment_id": self.segment,
            "channel_id": self.channel,
        }


@dataclass(slots=True)
class Chance:
    """A deal as the generator needs it; ``ended`` is its last closing, or nothing while it is open."""

    id: int
    account: Account
    owner: Worker
    category: int
    amount_home: Decimal
    opened: dt.datetime
    ended: dt.datetime | None
    won: bool
    campaign: int | None


@dataclass
class World:
    """``today`` is the first day without data; the company's memory starts at ``start``."""

    seed: int
    today: dt.date
    size: int
    zone: zoneinfo.ZoneInfo
    book: Book = field(default_factory=Book)
    teams: dict[str, int] = field(default_factory=dict)
    staff: dict[str, Worker] = field(default_factory=dict)
    segments: dict[str, int] = field(default_factory=dict)
    channels: dict[str, int] = field(default_factory=dict)
    regions: dict[str, int] = field(default_factory=dict)
    categories: list[int] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)
    rates: dict[str, list[tuple[dt.date, Decimal]]] = field(default_factory=dict)
    accounts: list[Account] = field(default_factory=list)
    chances: list[Chance] = field(default_factory=list)
    campaigns: list[tuple[int, dt.date, dt.date]] = field(default_factory=list)
    rep_months: dict[tuple[int, dt.date], Decimal] = field(default_factory=dict)

    @property
    def start(self) -> dt.date:
        year, month, day = self.today.year - 2, self.today.month, self.today.day
        return dt.date(year, month, 28 if (month, day) == (2, 29) else day)

    @property
    def now(self) -> dt.datetime:
        """The end of the last day: nothing is later."""
        return dt.datetime.combine(self.today, dt.time(), self.zone)

    def dice(self, stage: str) -> random.Random:
        """A stage rolls its own dice, so that changing one stage leaves the others alone."""
        return random.Random(f"{self.seed} {stage}")

    def scaled(self, number: int) -> int:
        """A count for 2,000 customers, at this company's size."""
        return max(1, round(number * self.size / 2000))

    def at(self, day: dt.date, hours: float) -> dt.datetime:
        """Local clock time on a day, to the second."""
        seconds = min(86399, max(0, int(hours * 3600)))
        return dt.datetime.combine(day, dt.time(), self.zone) + dt.timedelta(seconds=seconds)

    def noted(self, moment: dt.datetime, minutes: float = 4) -> dt.datetime:
        """When somebody wrote it down: soon after, never after the end of time."""
        return min(moment + dt.timedelta(minutes=minutes), max(moment, self.now))

    def by_role(self, role: str, day: dt.date | None = None) -> list[Worker]:
        known = (each for each in self.staff.values() if each.role == role)
        return [each for each in known if day is None or each.hired <= day]

    def rate(self, currency: str, day: dt.date) -> Decimal:
        """Home currency for one unit on a day."""
        if currency not in self.rates:
            return Decimal(1)
        known = self.rates[currency]
        return next((rate for since, rate in reversed(known) if since <= day), known[0][1])

    def campaign_on(self, day: dt.date) -> int | None:
        return next((key for key, first, last in self.campaigns if first <= day <= last), None)
