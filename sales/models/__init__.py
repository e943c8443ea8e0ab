"""From the first lead to the money: products, leads, deals, orders, refunds, payments."""

from sales.models.deals import Deal, DealInteraction, LossReason, Stage, StageChange
from sales.models.leads import Lead
from sales.models.orders import Order, OrderLine, Payment, Refund, RefundLine, RefundPart
from sales.models.products import Product, ProductCategory

__all__ = [
    "Deal",
    "DealInteraction",
    "Lead",
    "LossReason",
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
]
