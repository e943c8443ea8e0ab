"""The records of service as JSON."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.fields import RecordSerializer, ScopedKey, Strict
from accounts.models import User
from service.models import (
    BusinessCalendar,
    Call,
    Holiday,
    OpeningHours,
    Queue,
    Ticket,
    TicketEvent,
    TicketMessage,
)

AT = {"required": False, "help_text": _("When it happened; now when left out.")}


class OpeningHoursSerializer(RecordSerializer):
    class Meta:
        model = OpeningHours
        exclude = ["calendar"]


class HolidaySerializer(RecordSerializer):
    class Meta:
        model = Holiday
        exclude = ["calendar"]


class BusinessCalendarSerializer(RecordSerializer):
    hours = OpeningHoursSerializer(many=True, required=False, help_text=_("When given, replaces all hours."))
    holidays = HolidaySerializer(many=True, required=False, help_text=_("When given, replaces all holidays."))

    class Meta:
        model = BusinessCalendar
        fields = "__all__"


class QueueSerializer(RecordSerializer):
    class Meta:
        model = Queue
        fields = "__all__"


class TicketSerializer(RecordSerializer):
    class Meta:
        model = Ticket
        fields = "__all__"
        read_only_fields = ["status", "merged_into"]
        fixed = ["number", "opened_at"]


class TicketMessageSerializer(RecordSerializer):
    class Meta:
        model = TicketMessage
        fields = "__all__"


class TicketEventSerializer(RecordSerializer):
    class Meta:
        model = TicketEvent
        fields = "__all__"


class CallSerializer(RecordSerializer):
    class Meta:
        model = Call
        fields = "__all__"


# What actions take


class WhenInput(Strict):
    at = serializers.DateTimeField(**AT)


class AnswerInput(WhenInput):
    body = serializers.CharField(max_length=50_000)


class AssignInput(WhenInput):
    owner = ScopedKey(model=User)
