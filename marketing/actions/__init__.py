"""Every write of marketing."""

from marketing.actions.advertising import record_ad_result, tie_to_campaign, update_ad_result
from marketing.actions.campaigns import (
    add_members,
    cancel_campaign,
    create_campaign,
    record_contact,
    record_goal,
    record_response,
    record_spend,
    record_took_part,
    update_campaign,
    update_spend,
)
from marketing.actions.engagement import (
    note_uses,
    record_engagement,
    record_use,
    update_engagement,
    weight_on,
)
from marketing.actions.feedback import answer_feedback, create_feedback, resolve_feedback, update_feedback
from marketing.actions.surveys import answer_invitation, invite, record_answer, save_survey, update_answer

__all__ = [
    "add_members",
    "answer_feedback",
    "answer_invitation",
    "cancel_campaign",
    "create_campaign",
    "create_feedback",
    "invite",
    "note_uses",
    "record_ad_result",
    "record_answer",
    "record_contact",
    "record_engagement",
    "record_goal",
    "record_response",
    "record_spend",
    "record_took_part",
    "record_use",
    "resolve_feedback",
    "save_survey",
    "tie_to_campaign",
    "update_ad_result",
    "update_answer",
    "update_campaign",
    "update_engagement",
    "update_feedback",
    "update_spend",
    "weight_on",
]
