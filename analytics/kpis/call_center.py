"""KPIs of the call centre."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from analytics.fact import Ask
from analytics.facts.service import ABANDONED, ANSWERED, CALLS, TALK, WRAP_UP, in_time, short
from analytics.kpi import Area, Better, Kpi, Percentile, Unit


def answered_in_time(ask: Ask):  # type: ignore[no-untyped-def]
    return ANSWERED & in_time(ask)


def given_up_in_time(ask: Ask):  # type: ignore[no-untyped-def]
    return ABANDONED & in_time(ask)


offered = CALLS.count(_("calls offered"))
taken = CALLS.count(_("calls answered"), where=ANSWERED)
quick = CALLS.count(_("calls answered in time"), where=answered_in_time)
given_up = CALLS.count(_("calls given up in the queue"), where=ABANDONED)
soon_given_up = CALLS.count(_("calls given up within the answering threshold"), where=given_up_in_time)
short_given_up = CALLS.count(_("short abandons"), where=short)
waited = CALLS.total(_("seconds waited before the answer"), F("wait_seconds"), where=ANSWERED)
talked = CALLS.total(_("talk with hold"), TALK, where=ANSWERED)
wrapped = CALLS.total(_("wrap-up"), WRAP_UP, where=ANSWERED)

SERVICE_LEVEL = Kpi(
    code="service_level",
    en="Service level",
    zh="服务水平",
    means=_("Of the inbound calls offered to agents, the share answered within the company's threshold, inclusive."),
    formula=quick / offered,
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.CALL_CENTER,
    source=("4:64",),
    target=Decimal("0.80"),
    variants={
        "answered_only": quick / taken,
        "ignore_early_abandons": quick / (offered - soon_given_up),
        "abandons_positive": (quick + soon_given_up) / offered,
        "exclude_short_abandons": quick / (offered - short_given_up),
    },
)
SPEED_OF_ANSWER = Kpi(
    code="avg_speed_of_answer",
    en="Average speed of answer (ASA)",
    zh="平均等待时间(呼叫中心)",
    means=_("Seconds answered calls waited in the queue, zero waits included, per answered call."),
    formula=waited / taken,
    unit=Unit.SECONDS,
    better=Better.LOWER,
    area=Area.CALL_CENTER,
    source=("4:66",),
    variants={f"p{share}": Percentile(waited, Decimal(share) / 100) for share in (50, 80, 90, 95)},
    companions={f"speed_of_answer_p{share}": f"p{share}" for share in (50, 80, 90, 95)},
)
ABANDONMENT = Kpi(
    code="abandonment_rate",
    en="Abandonment rate",
    zh="放弃率",
    means=_("Of the calls offered, the share given up in the queue."),
    formula=given_up / offered,
    unit=Unit.RATIO,
    better=Better.LOWER,
    area=Area.CALL_CENTER,
    source=("4:67",),
    variants={"exclude_short_abandons": (given_up - short_given_up) / (offered - short_given_up)},
)
HANDLE_TIME = Kpi(
    code="avg_handle_time",
    en="Average handle time (AHT)",
    zh="平均处理时间(呼叫中心)",
    means=_("Talk with hold plus wrap-up, per answered call; a missing wrap-up counts as zero."),
    formula=(talked + wrapped) / taken,
    unit=Unit.SECONDS,
    better=Better.LOWER,
    area=Area.CALL_CENTER,
    source=("4:72",),
)

DECLARED = [SERVICE_LEVEL, SPEED_OF_ANSWER, ABANDONMENT, HANDLE_TIME]
