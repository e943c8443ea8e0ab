"""Facts that compare a period with the one before, or with when a customer first came: rows made in SQL."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.models import Customer, Organisation
from analytics.fact import Ask, Fact, Relation, compiled, kept_keys, once, survivor
from analytics.facts.customers import of_buyers_then, of_the_busy
from analytics.facts.loyalty import CUSTOMER_COLUMNS, with_first_stamps
from analytics.facts.sales import STAMPS, order_lines, under
from analytics.periods import DAY, PERIODS, Window, month_of, shift_month
from analytics.to_date import ToDate
from sales.models import OrderLine

COHORTS = (1, 3, 6, 12)  # months since the first order that are kept
Spans = list[tuple[Window, Window]]


def periods(ask: Ask, grain: str) -> list[Window]:
    """The window, or every period it touches when all are asked for at once."""
    if not ask.grid:
        return [ask.window]
    found, day = [], ask.window.first
    while day <= ask.window.last:
        found.append(PERIODS[grain](day))
        day = found[-1].last + DAY
    return found


def table(spans: Iterable[tuple[Any, ...]]) -> str:
    """Rows of dates as VALUES."""
    return ", ".join("(" + ", ".join(f"DATE '{day}'" for day in row) + ")" for row in spans)


@dataclass(eq=False)
class MadeRows(ToDate):
    """A to-date fact whose rows ``made`` gives in SQL: x_row, x_day, x_at, x_once…, dimensions, x_0…"""

    def happened(self, ask: Ask, names: Iterable[str]) -> Relation:
        columns = list(dict.fromkeys([*names, *ask.filters]))
        sql, params = self.made(ask, columns)
        where, keys = kept_keys(ask)
        sql = f"SELECT * FROM ({sql}) q WHERE x_day BETWEEN %s AND %s{where}"
        return sql, (*params, ask.window.first, ask.window.last, *keys)

    def busy(self, organisation: Organisation, window: Window) -> tuple[Window, ...]:
        """A customer's step is on the day of an order."""
        return (window,)

    def made(self, ask: Ask, columns: list[str]) -> Relation:
        raise NotImplementedError

    def bought(self, ask: Ask, span: Window, columns: list[str]) -> Relation:
        """Lines of known customers in a span: x_row and x_party, x_product, x_top, x_day, x_at, x_amount, dimensions."""
        start, end = span.instants(ask.organisation.zone)
        rows = order_lines(ask).filter(
            order__customer__isnull=False, order__ordered_at__gte=start, order__ordered_at__lt=end
        )
        if ask.busy:
            rows = rows.filter(order__in=once(of_the_busy(ask)))
        rows = rows.annotate(party=survivor("order__customer", ask.known_before))
        return compiled(
            rows.order_by().values(
                x_party=F("party"),
                x_same=Coalesce("product__successor_id", PRODUCT),
                x_top=F("category__top_id"),
                x_day=ask.trunc("order__ordered_at"),
                x_at=F("order__ordered_at"),
                x_amount=F("amount_home"),
                **{f"x_{name}": F(self.path_of[name]) for name in columns},
            )
        )


PRODUCT = "product_id"


@dataclass(eq=False)
class Again(MadeRows):
    """Pairs of customer and product of the period before (measure 0), and those bought again in this one (1)."""

    same: str = "x_same"

    def made(self, ask: Ask, columns: list[str]) -> Relation:
        spans = [(w, w.previous()) for w in periods(ask, self.grain)]
        whole = Window(min(before.first for _w, before in spans), max(w.last for w, _before in spans))
        sql, params = self.bought(ask, whole, columns)
        pair = f"x_party, {self.same}" if self.same else "x_party"
        once_columns = ", ".join(f"o.{name} AS x_once{n}" for n, name in enumerate(pair.split(", ")))
        names = "".join(f", o.x_{name}" for name in columns)
        join = " AND ".join(f"o.{name} = n.{name}" for name in pair.split(", "))
        return (
            f"""WITH p(f, l, bf, bl) AS (VALUES {table((w.first, w.last, b.first, b.last) for w, b in spans)}),
            b AS MATERIALIZED (SELECT {pair}, x_day, max(x_at) AS x_at{"".join(f", x_{n}" for n in columns)} FROM ({sql}) q
                {f"WHERE {self.same} IS NOT NULL" if self.same else ""} GROUP BY {pair}, x_day{"".join(f", x_{n}" for n in columns)})
            SELECT o.x_party AS x_row, p.f AS x_day, o.x_at, {once_columns}{names}, 1 AS x_0, NULL::int AS x_1
            FROM b o JOIN p ON o.x_day BETWEEN p.bf AND p.bl
            UNION ALL SELECT n.x_party, n.x_day, n.x_at, {once_columns}{names}, NULL, 1
            FROM b n JOIN p ON n.x_day BETWEEN p.f AND p.l JOIN b o ON {join} AND o.x_day BETWEEN p.bf AND p.bl""",
            params,
        )


def this_and_next_month(day: Any, organisation: Any) -> Window:
    return Window(day, month_of(shift_month(day.replace(day=1), 1)).last)


