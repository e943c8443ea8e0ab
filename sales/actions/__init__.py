"""Every write of sales."""

from sales.actions.categories import create_category, update_category
from sales.actions.deals import (
    assign_deal,
    create_deal,
    lose_deal,
    move_deal,
    reopen_deal,
    update_deal,
    update_deal_terms,
    win_deal,
)
from sales.actions.expenses import approve_expense, record_expense, reject_expense, reverse_expense, update_expense
from sales.actions.leads import assign_lead, convert_lead, create_lead, disqualify_lead, requalify_lead, update_lead
from sales.actions.orders import (
    cancel_order,
    complete_order,
    delete_draft,
    edit_order_lines,
    place_draft,
    place_order,
    record_payment,
    update_order,
)
from sales.actions.refunds import allocate, refund_order
from sales.actions.touches import log_on_deal
from sales.actions.trainings import add_attendees, record_attendee, record_market_size, update_market_size

__all__ = [
    "add_attendees",
    "allocate",
    "approve_expense",
    "assign_deal",
    "assign_lead",
    "cancel_order",
    "complete_order",
    "convert_lead",
    "create_category",
    "create_deal",
    "create_lead",
    "delete_draft",
    "disqualify_lead",
    "edit_order_lines",
    "log_on_deal",
    "lose_deal",
    "move_deal",
    "place_draft",
    "place_order",
    "record_attendee",
    "record_expense",
    "record_market_size",
    "record_payment",
    "refund_order",
    "reject_expense",
    "reopen_deal",
    "requalify_lead",
    "reverse_expense",
    "update_category",
    "update_deal",
    "update_deal_terms",
    "update_expense",
    "update_lead",
    "update_market_size",
    "update_order",
    "win_deal",
]
