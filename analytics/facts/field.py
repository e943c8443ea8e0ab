"""Facts of work at the customer's and of mishaps in our own."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from analytics.fact import Ask, Fact
from analytics.facts.sales import STAMPS
from service.models import FieldJob, ProcessIncident


def dispatches(ask: Ask) -> QuerySet:
    """Jobs sent out, with ``overtaken``: a more important one of the territory was waiting at that moment."""
    mine = {"place": OuterRef("place"), "score": OuterRef("score")}
    ahead = FieldJob.objects.ahead_of(**mine, age=(OuterRef("created_at"), OuterRef("pk")))
    waiting = ahead.waiting_at(OuterRef("dispatched_at"))
    jobs = FieldJob.objects.filter(dispatched_at__isnull=False).annotate(place=Coalesce(F("territory_id"), 0))
    return jobs.annotate(overtaken=Exists(waiting))


DISPATCHES = Fact(
    name="field_dispatches",
    label=_("field jobs dispatched"),
    model=FieldJob,
    rows=dispatches,
    at="dispatched_at",
    dimensions=STAMPS,
    also={"territory": "territory_id", "job_type": "job_type"},
    sources=("field_job",),
    columns=("number", "subject", "territory", "score", "created_at", "dispatched_at", "owner"),
    entered="service:fieldjob_list",
)
INCIDENTS = Fact(
    name="process_incidents",
    label=_("process incidents"),
    model=ProcessIncident,
    rows=lambda ask: ProcessIncident.objects.all(),
    on="occurred_on",
    dimensions=STAMPS,
    also={"process": "process", "department": "department", "severity": "severity"},
    sources=("process_incident",),
    columns=("occurred_on", "process", "department", "severity", "action_taken", "owner"),
    entered="service:processincident_list",
)

DECLARED = [DISPATCHES, INCIDENTS]
