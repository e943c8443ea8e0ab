"""Expenses, trainings and market sizes over HTTP."""

from __future__ import annotations

from django.db import models
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import Data, RecordViewSet, deed
from sales import actions, filters
from sales.api import serializers
from sales.models import Expense, MarketSize, Training, TrainingAttendee


class ExpenseViewSet(RecordViewSet):
    """Approved expenses are not edited: they are taken back."""

    model = Expense
    serializer_class = serializers.ExpenseSerializer
    filterset_class = filters.ExpenseFilter
    creates = staticmethod(actions.record_expense)
    updates = staticmethod(actions.update_expense)

    @deed("assign")
    def approve(self, request: Request, pk: str) -> Response:
        return self.show(actions.approve_expense(self.get_object(), by=request.user))

    @deed("assign")
    def reject(self, request: Request, pk: str) -> Response:
        return self.show(actions.reject_expense(self.get_object(), by=request.user))

    @deed("change", serializers.ReverseInput)
    def reverse(self, request: Request, pk: str) -> Response:
        """Take an approved expense back; answers with the negative one."""
        return self.run(actions.reverse_expense, serializers.ReverseInput)


class TrainingViewSet(RecordViewSet):
    model = Training
    serializer_class = serializers.TrainingSerializer
    filterset_class = filters.TrainingFilter


class AttendeeViewSet(RecordViewSet):
    model = TrainingAttendee
    serializer_class = serializers.AttendeeSerializer
    filterset_class = filters.AttendeeFilter

    def make(self, data: Data) -> models.Model:
        return actions.record_attendee(TrainingAttendee(**data), by=self.request.user)


class MarketSizeViewSet(RecordViewSet):
    model = MarketSize
    serializer_class = serializers.MarketSizeSerializer
    filterset_class = filters.MarketSizeFilter
    creates = staticmethod(actions.record_market_size)
    updates = staticmethod(actions.update_market_size)
