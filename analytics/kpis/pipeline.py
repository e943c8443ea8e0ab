"""KPIs of open deals and leads, stages passed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db.models import DecimalField, F, Q, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext_lazy as _

from analytics.facts.pipeline import LEADS_OPEN, OPEN_LEAD, SEATS, STAGE_ENTRIES
from analytics.facts.sales import PIPELINE
from analytics.kpi import Area, Better, Derived, Kpi, Pair, Period, Unit
from analytics.kpis.sales import OPEN, closed, cycle, cycles, items, ordered, refunded, won, won_amount
from analytics.periods import Window
from crm_project.models import MONEY

if TYPE_CHECKING:
    from analytics.figures import Reader

AMOUNT = DecimalField(**MONEY)
LISTED = Coalesce(F("deal__product__price"), Value(0), output_field=AMOUNT)
# A deal nobody has put an amount on is worth the list price of its product, else nothing.
WORTH = Coalesce(NullIf(F("amount_home"), Value(0), output_field=AMOUNT), LISTED, output_field=AMOUNT)
TRAILING = dt.timedelta(days=89)

deals_worth = PIPELINE.total(_("amount of open deals"), WORTH, where=OPEN)
deals_open = PIPELINE.count(_("open deals"), where=OPEN)
deals_chance = PIPELINE.total(_("win probability of open deals"), "probability", where=OPEN)
leads_worth = LEADS_OPEN.total(_("expected amount of leads in use"), "expected_amount", where=OPEN_LEAD)
leads_open = LEADS_OPEN.count(_("leads in use"), where=OPEN_LEAD)
leads_chance = LEADS_OPEN.total(_("success probability of leads in use"), "probability", where=OPEN_LEAD)
entered = STAGE_ENTRIES.count(_("deals that entered the stage"))
went_on = STAGE_ENTRIES.count(_("of them entered the next stage"), where=Q(went_on=True))
went_beyond = STAGE_ENTRIES.count(_("of them entered a later stage or were won"), where=Q(went_beyond=True))
came_through = STAGE_ENTRIES.count(_("of them were won"), where=Q(was_won=True))
seats = SEATS.count(_("sales reps with a seat on the last day"))

SALES_VOLUME = Kpi(
    code="sales_volume",
    en="Sales (pipeline) volume of all leads in use",
    zh="销售总量",
    means=_(
        "What all open deals and all leads in use are expected to bring, at the end of the day. A deal without an amount counts with the list price of its product."
    ),
    formula=deals_worth + leads_worth,
    unit=Unit.MONEY,
    better=Better.HIGHER,
    area=Area.SALES,
    period=Period.END_OF_DAY,
    source=("4:22",),
    variants={"deals": deals_worth, "leads": leads_worth, "closed_volume": items},
)
LEAD_SUCCESS = Kpi(
    code="lead_success_probability",
    en="Lead success probability",
    zh="线索成功比率",
    means=_(
        "The mean success probability of open deals and leads in use at the end of the day. Stages set it, milestones such as an answer or a meeting move it."
    ),
    formula=(deals_chance + leads_chance) / (deals_open + leads_open),
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.SALES,
    period=Period.END_OF_DAY,
    source=("4:31",),
    variants={"deals": deals_chance / deals_open, "leads": leads_chance / leads_open},
)
FUNNEL = Kpi(
    code="funnel_stage_conversion",
    en="Funnel stage conversion",
    zh="销售漏斗转化率",
    means=_(
        "Of the deals that entered a stage in the window for the first time, the share that ever entered the next one; the last open stage leads to winning. Each deal counts once a stage."
    ),
    formula=went_on / entered,
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.SALES,
    source=("0:45", "1:17"),
    variants={"or_later": went_beyond / entered, "won": came_through / entered},
)
REVENUE_PER_REP = Kpi(
    code="revenue_per_rep",
    en="Revenue per sales rep (sales productivity)",
    zh="销售效率(人均销售额)",
    means=_("Sales revenue of the window over the sales reps who have a seat on its last day."),
    formula=(ordered - refunded) / seats,
    unit=Unit.MONEY_PER,
    better=Better.HIGHER,
    area=Area.SALES,
    period=Period.MONTH_TO_DATE,
    source=("0:45", "0:96", "1:17"),
)


def _part(code: str, formula: Any) -> Kpi:
    """A total a derived KPI reads; it is in no catalogue."""
    said: dict[str, Any] = {"unit": Unit.COUNT, "better": Better.NEITHER, "area": Area.SALES}
    return Kpi(code=code, en=code, zh=code, means="", formula=formula, **said)


OPEN_NOW, CLOSED, WON = _part("open_now", deals_open), _part("closed_deals", closed), _part("won_deals", won)
WON_WORTH, CYCLES, CYCLE = _part("won_amount", won_amount), _part("cycles", cycles), _part("cycle_days", cycle)


def trailing(window: Window) -> Window:
    """The 90 days to the end of a window."""
    return Window(window.last - TRAILING, window.last)


def velocity(reader: Reader, window: Window) -> Pair:
    """Open deals × win rate × average won amount, and the average days to win; nothing where a factor is missing."""
    deals, total = reader.amount(OPEN_NOW, window), reader.amount(CLOSED, window)
    cycles = reader.amount(CYCLES, window)
    wins = reader.amount(WON, window)
    if not total or not wins or not cycles:
        return None, None
    return deals * (wins / total) * (reader.amount(WON_WORTH, window) / wins), reader.amount(CYCLE, window) / cycles


def opens(side: str, window: Window, variant: str | None) -> list[tuple[int, Any, Window]]:
    """The rows of the factors."""
    span = window if variant else trailing(window)
    parts = (OPEN_NOW, WON, WON_WORTH) if side == "numerator" else (CYCLE,)
    return [(1, part.formula, span) for part in parts]


VELOCITY = Derived(
    code="sales_velocity",
    en="Sales velocity",
    zh="销售速度",
    means=_(
        "What the pipeline brings a day: open deals, times the win rate, times the average amount won, over the average days to win, of the trailing 90 days."
    ),
    formula=_("open deals × win rate × average amount won ÷ average days to win"),
    unit=Unit.MONEY_PER_DAY,
    better=Better.HIGHER,
    area=Area.SALES,
    period=Period.END_OF_DAY,
    compute=lambda reader, window: velocity(reader, trailing(window)),
    spans=lambda window: (trailing(window),),
    variants={"window": velocity},
    parts=(deals_open, won_amount / closed, cycle / cycles),
    opens=opens,
    split_by=("owner", "team", "segment"),
)

DECLARED: list[Kpi] = [SALES_VOLUME, LEAD_SUCCESS, FUNNEL, REVENUE_PER_REP, VELOCITY]
