"""Agents' time, reviews of calls, field jobs and incidents over HTTP."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import Data, RecordViewSet, deed
from accounts.api.fields import RecordSerializer, ScopedKey
from accounts.api.serializers import WhenInput
from accounts.models import User
from service import actions, filters
from service.models import AgentState, CallReview, Criterion, CriterionScore, FieldJob, ProcessIncident, Scorecard


class AgentStateSerializer(RecordSerializer):
    class Meta:
        model = AgentState
        fields = "__all__"


class CriterionSerializer(RecordSerializer):
    class Meta:
        model = Criterion
        fields = ["id", "name", "weight"]


class ScorecardSerializer(RecordSerializer):
    criteria = CriterionSerializer(many=True, required=False, help_text=_("When given, replaces all criteria."))

    class Meta:
        model = Scorecard
        fields = "__all__"


class CriterionScoreSerializer(RecordSerializer):
    criterion = ScopedKey(model=Criterion)

    class Meta:
        model = CriterionScore
        fields = ["criterion", "score"]


class CallReviewSerializer(RecordSerializer):
    scores = CriterionScoreSerializer(many=True, required=False, help_text=_("When given, replaces all scores."))

    class Meta:
        model = CallReview
        fields = "__all__"
        fixed = ["call", "scorecard"]


class FieldJobSerializer(RecordSerializer):
    class Meta:
        model = FieldJob
        fields = "__all__"
        fixed = ["number"]
        extra_kwargs = {"number": {"required": False}}


class ProcessIncidentSerializer(RecordSerializer):
    class Meta:
        model = ProcessIncident
        fields = "__all__"


class DispatchInput(WhenInput):
    owner = ScopedKey(model=User, required=False, help_text=_("The technician; default: who has the job already."))
    anyway = serializers.BooleanField(default=False, help_text=_("Although a more important job waits."))


class AgentStateViewSet(RecordViewSet):
    model = AgentState
    serializer_class = AgentStateSerializer
    filterset_class = filters.AgentStateFilter
    creates = staticmethod(actions.record_state)
    updates = staticmethod(actions.update_state)

    @deed("change", WhenInput)
    def end(self, request: Request, pk: str) -> Response:
        """The state is over."""
        return self.run(actions.end_state, WhenInput)


class ScorecardViewSet(RecordViewSet):
    model = Scorecard
    serializer_class = ScorecardSerializer
    filterset_class = filters.ScorecardFilter
    prefetch = ("criteria",)

    def make(self, data: Data) -> models.Model:
        return actions.save_scorecard(Scorecard(), data, by=self.request.user)

    def change(self, row: Scorecard, data: Data, version: int | None) -> models.Model:
        return actions.save_scorecard(row, data, by=self.request.user, version=version)


def scores_of(data: Data) -> dict[Criterion, Any] | None:
    said = data.pop("scores", None)
    return None if said is None else {one["criterion"]: one.get("score") for one in said}


class CallReviewViewSet(RecordViewSet):
    model = CallReview
    serializer_class = CallReviewSerializer
    filterset_class = filters.CallReviewFilter
    prefetch = ("scores",)

    def make(self, data: Data) -> models.Model:
        scores = scores_of(data) or {}
        return actions.review_call(CallReview(**data), self.request.user, scores)

    def change(self, row: CallReview, data: Data, version: int | None) -> models.Model:
        scores = scores_of(data)
        for name, value in data.items():
            setattr(row, name, value)
        return actions.update_review(row, self.request.user, version, scores)


class FieldJobViewSet(RecordViewSet):
    model = FieldJob
    serializer_class = FieldJobSerializer
    filterset_class = filters.FieldJobFilter
    creates = staticmethod(actions.open_job)
    updates = staticmethod(actions.update_job)

    def own(self, data: Data) -> None:
        """A job waits for whoever will go; opening it makes it nobody's."""

    @deed("assign", DispatchInput)
    def dispatch_job(self, request: Request, pk: str) -> Response:
        """Send a technician; refused while a more important job of the territory waits."""
        return self.run(actions.dispatch_job, DispatchInput)

    @deed("change", WhenInput)
    def finish(self, request: Request, pk: str) -> Response:
        return self.run(actions.finish_job, WhenInput)

    @deed("change", WhenInput)
    def cancel(self, request: Request, pk: str) -> Response:
        return self.run(actions.cancel_job, WhenInput)


class ProcessIncidentViewSet(RecordViewSet):
    model = ProcessIncident
    serializer_class = ProcessIncidentSerializer
    filterset_class = filters.ProcessIncidentFilter
    creates = staticmethod(actions.report_incident)
    updates = staticmethod(actions.update_incident)
