"""A small company with something of everything, made from a random seed: what contract tests ask every KPI about."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Any

from accounts.models import (
    Channel,
    Customer,
    Interaction,
    Membership,
    Region,
    Segment,
    Team,
    User,
)
from analytics.models import MemberForecast, Target
from marketing.models import (
    Campaign,
    Member,
    Response,
    Spend,
)
from sales.models import (
    ChurnReason,
    Contract,
    ContractDocument,
    Deal,
    DealCredit,
    Departure,
    Lead,
    LeadChange,
    Order,
    OrderLine,
    ProductCategory,
    Refund,
    RefundLine,
    Stage,
    StageChange,
)
from service.models import Call, Queue, Ticket
from tests.analytics.busy_centre import fill_centre
from tests.analytics.busy_money import MoneyMakers
from tests.analytics.busy_voice import VoiceMakers

OUTCOMES = ("open", "open", "won", "lost")


@dataclass
class Busy(MoneyMakers, VoiceMakers):
    """Makes records at random times of the last ``days`` days."""

    random: Random
    days: int = 420
    people: list[Any] = field(default_factory=list)
    teams: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        root = Team.objects.create(name="All")
        self.teams = [root, *(Team.objects.create(name=name, parent=root) for name in ("East", "West")), None]
        self.people = [*(User.objects.create(username=f"p{n}") for n in range(3)), None]
        self.segments = [Segment.objects.create(name="Key"), Segment.objects.create(name="Small"), None]
        self.channels = [Channel.objects.create(name="Web"), None]
        self.regions = [Region.objects.create(name="Coast"), None]
        tops = [self.category(name, None) for name in ("Tea", "Coffee")]
        self.categories = [*tops, *(self.category(f"{top} leaf", top) for top in tops), None]
        self.customers = [Customer.objects.create(name=f"c{n}", is_test=n == 11) for n in range(12)]
        self.stages = [Stage.objects.create(name=f"s{n}", probability=Decimal(n) / 4, position=n) for n in range(3)]
        self.reasons = [ChurnReason.objects.create(name=name) for name in ("price", "service")]
        self.queue = Queue.objects.create(name="Line")
        start = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=self.days // 2)
        self.campaign = Campaign.objects.create(
            name="Spring", starts_on=start, ends_on=start + dt.timedelta(days=30), **self.stamps()
        )

    def category(self, name: str, top: ProductCategory | None) -> ProductCategory:
        category = ProductCategory.objects.create(name=name, parent=top)
        category.top = top or category
        category.save()
        return category

    def any(self, things: list[Any]) -> Any:
        return self.random.choice(things)

    def stamps(self) -> dict[str, Any]:
        return {
            "owner": self.any(self.people),
            "team": self.any(self.teams),
            "segment": self.any(self.segments),
            "channel": self.any(self.channels),
        }

    def when(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC) - dt.timedelta(seconds=self.random.randrange(60, self.days * 86400))

    def money(self) -> Decimal:
        return Decimal(self.random.randrange(1, 10**6)) / 100

    def order(self) -> Order:
        order = Order.objects.create(
            number=f"O{Order.objects.count()}-{self.random.random()}",
            customer=self.any([*self.customers, None]),
            region=self.any(self.regions),
            ordered_at=self.when(),
            status=self.any(["placed", "completed", "completed", "cancelled", "draft"]),
            currency="CNY",
            **self.stamps(),
        )
        for _line in range(self.random.randrange(1, 4)):
            self.line(order)
        return order

    def line(self, order: Order) -> None:
        amount = self.money()
        OrderLine.objects.create(
            order=order,
            kind=self.any(["product", "product", "service", "shipping"]),
            category=self.any(self.categories),
            quantity=self.random.randrange(1, 5),
            amount=amount,
            amount_home=amount,
        )

    def refund(self, order: Order) -> None:
        at = order.ordered_at + dt.timedelta(days=self.random.randrange(0, 40))
        refund = Refund.objects.create(order=order, refunded_at=at, amount=5, amount_home=5)
        line = order.lines.first()
        if line and self.random.random() < 0.5:
            RefundLine.objects.create(refund=refund, line=line, quantity=1, amount_home=3)

    def deal(self) -> Deal:
        stamps, at = self.stamps(), self.when()
        deal = Deal.objects.create(
            name="deal",
            stage=self.stages[0],
            currency="CNY",
            opened_at=at,
            customer=self.any(self.customers),
            category=self.any(self.categories),
            expected_close=(at + dt.timedelta(days=at.day)).date() if at.day % 3 else None,
            **stamps,
        )
        for _step in range(self.random.randrange(1, 5)):
            self.step(deal, at)
            at += dt.timedelta(days=self.random.randrange(0, 20), hours=self.random.randrange(24))
        return deal

    def step(self, deal: Deal, at: dt.datetime) -> None:
        outcome = self.any(list(OUTCOMES))
        StageChange.objects.create(
            deal=deal,
            at=at,
            stage=self.any(self.stages),
            outcome=outcome,
            probability=Decimal(self.random.randrange(10)) / 10,
            amount_home=self.money(),
            owner=deal.owner,
            team=deal.team,
            segment=deal.segment,
        )
        deal.outcome, deal.closed_at = outcome, at if outcome != "open" else None
        deal.save()

    def lead(self) -> None:
        at = self.when()
        lead = Lead.objects.create(
            name="lead",
            received_at=at,
            won_at=self.any([None, at + dt.timedelta(days=9)]),
            status="disqualified",
            disqualified_reason=self.any(["", "", "spam"]),
            category=self.any(self.categories),
            customer=self.any([*self.customers, None]),
            **self.stamps(),
        )
        for status in ("new", "working", self.any(["lost", "converted", "working"]))[: self.random.randrange(1, 4)]:
            stamps = {name: self.stamps()[name] for name in ("owner", "team", "segment")}
            chance = Decimal(self.random.randrange(10)) / 10
            amount = self.any([0, self.money()])
            LeadChange.objects.create(
                lead=lead, at=at, status=status, probability=chance, expected_amount=amount, **stamps
            )
            at += dt.timedelta(days=self.random.randrange(0, 30), hours=self.random.randrange(24))

    def contract(self) -> None:
        ends_on = self.when().date()
        contract = Contract.objects.create(
            number=f"K{self.random.random()}",
            customer=self.any(self.customers),
            category=self.any(self.categories),
            starts_on=ends_on - dt.timedelta(days=365),
            ends_on=ends_on,
            annual_value=self.money(),
            renewed_on=self.any([None, ends_on + dt.timedelta(days=self.random.randrange(-40, 60))]),
            **self.stamps(),
        )
        day = self.when().date()
        ContractDocument.objects.create(
            name="paper",
            kind=self.any(["contract", "offer"]),
            contract=contract,
            filed_on=day,
            lost_on=self.any([None, day + dt.timedelta(days=9)]),
            discarded_on=self.any([None, day + dt.timedelta(days=90)]),
            **self.stamps(),
        )

    def find_document(self) -> None:
        lost = ContractDocument.objects.filter(lost_on__isnull=False, found_on=None).order_by("pk").first()
        if lost and lost.lost_on:
            ContractDocument.objects.filter(pk=lost.pk).update(found_on=lost.lost_on + dt.timedelta(days=3))

    def departure(self) -> None:
        Departure.objects.get_or_create(
            customer=self.any(self.customers),
            left_on=self.when().date(),
            defaults={"reason": self.any([*self.reasons, None]), **self.stamps()},
        )

    def credit(self) -> None:
        deal = self.any([*Deal.objects.filter(credits=None).order_by("pk"), None])
        if deal:
            first, second = self.people[:2]
            halves = [DealCredit(deal=deal, user=first, share="0.7"), DealCredit(deal=deal, user=second, share="0.3")]
            DealCredit.objects.bulk_create(halves)

    def membership(self) -> None:
        since = self.when().date()
        Membership.objects.create(
            user=self.any(self.people[:3]),
            team=self.any(self.teams[:3]),
            since=since,
            until=self.any([None, since + dt.timedelta(days=self.random.randrange(60))]),
        )

    def call(self) -> None:
        Call.objects.create(
            entered_at=self.when(),
            outcome=self.any(["answered", "answered", "abandoned", "ivr"]),
            wait_seconds=self.random.randrange(60),
            talk_seconds=self.random.randrange(300),
            wrap_up_seconds=self.any([None, 5]),
            queue=self.queue,
            **self.stamps(),
        )

    def ticket(self) -> None:
        at = self.when()
        solved = at + dt.timedelta(hours=self.random.randrange(1, 90))
        Ticket.objects.create(
            number=f"T{self.random.random()}",
            subject="help",
            opened_at=at,
            first_response_at=at + dt.timedelta(minutes=self.random.randrange(1, 600)),
            first_response_open_seconds=self.random.randrange(1000),
            first_resolved_at=solved,
            resolved_at=solved,
            status="resolved",
            **self.stamps(),
        )

    def touch(self) -> None:
        Interaction.objects.create(
            at=self.when(),
            subject="hello",
            kind=self.any(["call", "visit"]),
            customer=self.any(self.customers),
            **self.stamps(),
        )

    def spend(self) -> None:
        kind = self.any(["promotion", "sales"])
        Spend.objects.create(day=self.when().date(), kind=kind, planned=10, actual=self.money(), **self.stamps())

    def member(self) -> None:
        day = self.campaign.starts_on + dt.timedelta(days=self.random.randrange(20))
        member = Member.objects.create(campaign=self.campaign, contacted_on=day)
        if self.random.random() < 0.5:
            Response.objects.create(member=member, on=day + dt.timedelta(days=self.random.randrange(20)))
        if member.pk % 3:
            cell, chance = ("555", "111", "")[member.pk % 3], Decimal(member.pk % 10) / 10
            MemberForecast.objects.create(member=member, day=self.campaign.starts_on, cell=cell, probability=chance)

    def target(self) -> None:
        month = self.when().date().replace(day=1)
        owner = self.any(self.people)
        Target.objects.get_or_create(
            kpi="sales_revenue",
            starts_on=month,
            owner=owner,
            team=None,
            category=None,
            replaced_at=None,
            defaults={"amount": 900},
        )

    def merge(self) -> None:
        survivor, duplicate = self.random.sample(self.customers, 2)
        if survivor.merged_into_id is None and not duplicate.merged.exists():
            duplicate.merged_into, duplicate.merged_at = survivor, self.when()
            duplicate.save()

    def fill_up(self, size: int) -> Busy:
        """``size`` orders and a fitting number of everything else."""
        self.ask()
        self.refer()
        for n in range(size):
            order = self.order()
            self.spend_money(n)
            if n % 5 == 0:
                self.refund(order)
            for make in (self.call, self.ticket, self.touch, self.lead, self.spend, self.member, self.engagement):
                if n % 2:
                    make()
            for make in (self.answer, self.feedback, self.complaint):
                if n % 2:
                    make()
            if n % 3 == 0:
                self.deal()
                self.contract()
                self.departure()
            if n % 4 == 0:
                self.data_use()
                self.check()
            if n % 6 == 0:
                self.credit()
                self.membership()
            if n % 10 == 0:
                self.target()
        self.histories()
        fill_centre(self, size // 4)
        for _n in range(size // 4):
            self.consent()
        self.merge()
        return self
