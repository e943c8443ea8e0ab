"""Service in the admin. Tickets move by their actions, on their pages; here they are looked at."""

from __future__ import annotations

from django.contrib import admin

from accounts.admin_parts import ReadAdmin, RecordAdmin
from service.models import (
    AgentState,
    BusinessCalendar,
    Call,
    CallReview,
    Complaint,
    ComplaintEvent,
    CriterionScore,
    FieldJob,
    Holiday,
    OpeningHours,
    ProcessIncident,
    Queue,
    Scorecard,
    Ticket,
    TicketEvent,
    TicketMessage,
)


@admin.register(BusinessCalendar)
class BusinessCalendarAdmin(RecordAdmin):
    list_display = ["name"]
    search_fields = ["name"]


@admin.register(OpeningHours)
class OpeningHoursAdmin(RecordAdmin):
    list_display = ["calendar", "weekday", "opens", "closes"]
    list_select_related = ["calendar"]
    list_filter = ["calendar"]
    removable = True


@admin.register(Holiday)
class HolidayAdmin(RecordAdmin):
    list_display = ["calendar", "day", "name"]
    list_select_related = ["calendar"]
    list_filter = ["calendar"]
    removable = True


@admin.register(Queue)
class QueueAdmin(RecordAdmin):
    list_display = ["name", "team", "calendar"]
    list_select_related = ["team", "calendar"]
    search_fields = ["name"]


@admin.register(Ticket)
class TicketAdmin(ReadAdmin):
    list_display = ["number", "subject", "status", "priority", "queue", "owner", "opened_at"]
    list_select_related = ["queue", "owner"]
    list_filter = ["status", "priority", "queue"]
    search_fields = ["=number"]


@admin.register(TicketMessage)
class TicketMessageAdmin(ReadAdmin):
    list_display = ["ticket", "at", "direction", "author", "automatic"]
    list_select_related = ["ticket", "author"]
    list_filter = ["direction"]
    search_fields = ["=ticket__number"]
    ordering = ["-id"]


@admin.register(TicketEvent)
class TicketEventAdmin(ReadAdmin):
    list_display = ["ticket", "at", "kind", "by"]
    list_select_related = ["ticket", "by"]
    list_filter = ["kind"]
    ordering = ["-id"]


@admin.register(Call)
class CallAdmin(ReadAdmin):
    list_display = ["entered_at", "direction", "outcome", "queue", "owner", "wait_seconds", "talk_seconds"]
    list_select_related = ["queue", "owner"]
    list_filter = ["direction", "outcome", "queue"]
    search_fields = ["=phone"]


@admin.register(AgentState)
class AgentStateAdmin(ReadAdmin):
    list_display = ["owner", "state", "started_at", "ended_at", "queue"]
    list_select_related = ["owner", "queue"]
    list_filter = ["state", "queue"]


@admin.register(Scorecard)
class ScorecardAdmin(ReadAdmin):
    list_display = ["name", "is_active"]
    search_fields = ["name"]


@admin.register(CallReview)
class CallReviewAdmin(ReadAdmin):
    list_display = ["call", "score", "fatal", "scorecard", "evaluator", "reviewed_at"]
    list_select_related = ["call", "scorecard", "evaluator"]
    list_filter = ["scorecard", "fatal"]


@admin.register(CriterionScore)
class CriterionScoreAdmin(ReadAdmin):
    list_display = ["review", "criterion", "score"]
    list_select_related = ["review__call", "criterion"]
    ordering = ["-id"]


@admin.register(FieldJob)
class FieldJobAdmin(ReadAdmin):
    list_display = ["number", "subject", "territory", "score", "created_at", "dispatched_at", "owner"]
    list_select_related = ["territory", "owner"]
    list_filter = ["territory"]
    search_fields = ["=number"]


@admin.register(ProcessIncident)
class ProcessIncidentAdmin(ReadAdmin):
    list_display = ["process", "occurred_on", "department", "severity", "owner"]
    list_select_related = ["owner"]
    list_filter = ["severity", "department"]
    search_fields = ["process"]


@admin.register(Complaint)
class ComplaintAdmin(ReadAdmin):
    list_display = ["number", "subject", "customer", "validity", "unit", "received_at", "closed_at", "owner"]
    list_select_related = ["customer", "unit", "owner"]
    list_filter = ["validity"]
    search_fields = ["=number"]


@admin.register(ComplaintEvent)
class ComplaintEventAdmin(ReadAdmin):
    list_display = ["complaint", "at", "kind", "validity", "by"]
    list_select_related = ["complaint", "by"]
    list_filter = ["kind"]
    ordering = ["-id"]
