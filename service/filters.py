"""What lists of service are filtered by, on pages and in the API."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter, FilterSet

from accounts.models import Region, Team, User
from crm_project.filters import Days, Key, Pick, Search
from sales.models import ProductCategory
from service.models import (
    AgentState,
    BusinessCalendar,
    Call,
    CallReview,
    Complaint,
    FieldJob,
    ProcessIncident,
    Queue,
    Scorecard,
    Ticket,
)


class BusinessCalendarFilter(FilterSet):
    search = Search("name")

    class Meta:
        model = BusinessCalendar
        fields = ["search"]


class QueueFilter(FilterSet):
    search = Search("name")
    team = Pick(Team)

    class Meta:
        model = Queue
        fields = ["search", "team"]


class TicketFilter(FilterSet):
    search = Search("number", "subject")
    queue = Pick(Queue)
    owner = Pick(User)
    team = Pick(Team)
    customer = Key()
    opened_at = Days()
    resolved_at = Days()

    class Meta:
        model = Ticket
        fields = [
            "search", "status", "priority", "queue", "owner", "team", "customer", "opened_at", "resolved_at",
        ]  # fmt: skip


class CallFilter(FilterSet):
    queue = Pick(Queue)
    owner = Pick(User)
    team = Pick(Team)
    customer = Key()
    ticket = Key()
    entered_at = Days()

    class Meta:
        model = Call
        fields = [
            "direction", "outcome", "queue", "owner", "team", "customer", "ticket", "trunk", "skill", "site", "entered_at",
        ]  # fmt: skip


class AgentStateFilter(FilterSet):
    owner = Pick(User)
    team = Pick(Team)
    queue = Pick(Queue)
    started_at = Days()

    class Meta:
        model = AgentState
        fields = ["state", "owner", "team", "queue", "started_at"]


class ScorecardFilter(FilterSet):
    search = Search("name")

    class Meta:
        model = Scorecard
        fields = ["search", "is_active"]


class CallReviewFilter(FilterSet):
    call = Key()
    scorecard = Pick(Scorecard)
    evaluator = Pick(User, label=_("Evaluator"))
    agent = Pick(User, field_name="call__owner", label=_("Agent"))
    reviewed_at = Days()

    class Meta:
        model = CallReview
        fields = ["call", "scorecard", "evaluator", "agent", "fatal", "reviewed_at"]


class FieldJobFilter(FilterSet):
    search = Search("number", "subject")
    territory = Pick(Region, label=_("Territory"))
    owner = Pick(User, label=_("Technician"))
    team = Pick(Team)
    customer = Key()
    ticket = Key()
    created_at = Days()
    dispatched_at = Days()
    waiting = BooleanFilter(field_name="dispatched_at", method="only_waiting", label=_("Waiting"))

    class Meta:
        model = FieldJob
        fields = [
            "search", "territory", "job_type", "owner", "team", "customer", "ticket", "created_at", "dispatched_at",
            "waiting",
        ]  # fmt: skip

    def only_waiting(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        """Jobs that wait to be sent out, or those that do not."""
        waiting = FieldJob.objects.waiting()
        return rows.filter(pk__in=waiting) if value else rows.exclude(pk__in=waiting)


class ProcessIncidentFilter(FilterSet):
    search = Search("process", "department")
    owner = Pick(User)
    team = Pick(Team)
    occurred_on = Days()

    class Meta:
        model = ProcessIncident
        fields = ["search", "process", "department", "severity", "owner", "team", "occurred_on"]


class ComplaintFilter(FilterSet):
    search = Search("number", "subject")
    open = BooleanFilter(field_name="closed_at", lookup_expr="isnull", label=_("open"))
    unit = Pick(Team)
    category = Pick(ProductCategory)
    owner = Pick(User)
    team = Pick(Team)
    customer = Key()
    received_at = Days()

    class Meta:
        model = Complaint
        fields = [
            "search", "validity", "open", "unit", "category", "owner", "team", "customer", "received_at",
        ]  # fmt: skip
