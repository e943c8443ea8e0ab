"""Facts about customers: who bought for the first time, at all, again; and how we call on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Value, When
from django.db.models import Window as Over
from django.db.models.functions import Coalesce, RowNumber
from django.utils.translation import gettext_lazy as _

from accounts.models import Customer, Interaction, Organisation, Referral
from analytics.fact import Ask, Fact, LeftOut, WholePeriod, in_keys, once, survivor
from analytics.facts import reasons
from analytics.facts.sales import CATEGORY, ORDERS, STAMPS, SUBCATEGORY, order_lines, under, valid_orders
from analytics.periods import DAY, Window, month_of, trailing
from sales.models import Order, OrderLine

__all__ = ["BOUGHT", "KEPT_ACTIVE", "LAST_YEARS_BUYERS", "NEW_CUSTOMERS", "RECRUITS", "SALES_CALLS"]

TRAILING = 365
REGION = {"region": "region_id"}
NOT_OF_CUSTOMERS = LeftOut(
    Order,
    (*reasons.invalid_orders(), reasons.ANONYMOUS),
    at="ordered_at",
    paths=STAMPS | REGION,
    columns=ORDERS.columns,
    complete=False,
)


def identified(ask: Ask) -> QuerySet:
    """Valid orders of known customers with ``party``, the customer they count for."""
    return valid_orders(ask).filter(customer__isnull=False).annotate(party=survivor(known_before=ask.known_before))


def ordered_on(ask: Ask, days: Iterable[Window]) -> Q:
    """Orders of any of those days."""
    spans = [span.instants(ask.organisation.zone) for span in days]
    return reduce(or_, [Q(ordered_at__gte=start, ordered_at__lt=end) for start, end in spans])


def of_the_busy(ask: Ask) -> QuerySet:
    """All orders of known customers; where only busy ones are asked for, of those."""
    return of_same_buyers(ask, ordered_on(ask, ask.busy)) if ask.busy else identified(ask)


def of_buyers_then(ask: Ask) -> QuerySet:
    """All orders of the customers who ordered in the window: enough to know their first ones."""
    if ask.busy:
        return of_the_busy(ask)
    if len(ask.window) > 62:
        return identified(ask)
    start, end = ask.window.instants(ask.organisation.zone)
    return of_same_buyers(ask, Q(ordered_at__gte=start, ordered_at__lt=end))


def of_same_buyers(ask: Ask, orders: Q) -> QuerySet:
    """All orders of the customers who have one of ``orders``, found by customer, for which there is an index."""
    buyers = once(identified(ask).filter(orders).distinct(), "party")
    if ask.as_of:
        return identified(ask).filter(party__in=buyers)
    same = Customer.objects.annotate(counts_as=Coalesce("merged_into_id", "id")).filter(counts_as__in=buyers)
    return identified(ask).filter(customer__in=once(same))


def first_orders(ask: Ask) -> QuerySet:
    """The first valid order of each customer."""
    nth = Over(RowNumber(), partition_by="party", order_by=["ordered_at", "pk"])
    return Order.objects.filter(pk__in=once(of_buyers_then(ask).annotate(nth=nth).filter(nth=1)))


def first_day_lines(ask: Ask) -> QuerySet:
    """The lines of the orders of each customer's first day of buying, with ``party``."""
    orders = of_buyers_then(ask).annotate(ordered_on=ask.trunc("ordered_at"))
    firsts = orders.annotate(first_on=Over(Min(ask.trunc("ordered_at")), partition_by="party"))
    party = survivor("order__customer", ask.known_before)
    lines = OrderLine.objects.filter(order__in=once(firsts.filter(ordered_on=F("first_on"))))
    return lines.annotate(party=party, top_category=F("category__top_id"))


