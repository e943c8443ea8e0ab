"""Campaigns, whom they reached, what they cost; what people told us."""

from marketing.models.advertising import AdResult, CampaignInteraction
from marketing.models.campaigns import Campaign, Member, Response, Spend
from marketing.models.engagement import CustomerTouch, DataUse, EngagementEvent, EngagementKind, EngagementWeight
from marketing.models.feedback import Feedback
from marketing.models.surveys import Answer, AttributeScore, Invitation, Survey, SurveyAttribute

__all__ = [
    "AdResult",
    "Answer",
    "AttributeScore",
    "Campaign",
    "CampaignInteraction",
    "CustomerTouch",
    "DataUse",
    "EngagementEvent",
    "EngagementKind",
    "EngagementWeight",
    "Feedback",
    "Invitation",
    "Member",
    "Response",
    "Spend",
    "Survey",
    "SurveyAttribute",
]
