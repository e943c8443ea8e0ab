"""KPIs of engagement: points, touches, uses of data, each per customer."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from analytics.facts.engagement import DATA_USES, EVENTS, ON_FILE, ORDERERS, TOUCHED, TOUCHES, VISITORS
from analytics.facts.marketing import MEMBERS
from analytics.kpi import Area, Better, Kpi, Period, Unit

VISIT = Q(kind="visit")

points = EVENTS.total(_("points of engagement"), "points")
pages = EVENTS.total(_("pages seen on visits"), "pages", where=VISIT & Q(pages__isnull=False))
paged = EVENTS.total(_("visits with known pages"), "n", where=VISIT & Q(pages__isnull=False))
minutes = EVENTS.total(_("minutes spent on visits"), "minutes", where=VISIT & Q(minutes__isnull=False))
timed = EVENTS.total(_("visits of known length"), "n", where=VISIT & Q(minutes__isnull=False))
engaged = VISITORS.count(_("customers and visitors who engaged"))
active = ORDERERS.count(_("active customers"))
touched = TOUCHES.total(_("touches with customers"), "n")
in_touch = TOUCHED.count(_("customers with a touch"))
on_file = ON_FILE.count(_("customers on file"))
mailed = MEMBERS.count(_("mailings delivered"), where=Q(delivered=True, customer__isnull=False))
used = DATA_USES.count(_("customers whose data was used with consent"))

ENGAGEMENT = Kpi(
    code="customer_engagement",
    en="Customer engagement",
    zh="客户参与度",
    means=_(
        "Visits, sign-ins, posts, mails opened, clicks, events and calls from them, each times its weight of that day, per active customer. Bots and our own people are left out."
    ),
    formula=points / active,
    unit=Unit.PER,
    better=Better.HIGHER,
    area=Area.CUSTOMER,
    period=Period.MONTH_TO_DATE,
    source=("2:52", "2:7"),
    whole_below=frozenset({"type", "channel"}),
    variants={
        "per_visitor": points / engaged,
        "pages_per_visit": pages / paged,
        "minutes_per_visit": minutes / timed,
    },
    companions={"pages_per_visit": "pages_per_visit", "minutes_per_visit": "minutes_per_visit"},
)
INTERACTION_FREQUENCY = Kpi(
    code="interaction_frequency",
    en="Interaction frequency",
    zh="客户互动频率",
    means=_("Touches both ways with known customers in the window, per customer on file at its end."),
    formula=touched / on_file,
    unit=Unit.PER,
    better=Better.HIGHER,
    area=Area.CUSTOMER,
    period=Period.MONTH_TO_DATE,
    source=("0:37", "0:69", "1:55", "3:20"),
    variants={
        "customers_with_interaction": touched / in_touch,
        "with_mailings": (touched + mailed) / on_file,
    },
)
DATA_UTILIZATION = Kpi(
    code="customer_data_utilization",
    en="Customer data utilisation",
    zh="客户数据利用率",
    means=_(
        "Of the customers on file, the share whose data fed a campaign, a recommendation or a service in the window, with their consent."
    ),
    formula=used / on_file,
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.CUSTOMER,
    period=Period.MONTH_TO_DATE,
    source=("3:76",),
    whole_below=frozenset({"use"}),
)

DECLARED = [ENGAGEMENT, INTERACTION_FREQUENCY, DATA_UTILIZATION]
