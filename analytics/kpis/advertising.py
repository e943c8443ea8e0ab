"""KPIs of advertising."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from analytics.facts.advertising import AD_RESULTS
from analytics.facts.marketing import SPEND
from analytics.formula import divide
from analytics.kpi import Area, Better, Derived, Kpi, Pair, Period, Unit
from analytics.kpis.marketing import unplanned
from analytics.kpis.sales import REVENUE
from analytics.periods import Window

if TYPE_CHECKING:
    from analytics.figures import Reader

ADVERTISING = Q(kind="advertising")
booked = SPEND.total(_("advertising spend"), "actual", where=ADVERTISING)
budget = SPEND.total(_("advertising budget"), "planned", where=ADVERTISING)
impressions = AD_RESULTS.total(_("impressions"), "impressions")
clicks = AD_RESULTS.total(_("valid clicks"), F("clicks") - F("invalid_clicks"))
paid = AD_RESULTS.total(_("spend on the platforms"), "spend")
paid_mille = AD_RESULTS.total(_("1,000 × spend on the platforms"), F("spend") * 1000)
earned = AD_RESULTS.total(_("attributed revenue"), "revenue")

AD_COST_CONTROL = Kpi(
    code="ad_cost_control_rate",
    en="Advertising cost control rate",
    zh="广告费用控制",
    means=_("Actual advertising spend over the advertising budget; spending without a budget has no rate."),
    formula=booked / budget,
    unit=Unit.RATIO,
    better=Better.AT_MOST_TARGET,
    area=Area.ADVERTISING,
    period=Period.MONTH_TO_DATE,
    source=("4:92",),
    flag=unplanned(booked, budget),
)
AD_SPEND = Kpi(
    code="",
    en="Advertising spend",
    zh="广告费用",
    means="",
    formula=booked,
    unit=Unit.MONEY,
    better=Better.NEITHER,
    area=Area.ADVERTISING,
)


def growths(reader: Reader, window: Window) -> tuple[Decimal | None, Decimal | None]:
    """How advertising spend and revenue grew on the window before; None on a base that is not above zero."""
    earlier, found = window.previous(), []
    for kpi in (AD_SPEND, REVENUE):
        old = reader.amount(kpi, earlier)
        found.append(divide(reader.amount(kpi, window) - old, old) if old > 0 else None)
    return found[0], found[1]


def effectiveness(reader: Reader, window: Window) -> Pair:
    return growths(reader, window)


def signs(reader: Reader, window: Window) -> str:
    """Why the ratio is missing, or must not be ranked."""
    ads, sales = growths(reader, window)
    if ads is None:
        return "no_ad_spend_in_base_period"
    if sales is None:
        return "no_sales_in_base_period"
    if sales == 0:
        return "sales_growth_zero"
    if ads < 0 and sales < 0:
        return "both_negative"
    return "opposite_signs" if ads * sales < 0 else ""


def grown_from(side: str, window: Window, variant: str | None) -> list[tuple[int, Any, Window]]:
    """Behind a growth rate stand the rows of both windows, the earlier ones taken off."""
    formula = (AD_SPEND if side == "numerator" else REVENUE).formula
    return [(1, formula, window), (-1, formula, window.previous())]


AD_EFFECTIVENESS = Derived(
    from_published=True,
    code="ad_effectiveness_ratio",
    en="Advertising effectiveness ratio",
    zh="广告投放有效率",
    means=_(
        "Growth of advertising spend over growth of sales revenue, both on the window before; below one is good only when both grow."
    ),
    formula=_("growth of advertising spend ÷ growth of sales revenue"),
    unit=Unit.RATIO,
    better=Better.LOWER,
    area=Area.ADVERTISING,
    period=Period.QUARTER_TO_DATE,
    source=("4:91",),
    compute=effectiveness,
    parts=(AD_SPEND.formula, REVENUE.formula),
    split_by=("owner", "team", "segment", "channel", "campaign"),
    opens=grown_from,
    flag=signs,
)
CTR = Kpi(
    code="ctr",
    en="Click-through rate",
    zh="点击率",
    means=_("Valid clicks over impressions; clicks of robots and mishaps are out."),
    formula=clicks / impressions,
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.ADVERTISING,
)
CPM = Kpi(
    code="cpm",
    en="Cost per mille",
    zh="千次展示成本",
    means=_("What a thousand impressions cost; money of days without impressions counts too."),
    formula=paid_mille / impressions,
    unit=Unit.MONEY_PER,
    better=Better.LOWER,
    area=Area.ADVERTISING,
)
CPC = Kpi(
    code="cpc",
    en="Cost per click",
    zh="点击成本",
    means=_("What a valid click cost; money of days without clicks counts too."),
    formula=paid / clicks,
    unit=Unit.MONEY_PER,
    better=Better.LOWER,
    area=Area.ADVERTISING,
)
ROAS = Kpi(
    code="roas",
    en="Return on ad spend",
    zh="广告支出回报",
    means=_("Revenue the platforms attribute to advertisements within 30 days, over what these cost there."),
    formula=earned / paid,
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.ADVERTISING,
)

DECLARED = [AD_COST_CONTROL, AD_EFFECTIVENESS, CTR, CPM, CPC, ROAS]
