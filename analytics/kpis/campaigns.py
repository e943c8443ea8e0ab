"""KPIs of campaigns: who took part, what it sold and brought, what a touch cost."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from analytics.facts.campaigns import (
    CAMPAIGNS,
    CAMPAIGNS_COMPARED,
    PARTICIPANTS,
    TOUCH_KINDS,
    TOUCHED_CUSTOMERS,
    TOUCHES,
)
from analytics.kpi import Area, Better, Kpi, Period, Unit

DONE = Q(bought=True) | Q(completed=True)
KNOWN = "baseline IS NOT NULL"
PROFIT = f"{KNOWN} AND margin IS NOT NULL"
took_part = PARTICIPANTS.count(_("participants"))
finished = PARTICIPANTS.count(_("of them bought or did what it was for"), where=DONE)
touch_cost = TOUCHES.total(_("cost of the interactions"), "cost")
touches = TOUCHES.count(_("interactions"))
kinds = TOUCH_KINDS.count(_("kinds of interaction"), kept=False)
touched = TOUCHED_CUSTOMERS.count(_("customers touched"), kept=False)
grown = CAMPAIGNS.total(_("sales of the campaign − sales without it"), "sales - baseline", where=KNOWN)
base = CAMPAIGNS.total(_("sales without the campaign"), "baseline", where=KNOWN)
profit = CAMPAIGNS.total(_("margin of the additional sales − cost"), "(sales - baseline) * margin - cost", where=PROFIT)
cost = CAMPAIGNS.total(_("cost of the campaign"), "cost", where=PROFIT)
ahead = CAMPAIGNS_COMPARED.total(
    _("sales of the campaign − sales without it, less what other customers grew"),
    "sales - baseline - baseline * coalesce((others_then - others_before) / nullif(others_before, 0), 0)",
    where=KNOWN,
    kept=False,
)
base_too = CAMPAIGNS_COMPARED.total(_("sales without the campaign"), "baseline", where=KNOWN, kept=False)

PARTICIPATION = Kpi(
    code="campaign_participation",
    en="Campaign participation",
    zh="客户参与程度(市场活动)",
    means=_(
        "Customers who answered a campaign by themselves while it ran, or attended, by the first such day; each counts once, however many campaigns."
    ),
    formula=took_part,
    unit=Unit.COUNT,
    better=Better.HIGHER,
    area=Area.MARKETING,
    period=Period.MONTH_TO_DATE,
    source=("4:82",),
)
TRANSACTION_RATE = Kpi(
    code="transaction_rate",
    en="Transaction (completion) rate",
    zh="交易率",
    means=_(
        "Of those who took part in a campaign, the share with a valid order of the campaign or with its goal reached; a cancelled order undoes it. An order is the campaign's when it names it, or names none and was placed from its first day to 30 days after its last."
    ),
    formula=finished / took_part,
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.MARKETING,
    period=Period.MONTH_TO_DATE,
    source=("4:87",),
)
SALES_GROWTH = Kpi(
    code="campaign_sales_growth",
    en="Campaign sales growth",
    zh="(因市场活动)销售增长率",
    means=_(
        "Sales of campaigns in their own days against sales without them: as entered, else what their members bought in as many days before; by the last day of the campaign. The variant takes off the growth of everybody else."
    ),
    formula=grown / base,
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.MARKETING,
    source=("4:85",),
    variants={"difference_in_differences": ahead / base_too},
    above_zero=True,
)
ROI = Kpi(
    code="marketing_roi",
    en="Marketing ROI",
    zh="市场活动投资回报率",
    means=_(
        "Margin of the additional sales of campaigns minus their cost, over their cost. Sales of a campaign are orders in its days that name it, or name none and are of its members; its cost is spend and expenses that name it."
    ),
    formula=profit / cost,
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.MARKETING,
    source=("4:79", "4:85"),
)
INTERACTION_COST = Kpi(
    code="avg_interaction_cost",
    en="Average customer interaction cost",
    zh="平均客户交互成本",
    means=_("Cost of the interactions of campaigns over their number; variants divide by kinds or by customers."),
    formula=touch_cost / touches,
    unit=Unit.MONEY_PER,
    better=Better.LOWER,
    area=Area.MARKETING,
    source=("4:88",),
    variants={"per_kind": touch_cost / kinds, "per_customer": touch_cost / touched},
    reads="margin",
)

DECLARED = [PARTICIPATION, TRANSACTION_RATE, SALES_GROWTH, ROI, INTERACTION_COST]
