"""KPIs of the call centre beyond waits: volumes, agents' time, quality, what a resolution takes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, ExpressionWrapper, F, Q
from django.db.models.functions import Coalesce, Round
from django.utils.translation import gettext_lazy as _

from analytics.fact import Ask
from analytics.facts.centre import AGENT_DAYS, EVERY_CALL, HOUR, REVIEWS, TICKETS_OPENED, TICKETS_SETTLED
from analytics.facts.service import ANSWERED, CALLS, TALK
from analytics.kpi import Area, Better, Kpi, Percentile, Unit
from analytics.kpis.call_center import taken, wrapped

IN, OUT = Q(direction="in"), Q(direction="out")


def talk(ask: Ask) -> Any:
    """Talk of an answered call, with hold unless the company says otherwise."""
    return TALK if ask.organisation.talk_includes_hold else Coalesce(F("talk_seconds"), 0)


def hours(name: str) -> Any:
    """Seconds of agents as hours, in as many digits as cells keep."""
    return Round(ExpressionWrapper(F(name) / HOUR, output_field=DecimalField()), 12)


calls = EVERY_CALL.count(_("calls"))
inbound = EVERY_CALL.count(_("inbound calls"), where=IN)
outbound = EVERY_CALL.count(_("outbound calls"), where=OUT)
connected = EVERY_CALL.total(_("connected time"), TALK, where=ANSWERED)
connected_in = EVERY_CALL.total(_("connected time of inbound calls"), TALK, where=ANSWERED & IN)
connected_out = EVERY_CALL.total(_("connected time of outbound calls"), TALK, where=ANSWERED & OUT)
blocked = EVERY_CALL.count(_("blocked calls"), where=Q(outcome="blocked"))
reached = EVERY_CALL.count(_("calls that reached the queue"), where=IN & Q(outcome__in=["answered", "abandoned"]))
talked = CALLS.total(_("talk"), talk, where=ANSWERED)
wrapped_up = CALLS.count(_("calls answered with wrap-up"), where=ANSWERED & Q(wrap_up_seconds__isnull=False))
available = AGENT_DAYS.total(_("hours available"), hours("available_seconds"))
handling = AGENT_DAYS.total(_("hours handling"), hours("handling_seconds"))
working = AGENT_DAYS.total(_("working hours"), hours("work_seconds"))
scored = REVIEWS.total(_("scores"), F("score"))
reviewed = REVIEWS.count(_("reviewed calls"))
came = TICKETS_OPENED.count(_("tickets opened"))
solved = TICKETS_OPENED.count(_("of these resolved"), where=Q(stood="resolved"))
settled = TICKETS_SETTLED.count(_("tickets resolved"))
contacts = TICKETS_SETTLED.total(_("contacts of customers"), F("contacts"))
agents = TICKETS_SETTLED.total(_("agents involved"), F("agents"))
at_once = TICKETS_SETTLED.count(_("resolved at first contact"), where=Q(held=1))
first_level = Q(beyond_first_level=False)
easy = TICKETS_SETTLED.count(_("resolved, solvable at the first level"), where=first_level)
easy_at_once = TICKETS_SETTLED.count(_("of these resolved at first contact"), where=first_level & Q(held=1))

VOLUME = Kpi(
    code="call_volume",
    en="Call volume",
    zh="呼叫数量",
    means=_("Calls that came in or went out; test, internal, phantom and out-of-hours calls are none."),
    formula=calls,
    unit=Unit.COUNT,
    better=Better.NEITHER,
    area=Area.CALL_CENTER,
    source=("4:65",),
    variants={"inbound": inbound, "outbound": outbound},
)
DURATION = Kpi(
    code="call_duration",
    en="Call time",
    zh="呼叫时间",
    means=_("Connected time of calls, hold included, on the day they began."),
    formula=connected,
    unit=Unit.SECONDS,
    better=Better.NEITHER,
    area=Area.CALL_CENTER,
    source=("4:65",),
    variants={"inbound": connected_in, "outbound": connected_out},
)
READY = Kpi(
    code="connect_time_ratio",
    en="Ready (connect) time ratio",
    zh="连接时间比率",
    means=_("Of the hours agents were on duty, the share they were available for the next call."),
    formula=available / working,
    unit=Unit.RATIO,
    better=Better.NEITHER,
    area=Area.CALL_CENTER,
    source=("4:68",),
    counted_in=Unit.HOURS,
)
AFTER_CALL_WORK = Kpi(
    code="avg_after_call_work",
    en="Average after-call work (ACW)",
    zh="后续处理时间",
    means=_("Wrap-up per answered call; a missing wrap-up counts as zero."),
    formula=wrapped / taken,
    unit=Unit.SECONDS,
    better=Better.LOWER,
    area=Area.CALL_CENTER,
    source=("4:69",),
    variants={"only_calls_with_wrap_up": wrapped / wrapped_up},
)
TALK_TIME = Kpi(
    code="avg_talk_time",
    en="Average talk time (ATT)",
    zh="平均谈话时间",
    means=_("Talk per answered call, with hold unless the company counts it apart; the legs of a transfer together."),
    formula=talked / taken,
    unit=Unit.SECONDS,
    better=Better.NEITHER,
    area=Area.CALL_CENTER,
    source=("4:71",),
    variants={"p50": Percentile(talked, Decimal("0.5"))},
    companions={"talk_time_p50": "p50"},
)
UTILIZATION = Kpi(
    code="agent_utilization",
    en="Agent utilisation",
    zh="人工坐席利用率",
    means=_("Of the working hours of agents, paid breaks included, the share spent on contacts: talk, hold, wrap-up."),
    formula=handling / working,
    unit=Unit.RATIO,
    better=Better.NEITHER,
    area=Area.CALL_CENTER,
    source=("4:73",),
    counted_in=Unit.HOURS,
)
OCCUPANCY = Kpi(
    code="agent_occupancy",
    en="Agent occupancy",
    zh="坐席占用率",
    means=_("Of the hours agents handled contacts or were available, the share they handled."),
    formula=handling / (handling + available),
    unit=Unit.RATIO,
    better=Better.AT_MOST_TARGET,
    area=Area.CALL_CENTER,
    target=Decimal("0.85"),
    counted_in=Unit.HOURS,
)
BLOCKED = Kpi(
    code="blocked_calls",
    en="Blocked calls",
    zh="堵塞呼叫量",
    means=_("Attempts that met a busy line and never reached the queue."),
    formula=blocked,
    unit=Unit.COUNT,
    better=Better.LOWER,
    area=Area.CALL_CENTER,
    source=("4:74",),
)
BLOCKAGE = Kpi(
    code="blockage_rate",
    en="Blockage rate",
    zh="堵塞呼叫率",
    means=_("Of the calls that were blocked or reached the queue, the share that was blocked."),
    formula=blocked / (blocked + reached),
    unit=Unit.RATIO,
    better=Better.LOWER,
    area=Area.CALL_CENTER,
    source=("4:74",),
)
QUALITY = Kpi(
    code="call_quality_score",
    en="Call quality score",
    zh="呼叫质量",
    means=_(
        "Score of the scorecard per reviewed call; a fatal error is nought, a criterion that did not apply drops out."
    ),
    formula=scored / reviewed,
    unit=Unit.INDEX,
    better=Better.HIGHER,
    area=Area.CALL_CENTER,
    source=("4:75",),
)
CONTACTS = Kpi(
    code="avg_contacts_per_resolution",
    en="Contacts per resolution",
    zh="平均需要联系的次数",
    means=_("How often customers turned to us until a ticket was resolved, the opening included, per resolved ticket."),
    formula=contacts / settled,
    unit=Unit.PER,
    better=Better.LOWER,
    area=Area.SERVICE,
    source=("4:58",),
)
AGENTS = Kpi(
    code="avg_agents_per_resolution",
    en="Agents per resolution",
    zh="平均需要沟通的服务人员数",
    means=_("Different people of ours who worked on a ticket until it was resolved, per resolved ticket."),
    formula=agents / settled,
    unit=Unit.PER,
    better=Better.LOWER,
    area=Area.SERVICE,
    source=("4:58",),
)
FIRST_CONTACT = Kpi(
    code="first_contact_resolution_rate",
    en="First contact resolution (FCR)",
    zh="一次解决率",
    means=_(
        "Of the tickets resolved, the share with one contact, never reopened, and no new contact of the customer on the "
        "topic within 7 days; the last 7 days may still change."
    ),
    formula=at_once / settled,
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.SERVICE,
    source=("3:16", "3:56"),
    variants={"net": easy_at_once / easy},
)
RESOLVED = Kpi(
    code="resolution_rate",
    en="Resolution rate",
    zh="解决率",
    means=_("Of the tickets opened in the period, the share that is resolved by now; a reopened one is not."),
    formula=solved / came,
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.SERVICE,
    source=("3:16", "3:56"),
)

DECLARED = [
    VOLUME, DURATION, READY, AFTER_CALL_WORK, TALK_TIME, UTILIZATION, OCCUPANCY, BLOCKED, BLOCKAGE, QUALITY, CONTACTS,
    AGENTS, FIRST_CONTACT, RESOLVED,
]  # fmt: skip
