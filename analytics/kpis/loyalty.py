"""KPIs of customers who come, come back, buy more, or leave."""

from __future__ import annotations

import datetime as dt

from django.db.models import DateField, ExpressionWrapper, F, Q, Value
from django.utils.translation import gettext_lazy as _

from analytics.fact import Ask
from analytics.facts.lapsing import LAPSED, OWN_PACE
from analytics.facts.loyalty import LIFETIME, LIFETIME_REFUNDS, PROSPECTS, SHOPPERS, STOCK, had_bought
from analytics.facts.returning import (
    BASKETS,
    BUYERS_AGAIN,
    CATEGORY_SPEND,
    COHORT_MONTHS,
    COHORTS,
    PRODUCT_AGAIN,
    REORDERS,
)
from analytics.figures import Reader
from analytics.kpi import Area, Better, Derived, Kpi, Pair, Period, Unit
from analytics.periods import DAY, Window


def new_category(ask: Ask) -> Q:
    return had_bought(ask) & Q(opens=1)


def repeated(ask: Ask) -> Q:
    return had_bought(ask) | Q(nth__gte=2)


shoppers = SHOPPERS.count(_("customers who ordered"))
existing = SHOPPERS.count(_("of them customers before"), where=had_bought)
crossed = SHOPPERS.count(_("of them with a category new to them"), where=new_category)
repeating = SHOPPERS.count(_("of them customers before, or with two orders"), where=repeated)
with_lines = BASKETS.count(_("orders with lines"))
mixed = BASKETS.count(_("orders with two categories or more"))
reorders = REORDERS.count(_("orders in a category bought before"))
higher = REORDERS.count(_("of them at a higher tier"))
pairs = PRODUCT_AGAIN.count(_("products customers bought in the period before"))
pairs_again = PRODUCT_AGAIN.count(_("of them bought again"))
before = BUYERS_AGAIN.count(_("customers of the period before"))
again = BUYERS_AGAIN.count(_("of them bought again"))
category_buyers = CATEGORY_SPEND.count(_("customers by category bought"))
category_spend = CATEGORY_SPEND.total(_("their spend in the category"), "x_1")
their_spend = CATEGORY_SPEND.total(_("their whole spend"), "x_2")
lapsed = LAPSED.count(_("customers lost before the period"))
paced = OWN_PACE.total(_("customers active at the start, by the pace of their segment"), "x_0")
out_of_pace = OWN_PACE.total(_("of them not active at the end"), "x_1")
won_back = LAPSED.count(_("of them ordered again"))
cohorts = {}
for _k in COHORTS:
    cohorts[_k] = (
        COHORT_MONTHS.count(_("customers of the cohort")),
        COHORT_MONTHS.count(_("of them ordered in the month")),
    )
earned = LIFETIME.total(_("revenue of known customers since their first order"), "net_home")
cost = LIFETIME.total(_("cost of what they bought"), "cost_home")
customers_ever = LIFETIME.count(_("customers since the beginning"), where=Q(nth=1))
given_back = LIFETIME_REFUNDS.total(_("refunds to them"), "amount_home")
stock = STOCK.count(_("active customers at the end of the day"))
prospects = PROSPECTS.count(_("prospects first noted"))
bought = PROSPECTS.count(_("of them bought"), where=Q(first_on__isnull=False))


def within_days(days: int):  # type: ignore[no-untyped-def]
    limit = ExpressionWrapper(F("since") + Value(dt.timedelta(days=days)), output_field=DateField())
    return PROSPECTS.count(_("of them bought within %(days)s days") % {"days": days}, where=Q(first_on__lte=limit))


bought_30, bought_90 = within_days(30), within_days(90)


