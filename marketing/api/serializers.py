"""The records of marketing as JSON."""

from __future__ import annotations

from accounts.api.fields import RecordSerializer
from marketing.models import Campaign, DataUse, EngagementEvent, EngagementWeight, Member, Response, Spend


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
