"""KPIs of channels."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from analytics.channels import MONEY, TRAFFIC, complete
from analytics.kpi import Area, Better, Derived, Period, Unit
from analytics.kpis.sales import REVENUE

EFFECTIVENESS = Derived(
    code="channel_effectiveness",
    from_published=True,
    en="Channel effectiveness",
    zh="渠道有效性",
    means=_(
        "Of the channels with customers, revenue, leads, interactions or money in the window, the share whose cost is known. The page of channels ranks them by return, cost of a new customer, close rate, revenue and cost per interaction; a channel without cost is named, not shown as free."
    ),
    formula=_("channels with money booked to them ÷ channels with anything in the window"),
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.MARKETING,
    period=Period.MONTH_TO_DATE,
    source=("0:77",),
    compute=complete,
    parts=(*(measure for measure in (*MONEY, *TRAFFIC)), REVENUE.formula),
    split_by=("owner", "team"),
)

DECLARED = [EFFECTIVENESS]
