"""The records of service over HTTP."""

from __future__ import annotations

from django.db import models
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import Data, RecordViewSet, children, deed
from accounts.api.serializers import AssignInput, WhenInput
from service import actions, filters
from service.api import serializers
from service.models import (
    BusinessCalendar,
    Call,
    Complaint,
    ComplaintEvent,
    Queue,
    Ticket,
    TicketEvent,
    TicketMessage,
)


class BusinessCalendarViewSet(RecordViewSet):
    model = BusinessCalendar
    serializer_class = serializers.BusinessCalendarSerializer
    filterset_class = filters.BusinessCalendarFilter
    prefetch = ("hours", "holidays")

    def make(self, data: Data) -> models.Model:
        return actions.save_calendar(BusinessCalendar(), data, by=self.request.user)

    def change(self, row: BusinessCalendar, data: Data, version: int | None) -> models.Model:
        return actions.save_calendar(row, data, by=self.request.user, version=version)


class QueueViewSet(RecordViewSet):
    model = Queue
    serializer_class = serializers.QueueSerializer
    filterset_class = filters.QueueFilter


class TicketViewSet(RecordViewSet):
    model = Ticket
    serializer_class = serializers.TicketSerializer
    filterset_class = filters.TicketFilter
    updates = staticmethod(actions.update_ticket)

    def make(self, data: Data) -> models.Model:
        return actions.open_ticket(by=self.request.user, **data)

    @deed("change", serializers.AnswerInput)
    def answer(self, request: Request, pk: str) -> Response:
        return self.run(actions.answer_ticket, serializers.AnswerInput)

    @deed("change", WhenInput)
    def resolve(self, request: Request, pk: str) -> Response:
        return self.run(actions.resolve_ticket, WhenInput)

    @deed("change", WhenInput)
    def reopen(self, request: Request, pk: str) -> Response:
        return self.run(actions.reopen_ticket, WhenInput)

    @deed("assign", AssignInput)
    def assign(self, request: Request, pk: str) -> Response:
        return self.run(actions.assign_ticket, AssignInput)

    @children(serializers.TicketMessageSerializer)
    def messages(self, request: Request, pk: str) -> Response:
        """The conversation, the latest message first."""
        rows = self.rows(TicketMessage).filter(ticket=self.get_object()).order_by("-at", "-id")
        return self.page(rows, serializers.TicketMessageSerializer)

    @deed("change")
    def wait(self, request: Request, pk: str) -> Response:
        """It is the customer's turn."""
        return self.show(actions.wait_for_customer(self.get_object(), by=request.user))

    @deed("change", serializers.MessageInput)
    def receive(self, request: Request, pk: str) -> Response:
        """Put down what the customer wrote, or a note of our own."""
        ticket, data = self.get_object(), self.body(serializers.MessageInput)
        act = actions.receive_message if data.pop("direction") == "in" else actions.note_on_ticket
        act(ticket, by=request.user, **data)
        return self.show(ticket)

    @children(serializers.TicketEventSerializer)
    def events(self, request: Request, pk: str) -> Response:
        """When it was resolved, reopened and handed over, the latest first."""
        rows = self.rows(TicketEvent).filter(ticket=self.get_object()).order_by("-at", "-id")
        return self.page(rows, serializers.TicketEventSerializer)


class CallViewSet(RecordViewSet):
    model = Call
    serializer_class = serializers.CallSerializer
    filterset_class = filters.CallFilter
    updates = staticmethod(actions.update_call)

    def make(self, data: Data) -> models.Model:
        self.own(data)
        return actions.log_call(by=self.request.user, **data)


class ComplaintViewSet(RecordViewSet):
    model = Complaint
    serializer_class = serializers.ComplaintSerializer
    filterset_class = filters.ComplaintFilter
    creates = staticmethod(actions.create_complaint)
    updates = staticmethod(actions.update_complaint)

    @deed("change", serializers.ClassifyInput)
    def classify(self, request: Request, pk: str) -> Response:
        """Judge whether a fault of ours is to blame, whose it is, and whether it is a duplicate."""
        return self.run(actions.classify_complaint, serializers.ClassifyInput)

    @deed("change", serializers.CloseInput)
    def close(self, request: Request, pk: str) -> Response:
        return self.run(actions.close_complaint, serializers.CloseInput)

    @deed("change", WhenInput)
    def reopen(self, request: Request, pk: str) -> Response:
        return self.run(actions.reopen_complaint, WhenInput)

    @children(serializers.ComplaintEventSerializer)
    def events(self, request: Request, pk: str) -> Response:
        """When it was judged, closed and reopened, the latest first."""
        rows = self.rows(ComplaintEvent).filter(complaint=self.get_object()).order_by("-at", "-id")
        return self.page(rows, serializers.ComplaintEventSerializer)
