"""KPIs of work at the customer's and of mishaps in our own."""

from __future__ import annotations

from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _

from analytics.facts.field import DISPATCHES, INCIDENTS
from analytics.kpi import Area, Better, Kpi, Unit
from analytics.kpis.sales import orders

in_turn = DISPATCHES.count(_("dispatched in their turn"), where=Q(overtaken=False))
dispatched = DISPATCHES.count(_("field jobs dispatched"))
incidents = INCIDENTS.count(_("process incidents"))
thousands = INCIDENTS.total(_("process incidents × 1,000"), Value(1000))

FIELD_PRIORITY = Kpi(
    code="field_service_priority",
    en="Field-service priority adherence",
    zh="现场服务优先级",
    means=_(
        "Of the field jobs dispatched, the share sent out while no more important one of the territory was waiting; of "
        "equal ones the older comes first. Importance is 0.6 × urgency + 0.4 × value of the customer."
    ),
    formula=in_turn / dispatched,
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.SERVICE,
    source=("4:59",),
)
PROCESS_INCIDENTS = Kpi(
    code="process_incidents",
    en="Process incidents",
    zh="流程完善程度",
    means=_("Mistakes of management and disorder for want of rules, on the day they happened."),
    formula=incidents,
    unit=Unit.COUNT,
    better=Better.LOWER,
    area=Area.GOVERNANCE,
    source=("4:48",),
    variants={"per_1000_transactions": thousands / orders},
)

DECLARED = [FIELD_PRIORITY, PROCESS_INCIDENTS]
