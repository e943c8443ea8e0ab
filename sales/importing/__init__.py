"""Products, leads, deals, orders and refunds from other systems' files."""

from sales.importing.deals import DEALS
from sales.importing.expenses import EXPENSES
from sales.importing.leads import LEADS
from sales.importing.orders import ORDERS
from sales.importing.products import PRODUCTS
from sales.importing.refunds import REFUNDS

__all__ = [
    "DEALS",
    "EXPENSES",
    "LEADS",
    "ORDERS",
    "PRODUCTS",
    "REFUNDS",
]