PRODUCT_AGAIN = Again(
    name="product_again",
    label=_("customers and products of the period before"),
    model=Customer,
    rows=lambda ask: Customer.objects.none(),
    once=("party", "product"),
    dimensions={"category": "category__top_id"},
    also=under("order", STAMPS) | {"product": PRODUCT, "subcategory": "category_id"},
    reaches=this_and_next_month,
    sources=("order",),
    columns=CUSTOMER_COLUMNS,
)
BUYERS_AGAIN = Again(
    name="buyers_again",
    label=_("customers of the period before"),
    same="",
    model=Customer,
    rows=lambda ask: Customer.objects.none(),
    once=("party",),
    dimensions=under("order", STAMPS),
    also={"region": "order__region_id"},
    reaches=this_and_next_month,
    sources=("order",),
    columns=CUSTOMER_COLUMNS,
)


@dataclass(eq=False)
class CategorySpend(MadeRows):
    """Per customer and category: 0 the pair, 1 spend in it, 2 the customer's whole spend from the day of the pair on.

    The whole spend of a buyer counts from the day they first buy the category, with what they had spent before.
    """

    def made(self, ask: Ask, columns: list[str]) -> Relation:
        spans = periods(ask, self.grain)
        whole = Window(spans[0].first, spans[-1].last)
        others = [name for name in columns if name != "category"]
        sql, params = self.bought(ask, whole, others)
        names = "".join(f", x_{name}" for name in others)
        same = "".join(f" AND c.x_{name} IS NOT DISTINCT FROM s.x_{name}" for name in others)
        keys = "".join(f", c.x_{name}" for name in others)
        category = ", c.x_top AS x_category" if "category" in columns else ""
        return (
            f"""WITH p(f, l) AS (VALUES {table((w.first, w.last) for w in spans)}),
            b AS MATERIALIZED (SELECT f, x_party, x_top, x_day, max(x_at) AS x_at, sum(x_amount) AS a{names}
                FROM ({sql}) q JOIN p ON x_day BETWEEN f AND l GROUP BY f, x_party, x_top, x_day{names}),
            c AS MATERIALIZED (SELECT f, x_party, x_top, min(x_day) AS since, min(x_at) AS x_at{names} FROM b
                WHERE x_top IS NOT NULL GROUP BY f, x_party, x_top{names}),
            s AS MATERIALIZED (SELECT f, x_party, x_day, sum(a) AS a{names} FROM b GROUP BY f, x_party, x_day{names})
            SELECT c.x_party AS x_row, c.since AS x_day, c.x_at, c.x_party AS x_once0, c.x_top AS x_once1{category}{keys},
                1 AS x_0, NULL::numeric AS x_1, NULL::numeric AS x_2 FROM c
            UNION ALL SELECT c.x_party, c.x_day, c.x_at, c.x_party, c.x_top{category}{keys}, NULL, c.a, NULL
                FROM b c WHERE c.x_top IS NOT NULL
            UNION ALL SELECT c.x_party, greatest(s.x_day, c.since), c.x_at, c.x_party, c.x_top{category}{keys}, NULL, NULL, s.a
                FROM c JOIN s ON s.f = c.f AND s.x_party = c.x_party{same}""",
            params,
        )


CATEGORY_SPEND = CategorySpend(
    name="category_spend",
    label=_("customers by category bought"),
    keep="sum",
    model=Customer,
    rows=lambda ask: Customer.objects.none(),
    once=("party", "category"),
    dimensions={"category": "category__top_id"},
    also=under("order", STAMPS),
    sources=("order",),
    columns=CUSTOMER_COLUMNS,
)


@dataclass(eq=False)
class CohortMonths(MadeRows):
    """Customers whose first order lies k months before the period's month (2i), and those ordering in it (2i + 1)."""

    def made(self, ask: Ask, columns: list[str]) -> Relation:
        sql, params = compiled(
            with_first_stamps(of_the_busy(ask))
            .order_by()
            .values(
                x_party=F("party"),
                x_day=ask.trunc("ordered_at"),
                x_at=F("ordered_at"),
                x_nth=F("nth"),
                **{f"x_{name}": F(self.path_of[name]) for name in columns},
            )
        )
        spans = [(w.first, w.last, *cohort_of(w, k)) for w in periods(ask, self.grain) for k in COHORTS]
        places = ", ".join(f"({n % len(COHORTS)}, {row[1:-1]})" for n, row in enumerate(table([s]) for s in spans))
        names = "".join(f", x_{name}" for name in columns)
        cohort = ", ".join(
            f"CASE WHEN i = {n} THEN 1 END AS x_{2 * n}, NULL::int AS x_{2 * n + 1}" for n in range(len(COHORTS))
        )
        back = ", ".join(f"NULL, CASE WHEN i = {n} THEN 1 END" for n in range(len(COHORTS)))
        return (
            f"""WITH p(i, f, l, cf, cl) AS (VALUES {places}),
            o AS MATERIALIZED (SELECT q.*, min(x_day) OVER (PARTITION BY x_party) AS first_on FROM ({sql}) q)
            SELECT x_party AS x_row, f AS x_day, x_at, x_party AS x_once0{names}, {cohort}
                FROM o JOIN p ON x_nth = 1 AND first_on BETWEEN cf AND cl
            UNION ALL SELECT x_party, x_day, x_at, x_party{names}, {back}
                FROM o JOIN p ON x_day BETWEEN f AND l AND first_on BETWEEN cf AND cl""",
            params,
        )


