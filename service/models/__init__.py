"""Tickets, calls and complaints, the queues they wait in and the calendars those keep."""

from service.models.calls import Call
from service.models.complaints import Complaint, ComplaintEvent
from service.models.queues import BusinessCalendar, Holiday, OpeningHours, Queue
from service.models.tickets import Ticket, TicketEvent, TicketInteraction, TicketMessage

__all__ = [
    "BusinessCalendar",
    "Call",
    "Complaint",
    "ComplaintEvent",
    "Holiday",
    "OpeningHours",
    "Queue",
    "Ticket",
    "TicketEvent",
    "TicketInteraction",
    "TicketMessage",
]
