"""KPIs of marketing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from analytics.facts.marketing import MEMBERS, SPEND
from analytics.formula import Measure
from analytics.kpi import Area, Better, Kpi, Period, Unit
from analytics.periods import Window

if TYPE_CHECKING:
    from analytics.figures import Reader

PROMOTION = Q(kind="promotion")
contacted = MEMBERS.count(_("members contacted"))
delivered = MEMBERS.count(_("members reached"), where=Q(delivered=True))
responded = MEMBERS.count(_("members who responded"), where=Q(responded=True))
spent = SPEND.total(_("promotion spend"), "actual", where=PROMOTION)
planned = SPEND.total(_("planned promotion spend"), "planned", where=PROMOTION)


def unplanned(actual: Measure, plan: Measure) -> Callable[[Reader, Window], str]:
    """An alert: money was spent for which nothing was planned."""

    def flag(reader: Reader, window: Window) -> str:
        return "unplanned" if not reader.total(plan, window) and reader.total(actual, window) else ""

    return flag


RESPONSE_RATE = Kpi(
    code="campaign_response_rate",
    en="Response rate",
    zh="响应率",
    means=_(
        "Of the campaign members contacted in the window, the share that answered by themselves while the campaign ran."
    ),
    formula=responded / contacted,
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.MARKETING,
    source=("4:83",),
    variants={"delivered_members": responded / delivered},
)
PROMO_COST_CONTROL = Kpi(
    code="promo_cost_control_rate",
    en="Promotion cost control rate",
    zh="市场推广费用控制率",
    means=_("Actual promotion spend over planned promotion spend; spending without a plan has no rate."),
    formula=spent / planned,
    unit=Unit.RATIO,
    better=Better.AT_MOST_TARGET,
    area=Area.MARKETING,
    period=Period.MONTH_TO_DATE,
    source=("4:84",),
    flag=unplanned(spent, planned),
)

DECLARED = [RESPONSE_RATE, PROMO_COST_CONTROL]
