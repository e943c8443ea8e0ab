"""The records of marketing over HTTP."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response as Reply

from accounts.api.base import Data, ReadOnly, RecordViewSet, deed
from accounts.api.serializers import WhenInput
from crm_project.errors import ActionRefused
from marketing import actions, filters
from marketing.api import serializers
from marketing.models import (
    AdResult,
    Answer,
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
)


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


MOST_ROWS = 500


class EngagementViewSet(RecordViewSet):
    """Visits, sign-ins, posts, clicks and other engagement. POST …/batch/ takes up to 500 at once."""

    model = EngagementEvent
    serializer_class = serializers.EngagementSerializer
    filterset_class = filters.EngagementFilter
    creates = staticmethod(actions.record_engagement)
    updates = staticmethod(actions.update_engagement)

    @extend_schema(request=serializers.EngagementSerializer(many=True))
    @action(detail=False, methods=["post"], verb="add")
    def batch(self, request: Request) -> Reply:
        """Each row is answered for itself: its id, or what is wrong with it. A row sent again (by ``external_id``)
        answers with the id it got before."""
        rows = request.data.get("rows") if isinstance(request.data, dict) else request.data
        if not isinstance(rows, list) or not 1 <= len(rows) <= MOST_ROWS:
            raise exceptions.ValidationError({"rows": [_("Send a list of 1 to %d rows.") % MOST_ROWS]})
        found = [self.one(row) for row in rows]
        return Reply({"results": found, "refused": sum("id" not in row for row in found)})

    def one(self, row: Any) -> dict[str, Any]:
        known = self.known(row)
        if known is not None:
            return {"id": known, "created": False}
        serializer = self.get_serializer(data=row)
        if not serializer.is_valid():
            return {"errors": serializer.errors}
        try:
            with transaction.atomic():
                made = self.make(dict(serializer.validated_data))
                self.require_own(made)
        except ActionRefused as refusal:
            return {"errors": {refusal.field or "detail": [refusal.sentence]}}
        return {"id": made.pk, "created": True}

    def known(self, row: Any) -> int | None:
        key = row.get("external_id") if isinstance(row, dict) else None
        if not isinstance(key, str) or not key or "\x00" in key:
            return None
        return self.rows(EngagementEvent).filter(source="", external_id=key).values_list("pk", flat=True).first()


class WeightViewSet(RecordViewSet):
    model = EngagementWeight
    serializer_class = serializers.WeightSerializer
    filterset_class = filters.WeightFilter


class DataUseViewSet(RecordViewSet):
    model = DataUse
    serializer_class = serializers.DataUseSerializer
    filterset_class = filters.DataUseFilter
    creates = staticmethod(actions.record_use)


class SurveyViewSet(RecordViewSet):
    model = Survey
    serializer_class = serializers.SurveySerializer
    filterset_class = filters.SurveyFilter
    prefetch = ("attributes",)

    def make(self, data: Data) -> models.Model:
        return actions.save_survey(Survey(), data, by=self.request.user)

    def change(self, row: Survey, data: Data, version: int | None) -> models.Model:
        return actions.save_survey(row, data, by=self.request.user, version=version)

    @deed("view", serializers.InviteInput)
    def invite(self, request: Request, pk: str) -> Reply:
        """Ask customers; answers with how many were not waiting to answer already."""
        if not request.user.can("add", Invitation):
            raise exceptions.PermissionDenied
        number = actions.invite(self.get_object(), by=request.user, **self.body(serializers.InviteInput))
        return Reply({"invited": number}, status=status.HTTP_201_CREATED)


class InvitationViewSet(ReadOnly):
    model = Invitation
    serializer_class = serializers.InvitationSerializer
    filterset_class = filters.InvitationFilter


class AnswerViewSet(RecordViewSet):
    model = Answer
    serializer_class = serializers.AnswerSerializer
    filterset_class = filters.AnswerFilter
    prefetch = ("scores",)

    def make(self, data: Data) -> models.Model:
        scores = scores_of(data.pop("scores", None))
        self.own(data)
        return actions.record_answer(Answer(**data), self.request.user, scores)

    def change(self, row: Answer, data: Data, version: int | None) -> models.Model:
        scores = scores_of(data.pop("scores", None))
        for name, value in data.items():
            setattr(row, name, value)
        return actions.update_answer(row, self.request.user, version, scores)


def scores_of(said: list[Data] | None) -> dict[int, int | None] | None:
    return None if said is None else {row["attribute"].pk: row["score"] for row in said}


class FeedbackViewSet(RecordViewSet):
    model = Feedback
    serializer_class = serializers.FeedbackSerializer
    filterset_class = filters.FeedbackFilter
    creates = staticmethod(actions.create_feedback)
    updates = staticmethod(actions.update_feedback)

    @deed("change", serializers.ReplyInput)
    def answer(self, request: Request, pk: str) -> Reply:
        return self.run(actions.answer_feedback, serializers.ReplyInput)

    @deed("change", WhenInput)
    def resolve(self, request: Request, pk: str) -> Reply:
        """What made the customer dissatisfied is settled."""
        return self.run(actions.resolve_feedback, WhenInput)


class AdResultViewSet(RecordViewSet):
    model = AdResult
    serializer_class = serializers.AdResultSerializer
    filterset_class = filters.AdResultFilter
    creates = staticmethod(actions.record_ad_result)
    updates = staticmethod(actions.update_ad_result)
