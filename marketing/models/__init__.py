"""Campaigns, whom they reached, what they cost; what people told us."""

from marketing.models.campaigns import Campaign, Member, Response, Spend

__all__ = [
    "Campaign",
    "Member",
    "Response",
    "Spend",
]
