"""KPIs of service."""

from __future__ import annotations

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from analytics.facts.service import TICKETS_ANSWERED, TICKETS_FIRST_RESOLVED, TICKETS_RESOLVED, seconds_between
from analytics.kpi import Area, Better, Kpi, Unit

answered = TICKETS_ANSWERED.count(_("tickets first answered"))
open_wait = TICKETS_ANSWERED.total(_("open hours until the first answer"), F("first_response_open_seconds"))
clock_wait = TICKETS_ANSWERED.total(_("time until the first answer"), seconds_between("opened_at", "first_response_at"))
resolved = TICKETS_RESOLVED.count(_("tickets resolved"))
to_last = TICKETS_RESOLVED.total(_("time until the last resolution"), seconds_between("opened_at", "solved_at"))
open_to_last = TICKETS_RESOLVED.total(_("open hours until the last resolution"), F("resolution_open_seconds"))
first_resolved = TICKETS_FIRST_RESOLVED.count(_("tickets resolved for the first time"))
to_first = TICKETS_FIRST_RESOLVED.total(
    _("time until the first resolution"), seconds_between("opened_at", "first_resolved_at")
)

FIRST_RESPONSE = Kpi(
    code="avg_first_response_time",
    en="Average first response time",
    zh="平均首次响应时间",
    means=_("Opening hours of the queue from creation to the first answer by a person, per ticket first answered."),
    formula=open_wait / answered,
    unit=Unit.MINUTES,
    better=Better.LOWER,
    area=Area.SERVICE,
    source=("1:19", "4:56"),
    variants={"calendar_minutes": clock_wait / answered},
)
RESOLUTION = Kpi(
    code="avg_resolution_time",
    en="Average resolution time",
    zh="平均处理时间(服务)",
    means=_("Time from creation to the last resolution, per ticket that is still resolved."),
    formula=to_last / resolved,
    unit=Unit.HOURS,
    better=Better.LOWER,
    area=Area.SERVICE,
    source=("0:117", "1:19", "1:26", "2:52", "2:8", "3:16", "4:57"),
    variants={"first_resolution": to_first / first_resolved, "opening_hours": open_to_last / resolved},
)

DECLARED = [FIRST_RESPONSE, RESOLUTION]
