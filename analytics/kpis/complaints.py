"""KPIs of complaints and feedback, and of who was sent to us."""

from __future__ import annotations

from django.db.models import F, Q, Value
from django.utils.translation import gettext_lazy as _

from analytics.fact import Ask
from analytics.facts.complaints import COMPLAINTS, FEEDBACK, before, due
from analytics.facts.customers import NEW_CUSTOMERS, referred
from analytics.kpi import Area, Better, Kpi, Unit
from analytics.kpis.customer import buyers, new
from analytics.kpis.sales import orders

VALID = Q(judged="valid", again=False)
CLOSED_IN_TIME = Q(settled_at__lte=F("due_at"))
FOUND = Q(dissatisfied=True, origin="follow_up")


def ripe_and_closed(ask: Ask) -> Q:
    return due(ask) & CLOSED_IN_TIME


def answered(ask: Ask) -> Q:
    return before(ask, "answered_at") & Q(answered_at__lte=F("due_at"))


def ripe_and_answered(ask: Ask) -> Q:
    return due(ask) & answered(ask)


def resolved(ask: Ask) -> Q:
    return FOUND & before(ask, "resolved_at")


received = COMPLAINTS.count(_("complaints received"))
received_each = COMPLAINTS.total(_("1,000 for each complaint received"), Value(1000))
valid = COMPLAINTS.count(_("valid complaints"), where=VALID)
pending = COMPLAINTS.count(_("complaints not judged yet"), where=Q(judged="pending", again=False))
in_time = COMPLAINTS.count(_("complaints closed in time"), where=CLOSED_IN_TIME)
# What is due changes with the hour, so it has no place in the cells.
ripe = COMPLAINTS.count(_("complaints whose time is over"), where=due, kept=False)
ripe_in_time = COMPLAINTS.count(_("of them closed in time"), where=ripe_and_closed, kept=False)
told = FEEDBACK.count(_("suggestions and opinions received"))
told_in_time = FEEDBACK.count(_("suggestions and opinions answered in time"), where=answered)
ripe_told = FEEDBACK.count(_("suggestions and opinions whose time is over"), where=due, kept=False)
ripe_told_in_time = FEEDBACK.count(_("of them answered in time"), where=ripe_and_answered, kept=False)
found = FEEDBACK.count(_("dissatisfied opinions found in follow-up"), where=FOUND)
settled = FEEDBACK.count(_("of them resolved"), where=resolved)
sent = NEW_CUSTOMERS.count(_("new customers somebody recommended us to"), where=referred)

VALID_COMPLAINTS = Kpi(
    code="valid_complaints",
    en="Valid complaints",
    zh="客户有效投诉次数",
    means=_("Complaints of the window judged to be our fault, duplicates once; those not judged yet stand apart."),
    formula=valid,
    unit=Unit.COUNT,
    better=Better.LOWER,
    area=Area.SERVICE,
    source=("4:61",),
    variants={"pending": pending},
)
COMPLAINT_RATE = Kpi(
    code="complaint_rate",
    en="Complaint rate",
    zh="客户投诉率",
    means=_(
        "Complaints received in the window over its transactions; of a category or product, over all transactions."
    ),
    formula=received / orders,
    unit=Unit.RATIO,
    better=Better.LOWER,
    area=Area.SERVICE,
    source=("1:53", "3:85"),
    whole_below=frozenset({"category", "subcategory", "product"}),
    variants={"per_1000_active_customers": received_each / buyers, "valid": valid / orders},
)
COMPLAINT_HANDLING = Kpi(
    code="complaint_handling_rate",
    en="Complaint handling rate",
    zh="客户投诉处理率",
    means=_(
        "Of the complaints received in the window, the share closed within their target time, inclusive; open ones count against it."
    ),
    formula=in_time / received,
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.SERVICE,
    source=("0:117",),
    variants={"matured": ripe_in_time / ripe},
)
FEEDBACK_TIMELINESS = Kpi(
    code="feedback_timeliness",
    en="Feedback answered in time",
    zh="反馈及时回应率",
    means=_(
        "Of the suggestions and opinions received in the window, the share answered within their target time, inclusive."
    ),
    formula=told_in_time / told,
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.SERVICE,
    source=("3:10", "3:50"),
    variants={"matured": ripe_told_in_time / ripe_told},
)
DISSATISFACTION_RESOLUTION = Kpi(
    code="dissatisfaction_resolution_rate",
    en="Dissatisfaction resolution rate",
    zh="用户不满解决率",
    means=_("Of the dissatisfied opinions found in follow-up in the window, the share resolved, whenever that was."),
    formula=settled / found,
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.SERVICE,
    source=("4:60",),
)
REFERRAL_RATE = Kpi(
    code="referral_rate",
    en="Referral acquisition rate",
    zh="客户推荐(新客户)",
    means=_(
        "Of the new customers of the window, the share another customer recommended us to; nobody recommends us to themselves."
    ),
    formula=sent / new,
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.CUSTOMER,
    source=("0:83", "0:85", "1:15", "3:30"),
)

DECLARED = [
    VALID_COMPLAINTS,
    COMPLAINT_RATE,
    COMPLAINT_HANDLING,
    FEEDBACK_TIMELINESS,
    DISSATISFACTION_RESOLUTION,
    REFERRAL_RATE,
]
