"""Marketing in the admin."""

from __future__ import annotations

from django.contrib import admin

from accounts.admin_parts import ReadAdmin, RecordAdmin
from marketing import actions
from marketing.models import (
    AdResult,
    Answer,
    AttributeScore,
    Campaign,
    DataUse,
    EngagementEvent,
    EngagementWeight,
    Feedback,
    Invitation,
    Member,
    Response,
    Spend,
    Survey,
    SurveyAttribute,
)


@admin.register(Campaign)
class CampaignAdmin(RecordAdmin):
    list_display = ["name", "status", "starts_on", "ends_on", "budget", "owner"]
    list_select_related = ["owner"]
    list_filter = ["status"]
    search_fields = ["name"]
    creates = staticmethod(actions.create_campaign)
    updates = staticmethod(actions.update_campaign)


@admin.register(Member)
class MemberAdmin(RecordAdmin):
    list_display = ["campaign", "customer", "contacted_on", "delivered", "took_part_on"]
    list_select_related = ["campaign", "customer"]
    list_filter = ["delivered"]
    search_fields = ["campaign__name"]
    raw_id_fields = ["customer", "contact"]


@admin.register(Response)
class ResponseAdmin(RecordAdmin):
    list_display = ["member", "on", "kind", "automatic"]
    list_select_related = ["member__campaign", "member__customer"]
    list_filter = ["kind", "automatic"]
    raw_id_fields = ["member"]


@admin.register(Spend)
class SpendAdmin(RecordAdmin):
    list_display = ["day", "kind", "campaign", "planned", "actual"]
    list_select_related = ["campaign"]
    list_filter = ["kind", "is_acquisition"]
    search_fields = ["note"]
    creates = staticmethod(actions.record_spend)
    updates = staticmethod(actions.update_spend)


@admin.register(EngagementEvent)
class EngagementEventAdmin(RecordAdmin):
    list_display = ["kind", "customer", "visitor", "at", "n", "points", "is_bot"]
    list_select_related = ["customer"]
    list_filter = ["kind", "is_bot"]
    search_fields = ["visitor"]
    raw_id_fields = ["customer"]
    creates = staticmethod(actions.record_engagement)
    updates = staticmethod(actions.update_engagement)


@admin.register(EngagementWeight)
class EngagementWeightAdmin(RecordAdmin):
    list_display = ["kind", "since", "weight"]
    list_filter = ["kind"]


@admin.register(DataUse)
class DataUseAdmin(RecordAdmin):
    list_display = ["customer", "use", "on", "consented"]
    list_select_related = ["customer"]
    list_filter = ["use", "consented"]
    raw_id_fields = ["customer"]
    creates = staticmethod(actions.record_use)


@admin.register(Survey)
class SurveyAdmin(ReadAdmin):
    list_display = ["name", "kind", "wave", "touchpoint", "opens_on", "closes_on"]
    list_filter = ["kind", "touchpoint"]
    search_fields = ["name"]


@admin.register(SurveyAttribute)
class SurveyAttributeAdmin(ReadAdmin):
    list_display = ["survey", "name", "weight"]
    list_select_related = ["survey"]


@admin.register(Invitation)
class InvitationAdmin(ReadAdmin):
    list_display = ["survey", "customer", "via", "sent_at"]
    list_select_related = ["survey", "customer"]
    list_filter = ["via"]


@admin.register(Answer)
class AnswerAdmin(RecordAdmin):
    list_display = ["answered_at", "survey", "customer", "score", "via", "owner"]
    list_select_related = ["survey", "customer", "owner"]
    list_filter = ["via", "is_test"]
    raw_id_fields = ["customer", "invitation"]
    creates = staticmethod(actions.record_answer)
    updates = staticmethod(actions.update_answer)


@admin.register(AttributeScore)
class AttributeScoreAdmin(ReadAdmin):
    list_display = ["answer", "attribute", "score"]
    list_select_related = ["answer__survey", "answer__customer", "attribute"]


@admin.register(Feedback)
class FeedbackAdmin(RecordAdmin):
    list_display = ["received_at", "kind", "origin", "customer", "dissatisfied", "answered_at", "resolved_at", "owner"]
    list_select_related = ["customer", "owner"]
    list_filter = ["kind", "origin", "dissatisfied"]
    raw_id_fields = ["customer"]
    creates = staticmethod(actions.create_feedback)
    updates = staticmethod(actions.update_feedback)


@admin.register(AdResult)
class AdResultAdmin(RecordAdmin):
    creates = staticmethod(actions.record_ad_result)
    updates = staticmethod(actions.update_ad_result)
    list_display = ["day", "ad", "placement", "channel", "impressions", "clicks", "spend", "revenue"]
    list_select_related = ["channel"]
    search_fields = ["ad", "placement"]
    raw_id_fields = ["campaign"]
