"""Forms of expenses, trainings and market sizes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.form_base import RecordForm, VerbForm
from accounts.models import User
from crm_project.models import MONEY
from sales import actions, queries
from sales.forms.fields import CurrencyField
from sales.models import Expense, MarketSize, Training, TrainingAttendee


class ExpenseForm(RecordForm):
    creates = staticmethod(actions.record_expense)
    updates = staticmethod(actions.update_expense)
    currency = CurrencyField()

    class Meta:
        model = Expense
        fields = [
            "day",
            "kind",
            "cost_center",
            "amount",
            "currency",
            "owner",
            "spread_from",
            "spread_until",
            "campaign",
            "channel",
            "project",
            "is_acquisition",
            "note",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["currency"].offer(queries.currencies(), self.instance.currency)


class ReverseForm(VerbForm):
    amount = forms.DecimalField(
        **MONEY,
        label=_("amount"),
        required=False,
        min_value=0,
        help_text=_("In the currency of the expense. Empty: all of it."),
    )
    day = forms.DateField(label=_("day"), required=False, help_text=_("Empty: today."))
    note = forms.CharField(label=_("note"), max_length=300, required=False)


class TrainingForm(RecordForm):
    class Meta:
        model = Training
        fields = ["name", "completed_on", "effect_days", "cost", "note"]


class AttendeesForm(VerbForm):
    users = forms.ModelMultipleChoiceField(User.objects.active(), label=_("attendees"))


class AttendeeForm(RecordForm):
    creates = staticmethod(actions.record_attendee)

    class Meta:
        model = TrainingAttendee
        fields = ["training", "user"]


class MarketSizeForm(RecordForm):
    creates = staticmethod(actions.record_market_size)
    updates = staticmethod(actions.update_market_size)

    class Meta:
        model = MarketSize
        fields = ["market", "region", "category", "period", "starts_on", "size", "published_by", "estimated_on"]
