"""Facts of customers who buy again, elsewhere in the range, or no more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    DateField,
    ExpressionWrapper,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models import Window as Over
from django.db.models.functions import Cast, Coalesce, FirstValue, Least, RowNumber
from django.db.models.functions import Lead as Next
from django.utils.translation import gettext_lazy as _

from accounts.models import Customer, CustomerStatus, Organisation
from analytics.fact import Ask, Fact, Relation, Standing, compiled, kept_keys, once, survivor
from analytics.facts.customers import NOT_OF_CUSTOMERS, REGION, identified, of_buyers_then, of_same_buyers, of_the_busy
from analytics.facts.sales import STAMPS, refunds, valid_orders
from analytics.periods import Window
from analytics.to_date import ToDate
from sales.models import Order, OrderLine, Refund

CUSTOMER_COLUMNS = ("name", "kind", "segment", "owner", "since")


def shopping(ask: Ask) -> QuerySet:
    """Orders of known customers with ``first_on``, the customer's first day of buying, ``opens``: whether the order
    has the customer's first line ever in a category, and ``nth``: the how-manieth of the customer in the period."""
    orders = of_buyers_then(ask)
    party = survivor("order__customer", ask.known_before)
    lines = OrderLine.objects.filter(order__in=once(orders), category__isnull=False).exclude(kind="shipping")
    nth = Over(
        RowNumber(), partition_by=[party, F("category__top_id")], order_by=["order__ordered_at", "order_id", "pk"]
    )
    opening = once(lines.annotate(nth=nth).filter(nth=1), "order_id")
    first = Over(Min(ask.trunc("ordered_at")), partition_by="party")
    period = ask.period_start(ask.trunc("ordered_at"))
    if not ask.grid:
        period = Case(
            When(ordered_at__gte=ask.window.instants(ask.organisation.zone)[0], then=Value(1)), default=Value(0)
        )
    nth_order = Over(RowNumber(), partition_by=[F("party"), period], order_by=["ordered_at", "pk"])
    opens = Case(When(pk__in=opening, then=Value(1)), default=Value(0))
    return orders.annotate(first_on=first, opens=opens, nth=nth_order)


def had_bought(ask: Ask) -> Q:
    """Bought before the period began."""
    return Q(first_on__lt=ask.period_start(ask.trunc("ordered_at")))


class Shoppers(ToDate):
    def busy(self, organisation: Organisation, window: Window) -> tuple[Window, ...]:
        """A customer's step is on the day of an order."""
        return (window,)


SHOPPERS = Shoppers(
    name="shoppers",
    label=_("customers who ordered"),
    model=Customer,
    row="party",
    rows=shopping,
    at="ordered_at",
    once=("party",),
    outer=True,
    dimensions=STAMPS,
    also=REGION,
    sources=("order", "later"),
    columns=CUSTOMER_COLUMNS,
    excluded=NOT_OF_CUSTOMERS,
)


def with_first_stamps(orders: QuerySet) -> QuerySet:
    """Orders with the stamps of their customer's first one, and ``nth``."""
    by: dict[str, Any] = {"partition_by": "party", "order_by": ["ordered_at", "pk"]}
    firsts = {f"first_{name}": Over(FirstValue(path), **by) for name, path in STAMPS.items()}
    return orders.annotate(nth=Over(RowNumber(), **by), **firsts)


@dataclass(eq=False)
class LifetimeRefunds(Fact):
    """Refunds to known customers, with the stamps of the customer's first order."""

    def relation(self, ask: Ask, dimensions: Iterable[str] = ()) -> Relation:
        rows = self.within(self.rows(ask), ask)
        columns = self.columns_of(ask, []) | {"x_order": F("order_id")}
        sql, params = compiled(rows.order_by().values(**columns))
        orders = identified(ask) if len(ask.window) > 62 else of_same_buyers(ask, Q(pk__in=once(rows, "order_id")))
        stamps = {f"x_{name}": F(path) for name, path in self.dimensions.items()}
        firsts, more = compiled(with_first_stamps(orders).order_by().values(x_order=F("pk"), **stamps))
        where, keys = kept_keys(ask)
        amounts = ", ".join(f"r.x_{n}" for n in range(len(self.measures)))
        names = "".join(f", f.x_{name}" for name in dict.fromkeys([*dimensions, *ask.filters]))
        return (
            f"""SELECT * FROM (SELECT r.x_row, r.x_day, {amounts}{names}
            FROM ({sql}) r LEFT JOIN ({firsts}) f ON f.x_order = r.x_order) q WHERE true{where}""",
            (*params, *more, *keys),
        )


