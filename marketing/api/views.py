"""The records of marketing over HTTP."""

from __future__ import annotations

from django.db import models

from accounts.api.base import Data, RecordViewSet
from marketing import actions, filters
from marketing.api import serializers
from marketing.models import Campaign, Member, Response, Spend


class CampaignViewSet(RecordViewSet):
    model = Campaign
    serializer_class = serializers.CampaignSerializer
    filterset_class = filters.CampaignFilter
    creates = staticmethod(actions.create_campaign)
    updates = staticmethod(actions.update_campaign)


class MemberViewSet(RecordViewSet):
    model = Member
    serializer_class = serializers.MemberSerializer
    filterset_class = filters.MemberFilter


class ResponseViewSet(RecordViewSet):
    model = Response
    serializer_class = serializers.ResponseSerializer
    filterset_class = filters.ResponseFilter

    def make(self, data: Data) -> models.Model:
        return actions.record_response(data.pop("member"), by=self.request.user, **data)


class SpendViewSet(RecordViewSet):
    model = Spend
    serializer_class = serializers.SpendSerializer
    filterset_class = filters.SpendFilter
    creates = staticmethod(actions.record_spend)
    updates = staticmethod(actions.update_spend)
