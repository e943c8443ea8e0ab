"""The records of service as JSON."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.fields import RecordSerializer, ScopedKey, Strict
from accounts.api.serializers import WhenInput
from accounts.models import Team
from service.models import (
    BusinessCalendar,
    Call,
    Complaint,
    ComplaintEvent,
    Holiday,
    OpeningHours,
    Queue,
    Ticket,
    TicketEvent,
    TicketMessage,
)


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
    body = serializers.CharField(
        write_only=True, required=False, max_length=50_000, help_text=_("The customer's first message.")
    )

    class Meta:
        model = Ticket
        fields = "__all__"
        read_only_fields = ["status", "merged_into"]
        fixed = ["number", "opened_at", "owner", "body"]
        extra_kwargs = {"number": {"required": False}}


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
        extra_kwargs = {"direction": {"required": True}}


class ComplaintSerializer(RecordSerializer):
    class Meta:
        model = Complaint
        fields = "__all__"
        fixed = ["number", "owner"]
        extra_kwargs = {"number": {"required": False}}


class ComplaintEventSerializer(RecordSerializer):
    class Meta:
        model = ComplaintEvent
        fields = "__all__"


# What actions take


class ClassifyInput(Strict):
    validity = serializers.ChoiceField(choices=Complaint.Validity.choices)
    unit = ScopedKey(model=Team, required=False, allow_null=True, help_text=_("Whose fault it is."))
    duplicate_of = ScopedKey(model=Complaint, required=False, allow_null=True)


class CloseInput(WhenInput):
    outcome = serializers.CharField(required=False, allow_blank=True, max_length=5000)


class AnswerInput(WhenInput):
    body = serializers.CharField(max_length=50_000)


class MessageInput(AnswerInput):
    direction = serializers.ChoiceField(
        choices=[("in", _("from the customer")), ("note", _("internal note"))],
        help_text=_("What we send is an answer: POST it to answer/."),
    )
