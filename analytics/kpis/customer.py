"""KPIs about customers."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from analytics.facts.customers import BOUGHT, KEPT_ACTIVE, LAST_YEARS_BUYERS, NEW_CUSTOMERS, RECRUITS
from analytics.facts.expenses import EXPENSES, EXPENSES_LAGGED, SPEND_LAGGED
from analytics.facts.marketing import SPEND
from analytics.kpi import Area, Better, Kpi, Period, Unit
from analytics.kpis.loyalty import again, before, out_of_pace, paced, repeating, shoppers

buyers = BOUGHT.count(_("customers who bought"))
their_orders = BOUGHT.total(_("orders of known customers"), "orders")
repeaters = BOUGHT.count(_("customers who bought twice or more"), where="orders >= 2")
on_two_days = BOUGHT.count(_("customers who bought on two days or more"), where="days >= 2", kept=False)
repeat_orders = BOUGHT.total(_("orders after a customer's first in the window"), "orders - 1", kept=False)
last_year = LAST_YEARS_BUYERS.count(_("customers who bought last year"))
came_back = LAST_YEARS_BUYERS.count(_("of them bought again"), where="again = 1")
active_before = KEPT_ACTIVE.count(_("customers active at the start"))
lapsed = KEPT_ACTIVE.count(_("of them not active at the end"), where="still IS NULL")
recruited = RECRUITS.count(_("new customers by category of the first order"))
new = NEW_CUSTOMERS.count(_("new customers"))
recruits = NEW_CUSTOMERS.count(_("new customers recruited"), finer={"category": recruited, "subcategory": recruited})
ACQUIRING, ACQUIRING_EXPENSE = Q(is_acquisition=True), Q(expense__is_acquisition=True)
acquisition = SPEND.total(_("acquisition spend"), "actual", where=ACQUIRING)
acquisition_expense = EXPENSES.total(_("acquisition expenses"), "amount_home", where=ACQUIRING_EXPENSE)
earlier = SPEND_LAGGED.total(_("acquisition spend before the lag"), "actual", where=ACQUIRING, kept=False)
earlier_expense = EXPENSES_LAGGED.total(
    _("acquisition expenses before the lag"), "amount_home", where=ACQUIRING_EXPENSE, kept=False
)

NEW = Kpi(
    code="new_customers",
    en="New customers",
    zh="新增客户数量",
    means=_("Customers whose first valid order lies in the window; merged duplicates are one."),
    formula=new,
    unit=Unit.COUNT,
    better=Better.HIGHER,
    area=Area.CUSTOMER,
    source=("4:36",),
)
ACTIVE = Kpi(
    code="active_customers",
    en="Active customers",
    zh="活跃客户",
    means=_("Customers with at least one valid order in the window, each once."),
    formula=buyers,
    unit=Unit.COUNT,
    better=Better.HIGHER,
    area=Area.CUSTOMER,
    period=Period.TRAILING_YEAR,
    source=("4:39",),
)
FREQUENCY = Kpi(
    code="purchase_frequency",
    en="Purchase frequency",
    zh="购买频次",
    means=_("Orders of known customers over the customers who ordered, each counted once in the window."),
    formula=their_orders / buyers,
    unit=Unit.PER,
    better=Better.HIGHER,
    area=Area.SALES,
    period=Period.TRAILING_YEAR,
    source=("0:65", "2:6", "3:30", "4:29"),
)
REPURCHASE = Kpi(
    code="repurchase_rate",
    en="Repurchase rate",
    zh="客户复购率",
    means=_("Of the customers who ordered in the window, the share that ordered twice or more in it."),
    formula=repeaters / buyers,
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.CUSTOMER,
    period=Period.TRAILING_YEAR,
    source=("1:24", "3:62", "4:39"),
    variants={
        "dedup_by_day": on_two_days / buyers,
        "by_orders": repeat_orders / their_orders,
        "lifetime_repeat": repeating / shoppers,
    },
)
RETENTION = Kpi(
    code="customer_retention_rate",
    en="Customer retention rate",
    zh="客户留存率",
    means=_("Of the customers who bought in the calendar year before the window, the share that bought again in it."),
    formula=came_back / last_year,
    variants={"previous_period": again / before},
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.CUSTOMER,
    period=Period.YEAR_TO_DATE,
    source=("0:117", "0:23", "0:25", "0:5", "1:53", "2:10", "2:3", "2:52", "4:37"),
)
CHURN = Kpi(
    code="churn_rate",
    en="Customer churn rate",
    zh="客户流失率",
    means=_(
        "Of the customers active at the start, the share no longer active at the end: no order in the last days set by the company; over a whole calendar year: none in that year."
    ),
    formula=lapsed / active_before,
    variants={"own_pace": out_of_pace / paced},
    unit=Unit.RATIO,
    better=Better.LOWER,
    area=Area.CUSTOMER,
    period=Period.MONTH_TO_DATE,
    source=("1:28", "1:35", "2:15", "2:52", "3:32", "3:34", "3:4", "3:7", "4:40"),
)
PENETRATION = Kpi(
    code="new_customer_penetration",
    en="New-customer penetration",
    zh="招新率",
    means=_(
        "Of all new customers, those whose first day of buying has a line of the category; a customer recruited by two categories counts for both."
    ),
    formula=recruits / new,
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.CUSTOMER,
    source=("4:38",),
    whole_below=frozenset({"category", "subcategory"}),
)
ACQUISITION_COST = Kpi(
    code="customer_acquisition_cost",
    en="Customer acquisition cost (CAC)",
    zh="客户获取成本",
    means=_(
        "Marketing spend and sales expenses that win customers, over the new customers of the window; service cost is out. The variant takes the money of the company's lag before."
    ),
    formula=(acquisition + acquisition_expense) / new,
    variants={"lag": (earlier + earlier_expense) / new},
    unit=Unit.MONEY_PER,
    better=Better.LOWER,
    area=Area.CUSTOMER,
    period=Period.MONTH_TO_DATE,
    source=("0:5", "0:71", "0:73", "2:14", "2:4", "2:52", "4:41"),
)

DECLARED = [NEW, ACTIVE, FREQUENCY, REPURCHASE, RETENTION, CHURN, PENETRATION, ACQUISITION_COST]
