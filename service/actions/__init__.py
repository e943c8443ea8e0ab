"""Every write of service."""

from service.actions.calendars import save_calendar
from service.actions.calls import create_call, log_call, update_call
from service.actions.complaints import (
    classify_complaint,
    close_complaint,
    create_complaint,
    reopen_complaint,
    update_complaint,
)
from service.actions.tickets import (
    answer_ticket,
    assign_ticket,
    create_ticket,
    merge_tickets,
    note_on_ticket,
    open_ticket,
    receive_message,
    reopen_ticket,
    resolve_ticket,
    update_ticket,
    wait_for_customer,
)
from service.actions.touches import log_on_ticket

__all__ = [
    "answer_ticket",
    "assign_ticket",
    "classify_complaint",
    "close_complaint",
    "create_call",
    "create_complaint",
    "create_ticket",
    "log_call",
    "log_on_ticket",
    "merge_tickets",
    "note_on_ticket",
    "open_ticket",
    "receive_message",
    "reopen_complaint",
    "reopen_ticket",
    "resolve_ticket",
    "save_calendar",
    "update_call",
    "update_complaint",
    "update_ticket",
    "wait_for_customer",
]
