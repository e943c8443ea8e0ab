"""KPIs of scores and predictions."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from analytics.fact import Ask, fetch
from analytics.facts.clients import CLIENTS
from analytics.facts.models import FORECASTS, SCORED, VALUED
from analytics.figures import Reader
from analytics.formula import Measure, as_sum
from analytics.kpi import Area, Better, Derived, Kpi, Pair, Period, Unit
from analytics.periods import Window
from analytics.statistics.bgnbd import ENOUGH_REPEATERS

with_score = SCORED.count(_("customers with an order in the 365 days"), where="r IS NOT NULL", kept=False)
RFM = [SCORED.total(name, column, kept=False) for name, column in ((_("R"), "r"), (_("F"), "f"), (_("M"), "m"))]
buyers = VALUED.count(_("customers who ever bought"), kept=False)
valued = VALUED.count(_("of them valued by the model"), where="clv12 IS NOT NULL", kept=False)
repeaters = SCORED.count(_("repeat customers"), where="x > 0", kept=False)
doubted = VALUED.count(_("customers with a second opinion"), where="p_alive_check IS NOT NULL", kept=False)
clv12 = VALUED.total(_("value of the next 12 months"), "clv12", kept=False)
clv36 = VALUED.total(_("value of the next 36 months"), "clv36", kept=False)
CHECKED = "CASE WHEN x = 0 THEN clv12 * p_alive_check::numeric ELSE clv12 END"
clv_checked = VALUED.total(_("the same, one-time buyers by Pareto/NBD"), CHECKED, kept=False)
KNOWN = "blind = 0"
active = CLIENTS.count(_("customers who bought, all costs known"), where=KNOWN, kept=False)
profit = CLIENTS.total(_("profit of customers"), "revenue - goods - touches", where=KNOWN, kept=False)
blind = CLIENTS.count(_("customers with unknown product cost"), where="blind > 0", kept=False)
everybody = CLIENTS.count(_("customers who bought"), kept=False)
top = CLIENTS.count(_("of them in the best RFM cell"), where="top", kept=False)
revenue = CLIENTS.total(_("net revenue of customers"), "revenue", kept=False)
top_revenue = CLIENTS.total(_("of it from the best RFM cell"), "revenue", where="top", kept=False)
likely = FORECASTS.total(_("predicted responses"), "probability")
members = FORECASTS.count(_("members with a forecast"))
answered = FORECASTS.count(_("members who responded"), where=Q(responded=True))


def amounts(reader: Reader, window: Window, *measures: Measure) -> list[Decimal]:
    """Totals of the rows, in the reader's scope."""
    return measures[0].fact.ask_rows(ask_of(reader, window), list(measures))[None]


def ask_of(reader: Reader, window: Window) -> Ask:
    return Ask(reader.organisation, window, reader.as_of, reader.filters)


@dataclass(frozen=True)
class Over:
    """One total of the rows over another, whole or in one statement for every key of a dimension. Where ``known`` says
    how many rows have a value and none has, there is no figure."""

    upper: Measure
    lower: Measure
    known: Measure | None = None

    def __call__(self, reader: Reader, window: Window) -> Pair:
        return self.pair(amounts(reader, window, *self.measures))

    def by(self, reader: Reader, window: Window, name: str) -> dict[Any, Pair]:
        found = self.upper.fact.ask_rows(ask_of(reader, window), self.measures, name)
        return {key: self.pair(totals) for key, totals in found.items()}

    @property
    def measures(self) -> list[Measure]:
        return [self.upper, self.lower, *([self.known] if self.known else [])]

    def pair(self, totals: list[Decimal]) -> Pair:
        return (None if self.known and not totals[2] else totals[0]), totals[1]


class MedianCode:
    """The medians of R, F and M as one code, and of how many customers."""

    def __call__(self, reader: Reader, window: Window) -> Any:
        return self.ask(reader, window, None)[None]

    def by(self, reader: Reader, window: Window, name: str) -> dict[Any, Any]:
        return self.ask(reader, window, name)

    def ask(self, reader: Reader, window: Window, by: str | None) -> dict[Any, Any]:
        sql, params = SCORED.relation(ask_of(reader, window), [by] if by else [])
        medians = ", ".join(f"percentile_disc(0.5) WITHIN GROUP (ORDER BY x_{measure.index})" for measure in RFM)
        key, tail = (f"x_{by}", "GROUP BY 1") if by else ("NULL::int", "")
        rows = fetch(f"SELECT {key}, count(x_{RFM[0].index}), {medians} FROM ({sql}) q {tail}", params)
        return {key: (None, Decimal(n), Decimal("".join(map(str, found))) if n else None) for key, n, *found in rows}


def few_repeaters(reader: Reader, window: Window) -> str:
    """Fitted on fewer repeat customers a model says nothing."""
    whole = Reader(reader.organisation, as_of=reader.as_of)
    found = amounts(whole, Window(window.last, window.last), repeaters)[0]
    return "too_few_repeat_customers" if found < ENOUGH_REPEATERS else ""


