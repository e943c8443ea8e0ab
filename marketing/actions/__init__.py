"""Every write of marketing."""

from marketing.actions.campaigns import (
    add_members,
    cancel_campaign,
    create_campaign,
    record_contact,
    record_response,
    record_spend,
    record_took_part,
    update_campaign,
    update_spend,
)

__all__ = [
    "add_members",
    "cancel_campaign",
    "create_campaign",
    "record_contact",
    "record_response",
    "record_spend",
    "record_took_part",
    "update_campaign",
    "update_spend",
]
