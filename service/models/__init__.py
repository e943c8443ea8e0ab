"""Tickets, calls and complaints, the queues they wait in, the people who work on them, jobs at the customer's."""

from service.models.calls import Call
from service.models.complaints import Complaint, ComplaintEvent
from service.models.contacts import TicketAgent, TicketContact
from service.models.field import FieldJob, ProcessIncident
from service.models.queues import BusinessCalendar, Holiday, OpeningHours, Queue
from service.models.reviews import CallReview, Criterion, CriterionScore, Scorecard
from service.models.shifts import AgentDay, AgentState
from service.models.tickets import Ticket, TicketEvent, TicketInteraction, TicketMessage

__all__ = [
    "AgentDay",
    "AgentState",
    "BusinessCalendar",
    "Call",
    "CallReview",
    "Complaint",
    "ComplaintEvent",
    "Criterion",
    "CriterionScore",
    "FieldJob",
    "Holiday",
    "OpeningHours",
    "ProcessIncident",
    "Queue",
    "Scorecard",
    "Ticket",
    "TicketAgent",
    "TicketContact",
    "TicketEvent",
    "TicketInteraction",
    "TicketMessage",
]
