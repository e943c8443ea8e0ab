"""Goals, score cards and customers' scores over HTTP."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import Data, ReadOnly, RecordViewSet, children, deed
from accounts.api.fields import RecordSerializer, Strict
from analytics import actions, filters
from analytics.forms_goals import kpi_choices
from analytics.models import CustomerScore, Goal, GoalReading, GoalReview, Scorecard, ScorecardLine


def known_kpi(code: str) -> None:
    """A code that figures can be asked of; the score card itself is not one."""
    if code not in dict(kpi_choices()):
        raise serializers.ValidationError(_("There is no KPI “%s”.") % code[:60])


class GoalSerializer(RecordSerializer):
    kpi = serializers.CharField(
        max_length=60,
        required=False,
        allow_blank=True,
        validators=[known_kpi],
        help_text=gettext_lazy("A KPI's code; empty: something that is counted by hand."),
    )

    class Meta:
        model = Goal
        fields = "__all__"


class GoalReadingSerializer(RecordSerializer):
    class Meta:
        model = GoalReading
        fields = ["on", "value", "missing"]


class GoalReviewSerializer(RecordSerializer):
    class Meta:
        model = GoalReview
        fields = ["on", "by", "value", "note", "recorded_at"]


class ReviewInput(Strict):
    on = serializers.DateField(required=False, help_text=gettext_lazy("A local day; default: today."))
    value = serializers.DecimalField(
        max_digits=30,
        decimal_places=10,
        required=False,
        allow_null=True,
        help_text=gettext_lazy("How far it is, for goals counted by hand."),
    )
    note = serializers.CharField(required=False, allow_blank=True, max_length=5000)


class DropInput(Strict):
    note = serializers.CharField(required=False, allow_blank=True, max_length=500)


class ScorecardLineSerializer(RecordSerializer):
    kpi = serializers.CharField(max_length=60, validators=[known_kpi])

    class Meta:
        model = ScorecardLine
        fields = ["kpi", "weight"]


class KpiScorecardSerializer(RecordSerializer):
    lines = ScorecardLineSerializer(
        many=True, required=False, help_text=gettext_lazy("When given, replaces all lines.")
    )

    class Meta:
        model = Scorecard
        fields = "__all__"

    def validate_lines(self, lines: list[Data]) -> list[Data]:
        if len({line["kpi"] for line in lines}) < len(lines):
            raise serializers.ValidationError(_("A KPI is on a card only once."))
        return lines


class ScoreSerializer(RecordSerializer):
    class Meta:
        model = CustomerScore
        fields = "__all__"


class GoalViewSet(RecordViewSet):
    """Goals; the baseline of a KPI is read and frozen when a goal is made, and what it came to is written at night."""

    model = Goal
    serializer_class = GoalSerializer
    filterset_class = filters.GoalFilter
    creates = staticmethod(actions.set_goal)
    updates = staticmethod(actions.change_goal)

    def own(self, data: Data) -> None:
        """A goal without a person or a team is the company's, not the writer's."""

    @deed("change", ReviewInput)
    def review(self, request: Request, pk: str) -> Response:
        """Say how it stands; answers with the goal."""
        return self.then(actions.review_goal, ReviewInput)

    @deed("change", DropInput)
    def drop(self, request: Request, pk: str) -> Response:
        """Give it up."""
        return self.then(actions.drop_goal, DropInput)

    def then(self, act: Any, body: Any) -> Response:
        goal, said = self.get_object(), self.body(body)
        act(goal, by=self.request.user, **said)
        return self.show(goal)

    @children(GoalReadingSerializer)
    def readings(self, request: Request, pk: str) -> Response:
        """What it was, day by day."""
        return self.page(self.rows(GoalReading).filter(goal=self.get_object()), GoalReadingSerializer)

    @children(GoalReviewSerializer)
    def reviews(self, request: Request, pk: str) -> Response:
        """What was said about it."""
        return self.page(self.rows(GoalReview).filter(goal=self.get_object()), GoalReviewSerializer)


class KpiScorecardViewSet(RecordViewSet):
    """Weighted KPIs people, teams or the company are judged by."""

    model = Scorecard
    serializer_class = KpiScorecardSerializer
    filterset_class = filters.ScorecardFilter
    prefetch = ("lines",)

    def make(self, data: Data) -> models.Model:
        return actions.save_card(Scorecard(), data, by=self.request.user)

    def change(self, row: Scorecard, data: Data, version: int | None) -> models.Model:
        return actions.save_card(row, data, by=self.request.user, version=version)


class ScoreViewSet(ReadOnly):
    """What customers looked like at the end of a day: RFM and value. Written by the nightly scoring."""

    model = CustomerScore
    serializer_class = ScoreSerializer
    filterset_class = filters.ScoreFilter
