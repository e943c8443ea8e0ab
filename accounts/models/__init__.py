"""Who there is on both sides, and every touch between us and them."""

from accounts.models.audit import AuditEntry
from accounts.models.customers import Channel, Contact, Customer, CustomerStatus, Region, Segment
from accounts.models.importing import ImportRun
from accounts.models.interactions import Interaction
from accounts.models.organisation import ExchangeRate, Organisation
from accounts.models.people import Membership, Role, Team, TeamTree, User
from accounts.models.stamps import Stamped

__all__ = [
    "AuditEntry",
    "Channel",
    "Contact",
    "Customer",
    "CustomerStatus",
    "ExchangeRate",
    "ImportRun",
    "Interaction",
    "Membership",
    "Organisation",
    "Region",
    "Role",
    "Segment",
    "Stamped",
    "Team",
    "TeamTree",
    "User",
]