FIRST_STAMPS = {name: f"first_{name}" for name in STAMPS}
LIFETIME = Fact(
    name="lifetime",
    label=_("orders of known customers"),
    model=Order,
    rows=lambda ask: with_first_stamps(of_buyers_then(ask)),
    at="ordered_at",
    outer=True,
    dimensions=FIRST_STAMPS,
    sources=("order", "later"),
    columns=("number", "customer", "ordered_at", "status", "net_home"),
    excluded=NOT_OF_CUSTOMERS,
)
LIFETIME_REFUNDS = LifetimeRefunds(
    name="lifetime_refunds",
    label=_("refunds to known customers"),
    model=Refund,
    rows=lambda ask: refunds(ask).filter(order__customer__isnull=False),
    at="refunded_at",
    dimensions=FIRST_STAMPS,
    sources=("refund", "later_refund"),
    columns=("order", "refunded_at", "amount_home", "reason"),
)


def active_from(ask: Ask) -> QuerySet:
    """Each order keeps its customer active until their next order or until the company's inactive days are over.

    Orders that have lapsed before the window, or come after it, say nothing of its days.
    """
    day, lasts = ask.trunc("ordered_at"), dt.timedelta(days=ask.organisation.inactive_after_days)
    start, end = Window(ask.window.first - lasts, ask.window.last).instants(ask.organisation.zone)
    following = Over(Next(day), partition_by="party", order_by=["ordered_at", "pk"])
    lapses = ExpressionWrapper(day + Value(lasts), output_field=DateField())
    orders = of_the_busy(ask).filter(ordered_at__gte=start, ordered_at__lt=end)
    return orders.annotate(x_from=day, x_until=Least(following, Cast(lapses, DateField())))


def moved_stock(ask: Ask) -> QuerySet:
    """The same of the customers with an order in the window, or one that lapses in it."""
    lasts = dt.timedelta(days=ask.organisation.inactive_after_days)
    then = Window(ask.window.first - lasts, ask.window.last - lasts)
    return active_from(replace(ask, busy=(ask.window, then)))


STOCK = Standing(
    name="customer_stock",
    label=_("active customers"),
    model=Order,
    began="ordered_at",
    rows=active_from,
    swept=active_from,
    moved=moved_stock,
    lasts=lambda organisation: organisation.inactive_after_days,
    outer=True,
    dimensions=STAMPS,
    also=REGION,
    sources=("order",),
    columns=("number", "customer", "ordered_at", "net_home"),
)


def prospects(ask: Ask) -> QuerySet:
    """People and companies first noted without having bought: ``first_on`` is the day of their first valid order."""
    orders = valid_orders(ask).order_by("ordered_at").annotate(day=ask.trunc("ordered_at"))
    own = orders.filter(customer=OuterRef("pk")).values("day")[:1]
    duplicates = orders.filter(customer__merged_into=OuterRef("pk")).values("day")[:1]
    then = CustomerStatus.objects.filter(customer=OuterRef("pk")).order_by("at", "pk")
    known = {
        f"then_{name}": Coalesce(
            Subquery(then.values(f"{name}_id")[:1]), F(f"{name}_id"), output_field=BigIntegerField()
        )
        for name in ("owner", "team", "segment")
    }
    alone = Q(merged_into__isnull=True)
    if ask.known_before:
        alone |= Q(merged_at__gte=ask.known_before)
    rows = Customer.objects.real().filter(alone, since__isnull=False)
    rows = rows.annotate(first_on=Least(Subquery(own), Subquery(duplicates)), **known)
    return rows.filter(Q(first_on__isnull=True) | Q(first_on__gte=F("since")))


PROSPECTS = Fact(
    name="prospects",
    label=_("prospects"),
    model=Customer,
    rows=prospects,
    on="since",
    dimensions={"owner": "then_owner", "team": "then_team", "segment": "then_segment", "channel": "channel_id"},
    also=REGION,
    sources=("prospect",),
    columns=(*CUSTOMER_COLUMNS, "status"),
)

DECLARED: list[Fact] = [SHOPPERS, LIFETIME, LIFETIME_REFUNDS, STOCK, PROSPECTS]
