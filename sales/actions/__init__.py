"""Every write of sales."""

from sales.actions.categories import create_category, update_category
from sales.actions.contracts import (
    create_contract,
    discard_document,
    file_document,
    renew_contract,
    report_found,
    report_lost,
    terminate_contract,
    update_contract,
    update_document,
)
from sales.actions.credits import competitor_of, split_credit
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
from sales.actions.departures import note_lapsed, record_departure, update_departure, win_back
from sales.actions.expenses import (
    approve_expense,
    delete_expense,
    record_expense,
    reject_expense,
    reverse_expense,
    update_expense,
)
from sales.actions.leads import assign_lead, convert_lead, create_lead, disqualify_lead, requalify_lead, update_lead
from sales.actions.loyalty import change_programme, expire_points, redeem_points, settle_order
from sales.actions.milestones import reach_deal_milestone, reach_lead_milestone
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
from sales.actions.products import create_product, update_product
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
    "change_programme",
    "competitor_of",
    "complete_order",
    "convert_lead",
    "create_category",
    "create_contract",
    "create_deal",
    "create_lead",
    "create_product",
    "delete_draft",
    "delete_expense",
    "discard_document",
    "disqualify_lead",
    "edit_order_lines",
    "expire_points",
    "file_document",
    "log_on_deal",
    "lose_deal",
    "move_deal",
    "note_lapsed",
    "place_draft",
    "place_order",
    "reach_deal_milestone",
    "reach_lead_milestone",
    "record_attendee",
    "record_departure",
    "record_expense",
    "record_market_size",
    "record_payment",
    "redeem_points",
    "refund_order",
    "reject_expense",
    "renew_contract",
    "reopen_deal",
    "report_found",
    "report_lost",
    "requalify_lead",
    "reverse_expense",
    "settle_order",
    "split_credit",
    "terminate_contract",
    "update_category",
    "update_contract",
    "update_deal",
    "update_deal_terms",
    "update_departure",
    "update_document",
    "update_expense",
    "update_lead",
    "update_market_size",
    "update_order",
    "update_product",
    "win_back",
    "win_deal",
]