def referred(ask: Ask) -> Q:
    """Orders of customers somebody else recommended us to, whichever of merged duplicates that was."""
    if ask.known_before:
        known: QuerySet = Referral.objects.filter(recorded_at__lt=ask.known_before).annotate(
            made_by=survivor("referrer", ask.known_before), brought=survivor("customer", ask.known_before)
        )
        known = known.exclude(made_by=F("brought"))
    else:
        known = Referral.objects.genuine()
    same = Customer.objects.annotate(counts_as=Coalesce("merged_into_id", "id"))
    if ask.known_before:
        when = Case(When(merged_at__lt=ask.known_before, then=F("merged_into_id")))
        same = Customer.objects.annotate(counts_as=Coalesce(when, F("id")))
    return Q(customer_id__in=once(same.filter(counts_as__in=once(known, "brought"))))


NEW_CUSTOMERS = Fact(
    name="new_customers",
    label=_("first orders"),
    model=Order,
    rows=first_orders,
    at="ordered_at",
    dimensions=STAMPS | REGION,
    also={
        "campaign": "campaign_id",
        "programme": "customer__referral__programme",
        "referrer_segment": "customer__referral__segment_id",
    },
    sources=("order", "first"),
    columns=ORDERS.columns,
    excluded=NOT_OF_CUSTOMERS,
)
RECRUITS = Fact(
    name="recruits",
    label=_("first orders by category"),
    model=OrderLine,
    rows=first_day_lines,
    at="order__ordered_at",
    dimensions=CATEGORY,
    also=SUBCATEGORY | under("order", STAMPS | REGION),
    distinct_on=lambda asked: ("party", "category_id" if "subcategory" in asked else "top_category"),
    sources=("order", "first"),
    columns=("order", "product", "category", "quantity", "amount_home"),
)


def events(ask: Ask, dimensions: list[str]) -> tuple[QuerySet, dict[str, str], str]:
    """What customers did by buying: orders, or their lines where a category is asked; paths and the order's prefix."""
    asked = {*dimensions, *ask.filters}
    if asked & {"category", "subcategory", "product"}:
        paths = under("order", STAMPS | REGION) | CATEGORY | SUBCATEGORY | {"product": "product_id"}
        party = survivor("order__customer", ask.known_before)
        return order_lines(ask).filter(order__customer__isnull=False).annotate(party=party), paths, "order__"
    return identified(ask), STAMPS | REGION, ""


def customers_of(ask: Ask, dimensions: list[str], span: Window, **columns: Any) -> QuerySet:
    """One row per customer and key over the orders of ``span``. ``columns`` are functions of (ask, order prefix)."""
    rows, paths, prefix = events(ask, dimensions)
    start, end = span.instants(ask.organisation.zone)
    rows = rows.filter(**{f"{prefix}ordered_at__gte": start, f"{prefix}ordered_at__lt": end})
    rows = BOUGHT.filtered_by(paths, rows, ask)
    keys = {"x_row": F("party")} | {f"x_{name}": F(paths[name]) for name in dimensions}
    return rows.order_by().values(**keys).annotate(**{name: make(ask, prefix) for name, make in columns.items()})


def orders_in(window: Window) -> Any:
    """1 if an order lies in the window, else NULL."""

    def column(ask: Ask, prefix: str) -> Max:
        start, end = window.instants(ask.organisation.zone)
        inside = Q(**{f"{prefix}ordered_at__gte": start, f"{prefix}ordered_at__lt": end})
        return Max(Case(When(inside, then=Value(1))))

    return column


def bought(ask: Ask, dimensions: list[str]) -> QuerySet:
    return customers_of(
        ask,
        dimensions,
        ask.window,
        orders=lambda ask, prefix: Count(f"{prefix}id" if not prefix else "order_id", distinct=bool(prefix)),
        days=lambda ask, prefix: Count(ask.trunc(f"{prefix}ordered_at"), distinct=True),
    )


def year_before(day: dt.date) -> Window:
    return Window(dt.date(day.year - 1, 1, 1), dt.date(day.year - 1, 12, 31))


