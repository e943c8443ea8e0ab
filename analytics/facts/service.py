"""Facts of service: waits and solutions of tickets, calls offered to agents."""

from __future__ import annotations

from django.db.models import DurationField, ExpressionWrapper, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, ExtractHour
from django.utils.translation import gettext_lazy as _

from analytics.fact import Ask, Fact, LeftOut
from analytics.facts import reasons
from analytics.facts.sales import STAMPS
from service.models import Call, Ticket, TicketEvent


class Seconds(Func):
    """Wall-clock seconds of a span between two instants."""

    template = "extract(epoch FROM %(expressions)s)::bigint"
    output_field = IntegerField()


def seconds_between(start: str, end: str) -> Seconds:
    return Seconds(ExpressionWrapper(F(end) - F(start), output_field=DurationField()))


def tickets(ask: Ask) -> QuerySet:
    return Ticket.objects.counted()


def resolutions(ask: Ask) -> QuerySet:
    """Tickets with ``solved_at``: their last resolution if it stood, as it was known on the as-of day."""
    if ask.known_before is None:
        return tickets(ask).resolved().annotate(solved_at=F("resolved_at"))  # type: ignore[attr-defined]
    last = TicketEvent.objects.filter(
        ticket=OuterRef("pk"), at__lt=ask.known_before, kind__in=["resolved", "reopened"]
    ).order_by("-at", "-pk")
    known = tickets(ask).annotate(stood=Subquery(last.values("kind")[:1]), solved_at=Subquery(last.values("at")[:1]))
    return known.filter(stood="resolved")


TICKETS_ANSWERED = Fact(
    name="tickets_answered",
    label=_("tickets answered"),
    model=Ticket,
    rows=tickets,
    at="first_response_at",
    dimensions=STAMPS,
    also={"queue": "queue_id", "priority": "priority", "topic": "topic"},
    sources=("ticket",),
    columns=("number", "subject", "customer", "queue", "opened_at", "first_response_at", "owner"),
    excluded=LeftOut(Ticket, reasons.TICKETS, at="first_response_at", paths=STAMPS),
)
TICKETS_RESOLVED = Fact(
    name="tickets_resolved",
    label=_("tickets resolved"),
    model=Ticket,
    rows=resolutions,
    at="solved_at",
    began="resolved_at",
    dimensions=STAMPS,
    also=TICKETS_ANSWERED.also,
    sources=("ticket",),
    columns=("number", "subject", "customer", "queue", "opened_at", "resolved_at", "reopened", "owner"),
    excluded=LeftOut(Ticket, reasons.TICKETS, at="resolved_at", paths=STAMPS),
)
TICKETS_FIRST_RESOLVED = Fact(
    name="tickets_first_resolved",
    label=_("tickets resolved for the first time"),
    model=Ticket,
    rows=tickets,
    at="first_resolved_at",
    dimensions=STAMPS,
    also=TICKETS_ANSWERED.also,
    sources=("ticket",),
    columns=("number", "subject", "customer", "queue", "opened_at", "first_resolved_at", "owner"),
    excluded=LeftOut(Ticket, reasons.TICKETS, at="first_resolved_at", paths=STAMPS),
)
CALLS = Fact(
    name="calls",
    label=_("calls offered"),
    model=Call,
    rows=lambda ask: Call.objects.offered().annotate(hour=ExtractHour("entered_at", tzinfo=ask.organisation.zone)),
    at="entered_at",
    dimensions=STAMPS,
    also={"queue": "queue_id", "priority": "priority", "topic": "topic", "hour": "hour"},
    sources=("call",),
    columns=("entered_at", "customer", "queue", "outcome", "wait_seconds", "talk_seconds", "wrap_up_seconds", "owner"),
    excluded=LeftOut(Call, reasons.CALLS, at="entered_at", paths=STAMPS),
)

ANSWERED, ABANDONED = Q(outcome="answered"), Q(outcome="abandoned")


def in_time(ask: Ask) -> Q:
    """Waited no longer than the threshold; exactly the threshold is in time."""
    return Q(wait_seconds__lte=ask.organisation.answer_within_seconds)


def short(ask: Ask) -> Q:
    """Given up in under the short-abandon limit."""
    return ABANDONED & Q(wait_seconds__lt=ask.organisation.short_abandon_seconds)


TALK = Coalesce(F("talk_seconds"), 0) + Coalesce(F("hold_seconds"), 0)
WRAP_UP = Coalesce(F("wrap_up_seconds"), 0)

DECLARED = [TICKETS_ANSWERED, TICKETS_RESOLVED, TICKETS_FIRST_RESOLVED, CALLS]
