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
from service.actions.field import cancel_job, dispatch_job, finish_job, open_job, update_job
from service.actions.incidents import report_incident, update_incident
from service.actions.pbx import take_call, take_state
from service.actions.reviews import USUAL, review_call, save_scorecard, update_review
from service.actions.shifts import end_state, record_state, update_state
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
    "USUAL",
    "answer_ticket",
    "assign_ticket",
    "cancel_job",
    "classify_complaint",
    "close_complaint",
    "create_call",
    "create_complaint",
    "create_ticket",
    "dispatch_job",
    "end_state",
    "finish_job",
    "log_call",
    "log_on_ticket",
    "merge_tickets",
    "note_on_ticket",
    "open_job",
    "open_ticket",
    "receive_message",
    "record_state",
    "reopen_complaint",
    "reopen_ticket",
    "report_incident",
    "resolve_ticket",
    "review_call",
    "save_calendar",
    "save_scorecard",
    "take_call",
    "take_state",
    "update_call",
    "update_complaint",
    "update_incident",
    "update_job",
    "update_review",
    "update_state",
    "update_ticket",
    "wait_for_customer",
]
