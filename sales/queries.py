"""Reads of sales that are not one queryset: the pipeline board, what of an order can come back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Q, Sum

from accounts.models import Customer, ExchangeRate
from accounts.queries import organisation
from sales.models import Deal, Lead, LoyaltyEntry, LoyaltyProgramme, Order, OrderLine, Product, Stage
from sales.models.deals import Outcome
from sales.querysets import DealQuerySet

CARDS = 20


def currencies() -> list[str]:
    """The home currency, then those we have a rate for."""
    home = organisation().home_currency
    known = ExchangeRate.objects.order_by("currency").values_list("currency", flat=True).distinct()
    return [home, *(code for code in known if code != home)]


@dataclass(frozen=True)
class Pile:
    """A column of the board: an open stage, how many deals stand in it, what they are worth (home currency)."""

    stage: Stage
    count: int
    amount_home: Decimal
    deals: list[Deal]

    @property
    def more(self) -> int:
        """How many deals have no card."""
        return self.count - len(self.deals)


def board(deals: DealQuerySet, cards: int = CARDS) -> list[Pile]:
    """``deals`` that are open, by stage, at most ``cards`` of each: those expected to close first.

    Four statements, however many stages and deals there are.
    """
    stages = list(Stage.objects.filter(outcome=Outcome.OPEN))
    deals = deals.open()
    by_stage = deals.order_by().values("stage").annotate(count=Count("pk"), worth=Sum("amount_home"))
    sums = {row["stage"]: row for row in by_stage}
    shown: dict[int, list[Deal]] = {}
    for deal in _first(deals, stages, cards):
        shown.setdefault(deal.stage_id, []).append(deal)
    nothing = {"count": 0, "worth": Decimal(0)}
    return [
        Pile(stage, found["count"], found["worth"] or Decimal(0), shown.get(stage.pk, []))
        for stage in stages
        for found in (sums.get(stage.pk, nothing),)
    ]


def _first(deals: DealQuerySet, stages: list[Stage], cards: int) -> list[Deal]:
    """The first deals of each stage, in one statement."""
    if not stages:
        return []
    soonest = (F("expected_close").asc(nulls_last=True), "-pk")
    first, *others = [deals.filter(stage=stage).order_by(*soonest).values("pk")[:cards] for stage in stages]
    keys = first.union(*others, all=True) if others else first
    rows = Deal.objects.filter(pk__in=[row["pk"] for row in keys])
    return list(rows.select_related("customer", "owner").order_by(*soonest))


@dataclass(frozen=True)
class Returnable:
    """A line of an order, how much of it came back, and how much still can."""

    line: OrderLine
    refunded: Decimal
    refunded_home: Decimal

    @property
    def left(self) -> Decimal:
        return self.line.quantity - self.refunded


def lines_of(order: Order) -> list[Returnable]:
    """The lines of an order with what was given back of each."""
    lines = order.lines.select_related("product", "category").annotate(
        refunded=Sum("refund_lines__quantity"), refunded_home=Sum("refund_lines__amount_home")
    )
    nothing = Decimal(0)
    return [Returnable(line, line.refunded or nothing, line.refunded_home or nothing) for line in lines]


def returnable(order: Order) -> list[Returnable]:
    """The lines of which something can come back: shipping is no revenue."""
    return [row for row in lines_of(order) if row.left > 0 and row.line.kind != Product.Kind.SHIPPING]


@dataclass(frozen=True)
class Balance:
    """What an order is worth, what was given back and paid, and what is still to be paid; in its currency."""

    net: Decimal
    refunded: Decimal
    paid: Decimal

    @property
    def due(self) -> Decimal:
        """Never less than nothing: what was paid and then given back is not owed again."""
        return max(self.net - self.refunded - self.paid, Decimal(0))


def balance(order: Order) -> Balance:
    refunded = order.refunds.aggregate(total=Sum("amount"))["total"] or Decimal(0)
    paid = order.payments.aggregate(total=Sum("amount"))["total"] or Decimal(0)
    return Balance(order.net, refunded, paid)


def steps(deal: Deal) -> list[Stage]:
    """The stages a deal may stand in while it is open, and the one it stands in now."""
    return list(Stage.objects.filter(Q(outcome=Outcome.OPEN) | Q(pk=deal.stage_id)))


def programme() -> LoyaltyProgramme:
    """The one loyalty programme; its defaults, not running, while none is set up."""
    return LoyaltyProgramme.objects.filter(pk=1).first() or LoyaltyProgramme(pk=1)


def points_of(customer: Customer) -> int:
    """Points a customer has, those of merged duplicates included. Below zero when redeemed points were taken back."""
    whose = Q(booking__customer=customer) | Q(booking__customer__merged_into=customer)
    return LoyaltyEntry.objects.on_balance().filter(whose).aggregate(total=Sum("points"))["total"] or 0


def probability_at(record: Lead | Deal, at: dt.datetime) -> Decimal | None:
    """The success probability of a lead or a deal as it stood at an instant; None before it was there."""
    row = record.changes.filter(at__lte=at).order_by("-at", "-id").first()
    return row.probability if row else None