def cohort_of(window: Window, k: int) -> tuple[Any, Any]:
    """The month ``k`` months before that of the window."""
    month = month_of(shift_month(window.first.replace(day=1), -k))
    return month.first, month.last


COHORT_MONTHS = CohortMonths(
    name="cohort_months",
    label=_("customers by month of their first order"),
    model=Customer,
    rows=lambda ask: Customer.objects.none(),
    once=("party",),
    dimensions={name: f"first_{name}" for name in STAMPS},
    reaches=lambda day, organisation: Window(day, month_of(shift_month(day.replace(day=1), 12)).last),
    sources=("order", "later"),
    columns=CUSTOMER_COLUMNS,
)


@dataclass(eq=False)
class Reorders(Fact):
    """Orders by category of customers who had ordered in the category before: all (0), at a higher tier (1).

    Tiers decide where both orders have one; else the unit price of another article. The same article at a higher
    price is no up-sell.
    """

    def relation(self, ask: Ask, dimensions: Iterable[str] = ()) -> Relation:
        columns = list(dict.fromkeys([*dimensions, *ask.filters]))
        rows = order_lines(ask).filter(order__in=once(of_buyers_then(ask)), category__isnull=False)
        sql, params = compiled(
            rows.annotate(party=survivor("order__customer", ask.known_before))
            .order_by()
            .values(
                x_id=F("pk"),
                x_order=F("order_id"),
                x_party=F("party"),
                x_top=F("category__top_id"),
                x_day=ask.trunc("order__ordered_at"),
                x_at=F("order__ordered_at"),
                x_tier=F("product__tier"),
                x_price=F("unit_price"),
                x_product=F("product_id"),
                **{f"x_{name}": F(self.path_of[name]) for name in columns},
            )
        )
        names = "".join(f", x_{name}" for name in columns)
        where, keys = kept_keys(ask)
        dearer = "x_price > o_price AND NOT (x_products && o_products)"
        return (
            f"""SELECT x_row, x_day{names}, 1 AS x_0,
                CASE WHEN CASE WHEN x_tier IS NOT NULL AND o_tier IS NOT NULL THEN x_tier > o_tier ELSE {dearer} END THEN 1 END AS x_1
            FROM (SELECT g.*, lag(x_row) OVER w AS o_row, lag(x_tier) OVER w AS o_tier, lag(x_price) OVER w AS o_price,
                    lag(x_products) OVER w AS o_products
                FROM (SELECT min(x_id) AS x_row, x_order, x_party, x_top, x_day, x_at, max(x_tier) AS x_tier,
                        max(x_price) AS x_price, array_agg(x_product) AS x_products{names}
                    FROM ({sql}) l GROUP BY x_order, x_party, x_top, x_day, x_at{names}) g
                WINDOW w AS (PARTITION BY x_party, x_top ORDER BY x_at, x_order)) q
            WHERE o_row IS NOT NULL AND x_day BETWEEN %s AND %s{where}""",
            (*params, ask.window.first, ask.window.last, *keys),
        )


REORDERS = Reorders(
    name="reorders",
    label=_("orders in a category bought before"),
    model=OrderLine,
    rows=lambda ask: OrderLine.objects.none(),
    at="order__ordered_at",
    dimensions=under("order", STAMPS) | {"category": "category__top_id"},
    sources=("order", "later"),
    columns=("order", "product", "category", "quantity", "unit_price"),
)


@dataclass(eq=False)
class Baskets(Fact):
    """Orders with lines (0), and those whose lines are of two categories or more (1)."""

    def relation(self, ask: Ask, dimensions: Iterable[str] = ()) -> Relation:
        names = list(dimensions)
        rows = self.filtered(self.within(order_lines(ask), ask), ask)
        columns = {"x_id": F("pk"), "x_order": F("order_id"), "x_day": self.day(ask), "x_top": F("category__top_id")}
        sql, params = compiled(rows.order_by().values(**columns, **{f"x_{n}": F(self.path_of[n]) for n in names}))
        keys = "".join(f", x_{name}" for name in names)
        return (
            f"""SELECT min(x_id) AS x_row, x_day{keys}, 1 AS x_0, CASE WHEN count(DISTINCT x_top) >= 2 THEN 1 END AS x_1
            FROM ({sql}) l GROUP BY x_order, x_day{keys}""",
            params,
        )


BASKETS = Baskets(
    name="baskets",
    label=_("orders by number of categories"),
    model=OrderLine,
    rows=order_lines,
    at="order__ordered_at",
    dimensions=under("order", STAMPS),
    sources=("order",),
    columns=REORDERS.columns,
)

DECLARED: list[Fact] = [PRODUCT_AGAIN, BUYERS_AGAIN, CATEGORY_SPEND, COHORT_MONTHS, REORDERS, BASKETS]
