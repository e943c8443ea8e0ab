"""From the first lead to the money: products, leads, deals, contracts, orders, refunds, payments, points."""

from sales.models.contracts import Contract, ContractDocument
from sales.models.deals import Competitor, Deal, DealCredit, DealInteraction, DealShare, LossReason, Stage, StageChange
from sales.models.departures import ChurnReason, Departure
from sales.models.expenses import Expense, ExpenseDay
from sales.models.leads import Lead
from sales.models.loyalty import LoyaltyBooking, LoyaltyEntry, LoyaltyProgramme
from sales.models.markets import MarketSize
from sales.models.milestones import DealMilestone, LeadChange, LeadMilestone, Milestone
from sales.models.orders import Order, OrderLine, Payment, Refund, RefundLine, RefundPart
from sales.models.products import Product, ProductCategory
from sales.models.trainings import Training, TrainingAttendee

__all__ = [
    "ChurnReason",
    "Competitor",
    "Contract",
    "ContractDocument",
    "Deal",
    "DealCredit",
    "DealInteraction",
    "DealMilestone",
    "DealShare",
    "Departure",
    "Expense",
    "ExpenseDay",
    "Lead",
    "LeadChange",
    "LeadMilestone",
    "LossReason",
    "LoyaltyBooking",
    "LoyaltyEntry",
    "LoyaltyProgramme",
    "MarketSize",
    "Milestone",
    "Order",
    "OrderLine",
    "Payment",
    "Product",
    "ProductCategory",
    "Refund",
    "RefundLine",
    "RefundPart",
    "Stage",
    "StageChange",
    "Training",
    "TrainingAttendee",
]
