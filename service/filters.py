"""What lists of service are filtered by, on pages and in the API."""

from __future__ import annotations

from django_filters import FilterSet

from accounts.models import Team, User
from crm_project.filters import Days, Key, Pick, Search
from service.models import BusinessCalendar, Call, Queue, Ticket


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
    entered_at = Days()

    class Meta:
        model = Call
        fields = ["direction", "outcome", "queue", "owner", "team", "customer", "entered_at"]