def last_years_buyers(ask: Ask, dimensions: list[str]) -> QuerySet:
    """Who bought in the calendar year before the window, and whether they came back within it."""
    before = year_before(ask.window.first)
    rows = customers_of(
        ask,
        dimensions,
        Window(before.first, ask.window.last),
        before=orders_in(before),
        again=orders_in(ask.window),
    )
    return rows.filter(before=1)


def kept_active(ask: Ask, dimensions: list[str]) -> QuerySet:
    """Who was active just before the window, and whether they still were at its end.

    Active means an order in the last N days. Over a whole calendar year it means an order in that year, so that churn
    and retention of the same year add up to one.
    """
    window, days = ask.window, dt.timedelta(days=ask.organisation.inactive_after_days)
    before, still = Window(window.first - days, window.first - DAY), Window(window.last - days + DAY, window.last)
    if window.is_year:
        before, still = year_before(window.first), window
    rows = customers_of(
        ask,
        dimensions,
        Window(min(before.first, still.first), window.last),
        before=orders_in(before),
        still=orders_in(still),
    )
    return rows.filter(before=1)


class Buyers(WholePeriod):
    """Customers seen through their orders."""

    def filtered_by(self, paths: dict[str, str], rows: QuerySet, ask: Ask) -> QuerySet:
        for name, keys in ask.filters.items():
            rows = rows.filter(in_keys(paths[name], keys))
        return rows


def buyers(name: str, label: Any, **more: Any) -> Buyers:
    return Buyers(
        name=name,
        label=label,
        model=Customer,
        rows=lambda ask: Customer.objects.none(),
        dimensions=STAMPS,
        also=REGION | CATEGORY | SUBCATEGORY | {"product": "product_id"},
        sources=("order",),
        columns=("name", "kind", "segment", "owner", "since"),
        excluded=NOT_OF_CUSTOMERS,
        **more,
    )


def until_end_of_next_year(day: dt.date, organisation: Organisation) -> Window:
    return Window(day, dt.date(day.year + 1, 12, 31))


def until_lapsed(day: dt.date, organisation: Organisation) -> Window:
    return Window(day, month_of(day + dt.timedelta(days=organisation.inactive_after_days)).last)


BOUGHT = buyers(
    "bought",
    _("customers with an order"),
    people=bought,
    window_of=lambda day: trailing(day, TRAILING),
    reaches=lambda day, organisation: Window(day, day + (TRAILING - 1) * DAY),
    sweep="bought",
)
LAST_YEARS_BUYERS = buyers(
    "last_years_buyers",
    _("customers of last year"),
    people=last_years_buyers,
    window_of=lambda day: Window(day.replace(month=1, day=1), day),
    reaches=until_end_of_next_year,
    sweep="retained",
)
KEPT_ACTIVE = buyers(
    "kept_active",
    _("active customers"),
    people=kept_active,
    window_of=lambda day: Window(day.replace(day=1), day),
    reaches=until_lapsed,
    sweep="lapsed",
)


def sales_calls(ask: Ask) -> QuerySet:
    """Outbound calls with ``customer_kind``: existing after a customer's first valid order, else new."""
    before = Order.objects.valid().filter(customer=OuterRef("customer"), ordered_at__lt=OuterRef("at"))
    kind = Case(When(Exists(before), then=Value("existing")), default=Value("new"))
    return Interaction.objects.sales_calls().annotate(customer_kind=kind)


SALES_CALLS = Fact(
    name="sales_calls",
    label=_("sales calls"),
    model=Interaction,
    rows=sales_calls,
    at="at",
    dimensions=STAMPS,
    also={"customer_kind": "customer_kind"},
    sources=("interaction",),
    columns=("subject", "kind", "customer", "at", "duration_seconds", "owner"),
    excluded=LeftOut(Interaction, reasons.INTERACTIONS, at="at", paths=STAMPS),
)

DECLARED = [NEW_CUSTOMERS, RECRUITS, BOUGHT, LAST_YEARS_BUYERS, KEPT_ACTIVE, SALES_CALLS]
