"""KPIs of expenses, market share and trainings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from analytics.fact import today
from analytics.facts.expenses import EXPENSES, OUTBOUND_CALLS, SALES_EXPENSE, TRAINEES, TRAINEES_AND_PEERS
from analytics.kpi import Area, Better, Derived, Kpi, Period, Unit
from analytics.kpis.call_center import offered
from analytics.kpis.sales import REVENUE, ordered, refunded
from analytics.markets import share
from analytics.periods import Window
from sales.models import Training

if TYPE_CHECKING:
    from analytics.figures import Reader

CALL_CENTER, APPROVED = Q(expense__cost_center="call_center"), Q(expense__status="approved")
spent = EXPENSES.total(_("sales expenses"), "amount_home", where=SALES_EXPENSE)
approved = EXPENSES.total(_("sales expenses approved"), "amount_home", where=SALES_EXPENSE & APPROVED)
running = EXPENSES.total(_("cost of the call centre"), "amount_home", where=CALL_CENTER)
dialled = OUTBOUND_CALLS.count(_("outbound calls"))
gained = TRAINEES.total(_("sales after the training − before"), "sold_after - sold_before", where="sold_before > 0")
before = TRAINEES.total(_("sales before the training"), "sold_before", where="sold_before > 0")
ahead = TRAINEES_AND_PEERS.total(
    _("sales after the training − before, less what peers without it gained"),
    "sold_after - sold_before - sold_before * coalesce((peers_after - peers_before) / nullif(peers_before, 0), 0)",
    where="sold_before > 0",
    kept=False,
)
before_too = TRAINEES_AND_PEERS.total(
    _("sales before the training"), "sold_before", where="sold_before > 0", kept=False
)


def not_over(reader: Reader, window: Window) -> str:
    """A training of the window whose days after it are not over yet."""
    now = min(reader.as_of or today(reader.organisation), today(reader.organisation))
    rows = Training.objects.filter(completed_on__range=(window.first, window.last)).values_list(
        "completed_on", "effect_days"
    )
    return "not_over" if any((now - day).days <= days for day, days in rows) else ""


SALES_EXPENSES = Kpi(
    code="sales_expense",
    en="Sales expense",
    zh="销售费用",
    means=_(
        "Travel, communication, entertainment, internal resources and third parties booked to sales, on the day they belong to; rejected claims are out, what is taken back counts on its own day."
    ),
    formula=spent,
    unit=Unit.MONEY,
    better=Better.LOWER,
    area=Area.SALES,
    source=("4:45",),
    variants={"approved": approved},
)
EXPENSE_RATIO = Kpi(
    code="sales_expense_ratio",
    en="Sales expense ratio",
    zh="销售费用率",
    means=_("Sales expense over sales revenue of the same window; without revenue above zero there is no ratio."),
    formula=spent / (ordered - refunded),
    unit=Unit.RATIO,
    better=Better.LOWER,
    area=Area.SALES,
    period=Period.MONTH_TO_DATE,
    source=("4:12",),
    above_zero=True,
)
MARKET_SHARE = Derived(
    from_published=True,
    code="market_share",
    en="Market share",
    zh="市场份额",
    means=_(
        "Own sales revenue in a market over the size of that market, as entered for exactly the same month, quarter or year; without a size there is no share, and none is guessed."
    ),
    formula=_("own sales in the market ÷ market size of the same period"),
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.SALES,
    period=Period.QUARTER_TO_DATE,
    source=("1:24", "1:51", "2:13", "2:52", "3:24"),
    compute=share(REVENUE),
    parts=(REVENUE.formula,),
    opens=lambda side, window, variant: [(1, REVENUE.formula, window)] if side == "numerator" else [],
    split_by=("owner", "team", "category", "region"),
)
COST_PER_CALL = Kpi(
    code="cost_per_call",
    en="Cost per call",
    zh="一次呼叫平均成本",
    means=_(
        "Expenses booked to the call centre, a monthly bill in equal parts a day, over inbound calls offered and outbound calls; test, internal and blocked calls do not dilute it."
    ),
    formula=running / (offered + dialled),
    unit=Unit.MONEY_PER,
    better=Better.LOWER,
    area=Area.CALL_CENTER,
    period=Period.MONTH_TO_DATE,
    source=("4:70",),
)
TRAINING_EFFECT = Kpi(
    code="training_effectiveness",
    en="Training effectiveness",
    zh="培训效用",
    means=_(
        "What attendees sold in the days after a training against as many days before it; who sold nothing before is left out. The variant takes off what people who did not attend gained in the same days."
    ),
    formula=gained / before,
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.GOVERNANCE,
    source=("0:53", "1:57", "3:14", "3:48", "4:46"),
    variants={"difference": ahead / before_too},
    flag=not_over,
)

DECLARED = [SALES_EXPENSES, EXPENSE_RATIO, MARKET_SHARE, COST_PER_CALL, TRAINING_EFFECT]
