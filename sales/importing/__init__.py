"""Products, leads, deals, orders and refunds from other systems' files."""

from sales.importing.contracts import CONTRACTS, DEPARTURES, DOCUMENTS
from sales.importing.deals import DEALS
from sales.importing.expenses import EXPENSES
from sales.importing.leads import LEADS
from sales.importing.markets import MARKET_SIZES, TRAININGS
from sales.importing.milestones import MILESTONES
from sales.importing.orders import ORDERS
from sales.importing.points import POINTS
from sales.importing.products import PRODUCTS
from sales.importing.refunds import REFUNDS

__all__ = [
    "CONTRACTS",
    "DEALS",
    "DEPARTURES",
    "DOCUMENTS",
    "EXPENSES",
    "LEADS",
    "MARKET_SIZES",
    "MILESTONES",
    "ORDERS",
    "POINTS",
    "PRODUCTS",
    "REFUNDS",
    "TRAININGS",
]
