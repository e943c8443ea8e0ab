"""KPIs of sales."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from analytics.facts.customers import SALES_CALLS
from analytics.facts.pipeline import DEALS_CREDITED, DEALS_OVERDUE
from analytics.facts.sales import (
    DEALS_CLOSED,
    LEADS,
    LEADS_WON,
    LINES,
    ORDERS,
    PIPELINE,
    REFUNDED_PARTS,
    REFUNDS,
    cycle_days,
    lead_won,
)
from analytics.growth import GROWTH_VARIANTS, growth, opens
from analytics.kpi import Area, Better, Derived, Kpi, Percentile, Period, Unit
from analytics.quotas import attainment, pace, quota, quota_pace

WON, LOST, OPEN = Q(result="won"), Q(result="lost"), Q(outcome="open")
AHEAD = Q(ended_at__gte=F("opened_at"))
FORWARD = WON & AHEAD
BY_CATEGORY = ("category", "subcategory", "product")


def by_category(measure, finer):  # type: ignore[no-untyped-def]
    """Let a measure of the order header be split by category through the measure of the lines."""
    for name in BY_CATEGORY:
        measure = measure.split(name, finer)
    return measure


lines_net = LINES.total(_("order lines, net"), "amount_home")
line_items = LINES.total(_("units"), "quantity", where=Q(kind="product"))
parts_back = REFUNDED_PARTS.total(_("refunded"), "amount_home")
units_back = REFUNDED_PARTS.total(_("units returned"), "quantity", where=Q(kind="product"))
ordered = by_category(ORDERS.total(_("net amount of orders"), "net_home"), lines_net)
items = by_category(ORDERS.total(_("units on orders"), "items"), line_items)
orders = ORDERS.count(_("orders"))
refunded = by_category(REFUNDS.total(_("refunds"), "amount_home"), parts_back)
closed = DEALS_CLOSED.count(_("closed deals"))
won = DEALS_CLOSED.count(_("won deals"), where=WON)
lost = DEALS_CLOSED.count(_("lost deals"), where=LOST)
won_amount = DEALS_CLOSED.total(_("amount of won deals"), "amount_home", where=WON)
closed_amount = DEALS_CLOSED.total(_("amount of closed deals"), "amount_home")
cycle = DEALS_CLOSED.total(_("days from opening to winning"), cycle_days, where=FORWARD)
cycles = DEALS_CLOSED.count(_("won deals with a valid duration"), where=FORWARD)
shares_won = DEALS_CREDITED.total(_("shares of won deals"), "share", where=WON)
shares_closed = DEALS_CREDITED.total(_("shares of closed deals"), "share")
shares_won_amount = DEALS_CREDITED.total(
    _("shares of the amount of won deals"), F("share") * F("deal__amount_home"), where=WON
)
shares_closed_amount = DEALS_CREDITED.total(
    _("shares of the amount of closed deals"), F("share") * F("deal__amount_home")
)
shares_lost = DEALS_CREDITED.total(_("shares of lost deals"), "share", where=LOST)
overdue = DEALS_OVERDUE.count(_("open deals past their expected close"), where=OPEN)
any_cycle = DEALS_CLOSED.total(_("days from opening to closing"), cycle_days, where=AHEAD)
any_cycles = DEALS_CLOSED.count(_("closed deals with a valid duration"), where=AHEAD)
leads = LEADS.count(_("leads received"))
leads_won = LEADS.count(_("of them won"), where=lead_won)
won_leads = LEADS_WON.count(_("leads won"))
weighted = PIPELINE.total(_("amount × win probability of open deals"), F("amount_home") * F("probability"), where=OPEN)
calls = SALES_CALLS.count(_("outbound sales calls"))

REVENUE = Kpi(
    code="sales_revenue",
    en="Sales revenue (net sales)",
    zh="销售额",
    means=_(
        "Net amount of valid orders on their order day, after discounts, before tax and shipping, minus refunds on the day they were given."
    ),
    formula=ordered - refunded,
    unit=Unit.MONEY,
    better=Better.HIGHER,
    area=Area.SALES,
    source=("0:117", "2:13", "4:24"),
    variants={"gross": ordered},
)
TRANSACTIONS = Kpi(
    code="transactions",
    en="Transactions",
    zh="成交笔数",
    means=_("Valid orders on their order day. A refund never removes one; a cancellation does."),
    formula=orders,
    unit=Unit.COUNT,
    better=Better.HIGHER,
    area=Area.SALES,
    source=("4:27",),
)
AVERAGE_UNIT_SALE = Kpi(
    code="average_unit_sale",
    en="Average unit sale (AUS)",
    zh="客单价",
    means=_("Net sales per order: sales revenue, refunds of the window taken off, over transactions."),
    formula=(ordered - refunded) / orders,
    unit=Unit.MONEY_PER,
    better=Better.HIGHER,
    area=Area.SALES,
    source=("4:27",),
    variants={"gross": ordered / orders},
)
ITEMS_PER_TRANSACTION = Kpi(
    code="items_per_transaction",
    en="Items per transaction (IPT)",
    zh="客单件",
    means=_("Units of products, gifts included, services and shipping not, per order."),
    formula=items / orders,
    unit=Unit.PER,
    better=Better.HIGHER,
    area=Area.SALES,
    source=("4:28",),
    variants={"net_of_returns": (items - units_back) / orders},
)
AVERAGE_ORDER_SIZE = Kpi(
    code="average_order_size",
    en="Average order size (booked)",
    zh="平均定单规模",
    means=_("Amount of orders as booked, before later refunds, per order."),
    formula=ordered / orders,
    unit=Unit.MONEY_PER,
    better=Better.HIGHER,
    area=Area.SALES,
    source=("4:30",),
    variants={"p50": Percentile(ordered, Decimal("0.5")), "p90": Percentile(ordered, Decimal("0.9"))},
    companions={"average_order_size_p50": "p50", "average_order_size_p90": "p90"},
)
GROWTH = Derived(
    code="sales_growth_rate",
    en="Sales growth rate",
    zh="销售额增长率",
    means=_(
        "Revenue of the window minus that of the window before, over the latter; nothing where that is not above zero."
    ),
    formula=_("(revenue of the window − revenue of the window before) ÷ revenue of the window before"),
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.SALES,
    period=Period.MONTH_TO_DATE,
    source=("4:24",),
    compute=growth(REVENUE),
    daily=True,
    variants={name: growth(REVENUE, name) for name in GROWTH_VARIANTS},
    parts=(REVENUE.formula,),
    opens=opens(REVENUE),
    split_by=tuple(REVENUE.dimensions),
)
QUOTA = Derived(
    code="sales_quota",
    en="Sales quota",
    zh="销售配额",
    means=_("What the sales targets of the months the window touches ask for, each in full."),
    formula=_("sales targets of the periods that contain the window"),
    unit=Unit.MONEY,
    better=Better.NEITHER,
    area=Area.SALES,
    period=Period.MONTH_TO_DATE,
    source=("4:21",),
    compute=quota,
    daily=True,
    variants={"pace": quota_pace},
    over=False,
    split_by=("owner", "team", "category"),
)
ATTAINMENT = Derived(
    code="sales_quota_attainment",
    en="Quota attainment rate",
    zh="销售计划达成率",
    means=_("Revenue of the window over the full sales targets of its months; who has no target has no rate."),
    formula=_("revenue of the window ÷ sales targets of the periods that contain it"),
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.SALES,
    period=Period.MONTH_TO_DATE,
    source=("0:117", "4:23"),
    compute=attainment(REVENUE),
    daily=True,
    variants={"pace": pace(REVENUE)},
    parts=(REVENUE.formula,),
    opens=lambda side, window, variant: [(1, REVENUE.formula, window)] if side == "numerator" else [],
    split_by=("owner", "team", "category"),
    target=Decimal(1),
)
WIN_RATE = Kpi(
    code="win_rate",
    en="Opportunity win rate",
    zh="赢单率",
    means=_("Of the deals whose last closing lies in the window, the share that was won."),
    formula=won / closed,
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.SALES,
    source=("4:25",),
    variants={
        "value": won_amount / closed_amount,
        "overdue": won / (closed + overdue),
        "credited": shares_won / shares_closed,
        "credited_value": shares_won_amount / shares_closed_amount,
    },
)
LOSS_RATE = Kpi(
    code="loss_rate",
    en="Loss rate",
    zh="销售失败率",
    means=_("Of the deals whose last closing lies in the window, the share that was lost."),
    formula=lost / closed,
    unit=Unit.RATIO,
    better=Better.LOWER,
    area=Area.SALES,
    source=("4:26",),
    variants={"credited": shares_lost / shares_closed},
)
LOST_DEALS = Kpi(
    code="lost_deals",
    en="Lost deals",
    zh="销售失败数",
    means=_("Deals whose last closing lies in the window and was a loss."),
    formula=lost,
    unit=Unit.COUNT,
    better=Better.LOWER,
    area=Area.SALES,
    source=("4:26",),
)
CLOSE_RATE = Kpi(
    code="close_rate",
    en="Close rate (lead to deal)",
    zh="成交率",
    means=_(
        "Of the leads received in the window, spam, tests and duplicates left out, the share with a won deal by now."
    ),
    formula=leads_won / leads,
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.SALES,
    source=("4:25",),
    variants={"period": won_leads / leads},
)
CYCLE = Kpi(
    code="sales_cycle_days",
    en="Sales cycle length",
    zh="销售周期",
    means=_("Days from opening a deal to winning it for the last time; a negative duration is an error and left out."),
    formula=cycle / cycles,
    unit=Unit.DAYS,
    better=Better.LOWER,
    area=Area.SALES,
    source=("0:117", "4:12"),
    variants={"median": Percentile(cycle, Decimal("0.5")), "won_and_lost": any_cycle / any_cycles},
)
WEIGHTED_PIPELINE = Kpi(
    code="weighted_pipeline",
    en="Weighted pipeline",
    zh="加权销售预测",
    means=_(
        "What open deals are worth at the end of the day: amount times the win probability of the stage of that day."
    ),
    formula=weighted,
    unit=Unit.MONEY,
    better=Better.HIGHER,
    area=Area.SALES,
    period=Period.END_OF_DAY,
    source=("4:31",),
)
SALES_CALLS_MADE = Kpi(
    code="sales_calls",
    en="Sales calls made",
    zh="电话数量",
    means=_("Outbound calls to anybody outside the company, connected or not, test customers left out."),
    formula=calls,
    unit=Unit.COUNT,
    better=Better.HIGHER,
    area=Area.SALES,
    source=("4:33",),
)

DECLARED = [
    REVENUE,
    TRANSACTIONS,
    AVERAGE_UNIT_SALE,
    ITEMS_PER_TRANSACTION,
    AVERAGE_ORDER_SIZE,
    GROWTH,
    QUOTA,
    ATTAINMENT,
    WIN_RATE,
    LOSS_RATE,
    LOST_DEALS,
    CLOSE_RATE,
    CYCLE,
    WEIGHTED_PIPELINE,
    SALES_CALLS_MADE,
]