def some_blind(reader: Reader, window: Window) -> str:
    return "cost_missing" if amounts(reader, window, blind)[0] else ""


def opened(pairs: dict[str, tuple[Any, Any]]) -> Any:
    """The rows behind each side, by variant."""

    def sides(side: str, window: Window, variant: str | None) -> list[tuple[int, Any, Window]]:
        part = pairs[variant or ""][0 if side == "numerator" else 1]
        return [(1, part, window)] if part is not None else []

    return sides


COMMON: dict[str, Any] = {"scored": True, "area": Area.CUSTOMER}
BY = ("owner", "team", "segment", "channel")

RFM_SCORE = Derived(
    code="rfm_score",
    en="RFM score",
    zh="RFM模型",
    means=_(
        "Recency, frequency and monetary value of the 365 days to the day, each scored 1 to 5 by rank; the medians of the customers as one code. Equal values get equal scores; customers without an order in the year have none."
    ),
    formula=_("median R, median F, median M of the customers"),
    unit=Unit.CODE,
    better=Better.HIGHER,
    period=Period.END_OF_DAY,
    source=("4:86",),
    compute=MedianCode(),
    parts=(as_sum(with_score),),
    over=False,
    split_by=(*BY, "rfm_segment", "cohort"),
    opens=opened({"": (None, with_score)}),
    **COMMON,
)
CLV = Derived(
    code="clv_predictive",
    en="Customer lifetime value, predictive",
    zh="客户生命周期价值(预测)",
    means=_(
        "What customers will spend in the next 12 months, discounted by 1% a month: BG/NBD for how often, Gamma-Gamma for how much, fitted on all days of buying. Needs 200 repeat customers. One-time buyers count as alive; the variant asks Pareto/NBD about them."
    ),
    formula=_("value of the next 12 months ÷ customers who ever bought"),
    unit=Unit.MONEY_PER,
    better=Better.HIGHER,
    period=Period.END_OF_DAY,
    source=("0:5", "0:55", "0:57", "2:52", "2:6"),
    variants={"horizon_36": Over(clv36, buyers, valued), "one_time_buyers": Over(clv_checked, buyers, doubted)},
    compute=Over(clv12, buyers, valued),
    parts=(as_sum(clv12), as_sum(buyers)),
    split_by=(*BY, "rfm", "rfm_segment", "cohort"),
    opens=opened({"": (clv12, buyers), "horizon_36": (clv36, buyers), "one_time_buyers": (clv_checked, buyers)}),
    flag=few_repeaters,
    **COMMON,
)
HIGH_VALUE = Derived(
    code="high_value_customer_share",
    en="High-value customer share",
    zh="高价值客户占比",
    means=_(
        "Of the revenue of known customers in the window, the part of those who were in the best RFM cell (555) on its eve; the variant counts the customers."
    ),
    formula=_("net revenue of customers in the best RFM cell ÷ net revenue of all customers"),
    unit=Unit.RATIO,
    better=Better.NEITHER,
    period=Period.TRAILING_YEAR,
    source=("1:15", "4:12", "4:86"),
    variants={"customers": Over(top, everybody), "revenue": Over(top_revenue, revenue)},
    compute=Over(top_revenue, revenue),
    parts=(as_sum(top_revenue), as_sum(revenue)),
    split_by=BY,
    opens=opened({"": (top_revenue, revenue), "revenue": (top_revenue, revenue), "customers": (top, everybody)}),
    **COMMON,
)
PROFITABILITY = Derived(
    code="customer_profitability",
    en="Customer profitability",
    zh="客户赢利性",
    means=_(
        "Net revenue less cost of goods, cost of interactions and the share of the campaigns that reached them, of the customers who bought in the window, each once. A customer with an article of unknown cost is left out, never counted at full margin; the variant says how many are."
    ),
    formula=_("profit of customers ÷ customers who bought, all costs known"),
    unit=Unit.MONEY_PER,
    better=Better.HIGHER,
    period=Period.MONTH_TO_DATE,
    source=("4:12", "4:86"),
    variants={"unknown_cost": Over(blind, everybody)},
    compute=Over(profit, active),
    parts=(as_sum(profit), as_sum(active)),
    split_by=BY,
    opens=opened({"": (profit, active), "unknown_cost": (blind, everybody)}),
    flag=some_blind,
    reads="margin",
    **COMMON,
)
PARTICIPATION = Kpi(
    code="predicted_participation",
    en="Predicted campaign participation",
    zh="活动参与可能性预测",
    means=_(
        "The mean chance that a member responds, as it looked when the campaign started: how members of the same RFM cell responded to earlier campaigns, drawn towards the mean of all where they were few. The variant is what came of it."
    ),
    formula=likely / members,
    unit=Unit.RATIO,
    better=Better.NEITHER,
    area=Area.MARKETING,
    source=("4:86",),
    variants={"actual": answered / members},
)

DECLARED: list[Kpi] = [RFM_SCORE, CLV, HIGH_VALUE, PROFITABILITY, PARTICIPATION]