CONVERSION = Kpi(
    code="sales_conversion_rate",
    en="Sales (prospect to customer) conversion rate",
    zh="销售转换率",
    means=_("Of the prospects first noted in the window, the share with a valid order by now."),
    formula=bought / prospects,
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.SALES,
    source=("0:117", "0:41", "1:17", "1:3", "1:35", "1:39", "1:53", "1:8"),
    variants={"horizon_30_days": bought_30 / prospects, "horizon_90_days": bought_90 / prospects},
)
CROSS_SELL = Kpi(
    code="cross_sell_rate",
    en="Cross-sell rate",
    zh="交叉销售",
    means=_(
        "Of the customers with an order before the window and one in it, the share that bought a category new to them."
    ),
    formula=crossed / existing,
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.SALES,
    period=Period.MONTH_TO_DATE,
    source=("0:63", "0:65", "2:5"),
    variants={"basket": mixed / with_lines},
)
UPSELL = Kpi(
    code="upsell_rate",
    en="Up-sell rate",
    zh="增值销售",
    means=_(
        "Of the orders in a category their customer had bought before, the share at a higher tier than the time before; a dearer price of the same article is none."
    ),
    formula=higher / reorders,
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.SALES,
    source=("0:63", "0:65", "2:5"),
)
INVOLVEMENT = Kpi(
    code="category_involvement",
    en="Product-category involvement (share of wallet)",
    zh="产品类参与程度",
    means=_("What customers spent in a category, over all these customers spent in the window."),
    formula=category_spend / their_spend,
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.SALES,
    period=Period.MONTH_TO_DATE,
    source=("4:32",),
)
PENETRATION = Kpi(
    code="category_penetration",
    en="Category penetration",
    zh="产品类渗透率",
    means=_(
        "Customers who bought a category, over all customers who ordered in the window; of all categories together, categories per customer."
    ),
    formula=category_buyers / shoppers,
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.SALES,
    period=Period.MONTH_TO_DATE,
    source=("4:32",),
    whole_below=frozenset({"category"}),
)
PRODUCT_RETENTION = Kpi(
    code="product_retention_rate",
    en="Same-product repeat (stickiness) rate",
    zh="客户留存率(同一产品或服务)",
    means=_(
        "Of the products each customer bought in the period before, the share they bought again in this one; a successor counts as the same product."
    ),
    formula=pairs_again / pairs,
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.CUSTOMER,
    period=Period.MONTH_TO_DATE,
    source=("1:53", "2:10", "2:52", "4:37"),
    variants={"customers": again / before},
)
COHORT = Kpi(
    code="cohort_retention",
    en="Cohort retention",
    zh="同期群留存",
    means=_(
        "Of the customers whose first order lies in the month before, the share that ordered in this month; the variants look 3, 6 and 12 months back."
    ),
    formula=cohorts[1][1] / cohorts[1][0],
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.CUSTOMER,
    period=Period.MONTH_TO_DATE,
    source=("4:37",),
    whole_months=True,
    variants={f"month_{k}": cohorts[k][1] / cohorts[k][0] for k in COHORTS[1:]},
)
WINBACK = Kpi(
    code="winback_rate",
    en="Win-back rate",
    zh="流失客户挽回率",
    means=_(
        "Of the customers lost when the window began, no order in the days set by the company, the share that ordered again in it."
    ),
    formula=won_back / lapsed,
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.CUSTOMER,
    period=Period.MONTH_TO_DATE,
    source=("3:32", "3:38", "3:40"),
)
HISTORIC_VALUE = Kpi(
    code="clv_historic",
    en="Customer lifetime value, historic",
    zh="客户生命周期价值",
    means=_(
        "Net revenue of all customers since their first order, per customer; by segment or channel: of the customers who first came there."
    ),
    formula=(earned - given_back) / customers_ever,
    unit=Unit.MONEY_PER,
    better=Better.HIGHER,
    area=Area.CUSTOMER,
    period=Period.SO_FAR,
    source=("0:5", "0:55", "0:57", "2:52", "2:6"),
    variants={"margin": (earned - given_back - cost) / customers_ever},
)
CUSTOMER_STOCK = Kpi(
    code="customer_stock",
    en="Customers, active ones",
    zh="在册活跃客户数",
    means=_("Customers with an order in the days after which the company calls a customer inactive."),
    formula=stock,
    unit=Unit.COUNT,
    better=Better.HIGHER,
    area=Area.CUSTOMER,
    period=Period.END_OF_DAY,
)


def grown(reader: Reader, window: Window) -> Pair:
    """Customers at the end minus at the end of the day before the window; the latter."""
    end, start = (reader.amount(CUSTOMER_STOCK, Window(day, day)) for day in (window.last, window.first - DAY))
    return end - start, start


def stood(side: str, window: Window, variant: str | None) -> list[tuple[int, Kpi, Window]]:
    """Behind the growth: who was a customer at the end, those at the start taken off; below it the latter."""
    end, start = Window(window.last, window.last), Window(window.first - DAY, window.first - DAY)
    if side == "denominator":
        return [(1, CUSTOMER_STOCK.formula, start)]
    return [(1, CUSTOMER_STOCK.formula, end), (-1, CUSTOMER_STOCK.formula, start)]


GROWTH = Derived(
    code="customer_growth_rate",
    en="Customer growth rate",
    zh="客户增长率",
    means=_(
        "Customers at the end of the window minus those when it began, over the latter. A customer is who ordered within the days set by the company."
    ),
    formula=_("(customers at the end − customers at the start) ÷ customers at the start"),
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.CUSTOMER,
    period=Period.MONTH_TO_DATE,
    source=("3:83", "3:85"),
    compute=grown,
    daily=True,
    parts=(CUSTOMER_STOCK.formula,),
    opens=stood,
    split_by=("owner", "team", "segment", "channel", "region"),
)

DECLARED: list[Kpi] = [
    CONVERSION,
    CROSS_SELL,
    UPSELL,
    INVOLVEMENT,
    PENETRATION,
    PRODUCT_RETENTION,
    COHORT,
    WINBACK,
    HISTORIC_VALUE,
    GROWTH,
]
