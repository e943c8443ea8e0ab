"""The records of marketing as JSON."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.fields import RecordSerializer, ScopedKey, Strict
from accounts.api.serializers import WhenInput
from accounts.models import Customer
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


class CampaignSerializer(RecordSerializer):
    class Meta:
        model = Campaign
        fields = "__all__"


class MemberSerializer(RecordSerializer):
    class Meta:
        model = Member
        fields = "__all__"
        fixed = ["campaign", "customer"]


class ResponseSerializer(RecordSerializer):
    class Meta:
        model = Response
        fields = "__all__"
        fixed = ["member"]


class SpendSerializer(RecordSerializer):
    class Meta:
        model = Spend
        fields = "__all__"


class EngagementSerializer(RecordSerializer):
    class Meta:
        model = EngagementEvent
        fields = "__all__"


class WeightSerializer(RecordSerializer):
    class Meta:
        model = EngagementWeight
        fields = "__all__"


class DataUseSerializer(RecordSerializer):
    class Meta:
        model = DataUse
        fields = "__all__"
        fixed = ["customer"]


class SurveyAttributeSerializer(RecordSerializer):
    class Meta:
        model = SurveyAttribute
        fields = ["id", "name", "weight"]


class SurveySerializer(RecordSerializer):
    attributes = SurveyAttributeSerializer(many=True, required=False, help_text=_("When given, replaces all."))

    class Meta:
        model = Survey
        fields = "__all__"


class InvitationSerializer(RecordSerializer):
    class Meta:
        model = Invitation
        fields = "__all__"


class AttributeScoreSerializer(RecordSerializer):
    class Meta:
        model = AttributeScore
        fields = ["attribute", "score"]


class AnswerSerializer(RecordSerializer):
    scores = AttributeScoreSerializer(many=True, required=False, help_text=_("When given, replaces all."))

    class Meta:
        model = Answer
        fields = "__all__"
        fixed = ["survey", "invitation"]
        read_only_fields = ["invitation"]


class FeedbackSerializer(RecordSerializer):
    class Meta:
        model = Feedback
        fields = "__all__"


# What actions take


class InviteInput(Strict):
    customers = serializers.ListField(child=ScopedKey(model=Customer), min_length=1, max_length=1000)
    via = serializers.ChoiceField(choices=Invitation.Via.choices, required=False)
    reference = serializers.CharField(required=False, allow_blank=True, max_length=120)


class ReplyInput(WhenInput):
    reply = serializers.CharField(required=False, allow_blank=True, max_length=5000)


class AdResultSerializer(RecordSerializer):
    class Meta:
        model = AdResult
        fields = "__all__"
