"""Facts of the call centre: every call, agents' time, reviews of calls, what it took to resolve a ticket."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, ExtractHour, Greatest
from django.utils.translation import gettext_lazy as _

from analytics.fact import Ask, Fact, LeftOut
from analytics.facts import reasons
from analytics.facts.sales import STAMPS, under
from analytics.facts.service import resolutions, tickets
from service.models import AgentDay, Call, CallReview, Ticket, TicketAgent, TicketContact, TicketEvent

QUIET = dt.timedelta(days=7)  # how long a resolution has to hold before it was one at first contact
HOUR = Decimal(3600)


def every_call(ask: Ask) -> QuerySet:
    return Call.objects.counted().annotate(hour=ExtractHour("entered_at", tzinfo=ask.organisation.zone))


def agent_days(ask: Ask) -> QuerySet:
    return AgentDay.objects.between(*ask.window.instants(ask.organisation.zone))


def reviews(ask: Ask) -> QuerySet:
    """Reviews of calls that count, known by the as-of day."""
    found = CallReview.objects.filter(call__in=Call.objects.counted())
    return found.filter(reviewed_at__lt=ask.known_before) if ask.known_before else found


def opened(ask: Ask) -> QuerySet:
    """Tickets with ``stood``: resolved or reopened, whichever came last by the as-of day."""
    if ask.known_before is None:
        return tickets(ask).annotate(stood=F("status"))
    last = TicketEvent.objects.filter(
        ticket=OuterRef("pk"), at__lt=ask.known_before, kind__in=["resolved", "reopened"]
    ).order_by("-at", "-pk")
    return tickets(ask).annotate(stood=Subquery(last.values("kind")[:1]))


def counted(rows: QuerySet, what: Any = "pk", **more: Any) -> Coalesce:
    """How many of ``rows`` there are for the ticket at hand."""
    number = rows.order_by().values("ticket").annotate(n=Count(what, **more)).values("n")
    return Coalesce(Subquery(number, output_field=IntegerField()), 0)


def settled(ask: Ask) -> QuerySet:
    """Resolutions with ``contacts`` of the customer and ``agents`` of ours until then.

    The contact a ticket was opened in is one, whether it was a message, a call or a visit.
    """
    about = TicketContact.objects.filter(ticket=OuterRef("pk"), at__lte=OuterRef("solved_at"))
    opening = Q(may_open=True, at__lte=OuterRef("opened_at"))
    ours = TicketAgent.objects.filter(ticket=OuterRef("pk"), at__lte=OuterRef("solved_at"))
    number = Greatest(Count("pk", filter=opening), 1) + Count("pk", filter=~opening)
    contacts = Subquery(about.order_by().values("ticket").annotate(n=number).values("n"), output_field=IntegerField())
    rows = resolutions(ask).annotate(contacts=Coalesce(contacts, 1), agents=counted(ours, "owner", distinct=True))
    return rows.annotate(held=Case(When(once(ask), then=Value(1)), default=Value(0)))


def once(ask: Ask) -> Q:
    """One contact, never reopened, and no new one on the topic within seven days, as far as is known."""
    again = TicketEvent.objects.filter(ticket=OuterRef("pk"), kind="reopened")
    known = {"at__lt": ask.known_before} if ask.known_before else {}
    never: Any = ~Exists(again.filter(**known))
    if ask.known_before is None:
        never &= Q(reopened=0)
    return Q(contacts=1) & never & ~Exists(later(TicketContact, "at", ask, ticket=OuterRef("pk"))) & anew(ask)


def anew(ask: Ask) -> Q:
    """No other ticket or call of the customer about the topic followed within seven days."""
    same = {"customer": OuterRef("customer"), "topic": OuterRef("topic")}
    other = later(Ticket, "opened_at", ask, **same).filter(is_test=False, is_spam=False).exclude(pk=OuterRef("pk"))
    other = other.exclude(merged_into=OuterRef("pk"))
    called = later(Call, "entered_at", ask, **same, direction="in", is_test=False, is_internal=False)
    return Q(customer__isnull=True) | Q(topic="") | ~Exists(other) & ~Exists(called)


def later(model: Any, at: str, ask: Ask, **which: Any) -> QuerySet:
    """Rows of the days after the resolution at hand."""
    until = {f"{at}__gt": OuterRef("solved_at"), f"{at}__lte": OuterRef("solved_at") + QUIET}
    rows = model.objects.filter(**which, **until)
    return rows.filter(**{f"{at}__lt": ask.known_before}) if ask.known_before else rows


EVERY_CALL = Fact(
    name="every_call",
    label=_("calls"),
    model=Call,
    rows=every_call,
    at="entered_at",
    dimensions=STAMPS,
    also={"direction": "direction", "queue": "queue_id", "outcome": "outcome", "disposition": "disposition"}
    | {"hour": "hour", "trunk": "trunk", "skill": "skill", "site": "site", "topic": "topic"}
    | {"outbound_type": "outbound_type"},
    sources=("call",),
    columns=("entered_at", "direction", "customer", "queue", "outcome", "talk_seconds", "hold_seconds", "owner"),
    entered="service:call_list",
    excluded=LeftOut(Call, (*reasons.unreal_calls(), *reasons.nobody_there()), at="entered_at", paths=STAMPS),
)
AGENT_DAYS = Fact(
    name="agent_days",
    label=_("agents' hours"),
    model=AgentDay,
    rows=agent_days,
    on="day",
    began="started_at",
    dimensions={"owner": "owner_id", "team": "team_id"},
    also={"queue": "queue_id", "state": "state"},
    sources=("agent_state",),
    columns=("owner", "state", "day", "started_at", "ended_at", "seconds", "work_seconds"),
    entered="service:agentstate_list",
)
REVIEWS = Fact(
    name="call_reviews",
    label=_("reviewed calls"),
    model=CallReview,
    rows=reviews,
    at="call__entered_at",
    dimensions=under("call", STAMPS),
    also={"evaluator": "evaluator_id", "queue": "call__queue_id", "scorecard": "scorecard_id", "call": "call_id"},
    sources=("call", "review"),
    columns=("call", "scorecard", "evaluator", "reviewed_at", "fatal", "score"),
    entered="service:callreview_list",
    excluded=LeftOut(
        CallReview,
        (*reasons.unreal_calls("call__"), *reasons.nobody_there("call__")),
        at="call__entered_at",
        paths=under("call", STAMPS),
    ),
)
TICKETS_OPENED = Fact(
    name="tickets_opened",
    label=_("tickets opened"),
    model=Ticket,
    rows=opened,
    at="opened_at",
    dimensions=STAMPS,
    also={"queue": "queue_id", "priority": "priority", "topic": "topic"},
    sources=("ticket_opened",),
    columns=("number", "subject", "customer", "queue", "opened_at", "status", "resolved_at", "owner"),
    entered="service:ticket_list",
    excluded=LeftOut(Ticket, reasons.TICKETS, at="opened_at", paths=STAMPS),
)
TICKETS_SETTLED = Fact(
    name="tickets_settled",
    label=_("tickets resolved, with their contacts"),
    model=Ticket,
    rows=settled,
    at="solved_at",
    began="resolved_at",
    dimensions=STAMPS,
    also=TICKETS_OPENED.also,
    sources=("ticket", "contact"),
    columns=("number", "subject", "customer", "queue", "topic", "opened_at", "resolved_at", "reopened", "owner"),
    entered="service:ticket_list",
    excluded=LeftOut(Ticket, reasons.TICKETS, at="resolved_at", paths=STAMPS),
)

DECLARED = [EVERY_CALL, AGENT_DAYS, REVIEWS, TICKETS_OPENED, TICKETS_SETTLED]
