"""From the first lead to the money: products, leads, deals, orders, refunds, payments."""

from sales.models.deals import Deal, DealInteraction, LossReason, Stage, StageChange
from sales.models.expenses import Expense, ExpenseDay
from sales.models.leads import Lead
from sales.models.markets import MarketSize
from sales.models.orders import Order, OrderLine, Payment, Refund, RefundLine, RefundPart
from sales.models.products import Product, ProductCategory
from sales.models.trainings import Training, TrainingAttendee

__all__ = [
    "Deal",
    "DealInteraction",
    "Expense",
    "ExpenseDay",
    "Lead",
    "LossReason",
    "MarketSize",
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
