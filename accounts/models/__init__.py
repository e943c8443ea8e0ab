"""Who there is on both sides, and every touch between us and them."""

from accounts.models.api_access import ApiToken, IdempotencyKey
from accounts.models.audit import AuditEntry
from accounts.models.customers import Channel, Contact, Customer, CustomerStatus, Erasable, Region, Segment
from accounts.models.importing import ImportRun
from accounts.models.interactions import Interaction
from accounts.models.organisation import ExchangeRate, Organisation
from accounts.models.people import Membership, Role, Team, TeamTree, User
from accounts.models.privacy import Consent, Erasure, Purpose, RetentionRule
from accounts.models.quality import CustomerField, CustomerQuality, DataRule, FieldQuality, ValueCheck
from accounts.models.referrals import Referral
from accounts.models.stamps import Stamped
from accounts.models.trail import Change, Seal
from accounts.models.webhooks import Webhook, WebhookDelivery

__all__ = [
    "ApiToken",
    "AuditEntry",
    "Change",
    "Channel",
    "Consent",
    "Contact",
    "Customer",
    "CustomerField",
    "CustomerQuality",
    "CustomerStatus",
    "DataRule",
    "Erasable",
    "Erasure",
    "ExchangeRate",
    "FieldQuality",
    "IdempotencyKey",
    "ImportRun",
    "Interaction",
    "Membership",
    "Organisation",
    "Purpose",
    "Referral",
    "Region",
    "RetentionRule",
    "Role",
    "Seal",
    "Segment",
    "Stamped",
    "Team",
    "TeamTree",
    "User",
    "ValueCheck",
    "Webhook",
    "WebhookDelivery",
]
