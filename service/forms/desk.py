"""Forms of service: queues and their hours, tickets, calls."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.form_base import RecordForm, VerbForm
from accounts.models import User
from crm_project.row_forms import WithRows, row_set
from service import actions
from service.models import BusinessCalendar, Call, Holiday, OpeningHours, Queue, Ticket


class QueueForm(RecordForm):
    class Meta:
        model = Queue
        fields = ["name", "team", "calendar"]


class HoursForm(VerbForm):
    weekday = forms.TypedChoiceField(choices=OpeningHours.Weekday.choices, coerce=int, label=_("weekday"), initial=1)
    opens = forms.TimeField(label=_("opens"))
    closes = forms.TimeField(label=_("closes"), help_text=_("23:59 stands for the end of the day."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("opens", "closes"):
            self.fields[name].widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if "opens" in said and "closes" in said and said["closes"] <= said["opens"]:
            self.add_error("closes", _("It closes before it opens."))
        return said


class HolidayForm(VerbForm):
    day = forms.DateField(label=_("day"))
    name = forms.CharField(label=_("name"), max_length=120, required=False)


class CalendarForm(WithRows, RecordForm):
    """A calendar, its opening hours and its holidays, saved together."""

    row_kinds = {"hours": row_set(HoursForm, _("opening hours")), "holidays": row_set(HolidayForm, _("holidays"))}

    class Meta:
        model = BusinessCalendar
        fields = ["name"]

    def stored_rows(self, name: str) -> list[dict[str, Any]]:
        if not self.instance.pk:
            return []
        fields = {"hours": ("weekday", "opens", "closes"), "holidays": ("day", "name")}[name]
        return list(
            {"hours": OpeningHours, "holidays": Holiday}[name].objects.filter(calendar=self.instance).values(*fields)
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        holidays = self.rows("holidays")
        days = [row["day"] for row in holidays.said() if "day" in row] if holidays.is_valid() else []
        if len(days) != len(set(days)):
            self.add_error(None, _("A day is a holiday only once."))
        return said

    def save_by(self, user: Any, version: int | None = None) -> BusinessCalendar:
        data = {**self.cleaned_data, **{rows.prefix: rows.said() for rows in self.row_sets if rows.has_changed()}}
        return actions.save_calendar(self.instance, data, by=user, version=version)


class TicketForm(RecordForm):
    """Status and owner are changed by verbs."""

    updates = staticmethod(actions.update_ticket)

    class Meta:
        model = Ticket
        fields = [
            "subject", "customer", "contact", "queue", "priority", "topic", "channel", "beyond_first_level",
            "is_spam", "is_test",
        ]  # fmt: skip


class NewTicketForm(TicketForm):
    body = forms.CharField(
        label=_("what the customer wrote or said"), required=False, widget=forms.Textarea, max_length=50_000
    )

    class Meta(TicketForm.Meta):
        fields = ["subject", "customer", "contact", "queue", "owner", "priority", "topic", "channel"]

    def save_by(self, user: Any, version: int | None = None) -> Ticket:
        return actions.create_ticket(self, user, self.cleaned_data["body"])


class WhenForm(VerbForm):
    at = forms.DateTimeField(label=_("when"), required=False, help_text=_("Empty: now."))


class SayForm(WhenForm):
    body = forms.CharField(
        label=_("text"),
        widget=forms.Textarea,
        max_length=50_000,
        error_messages={"required": _("A message has a text.")},
    )
    field_order = ["body", "at"]


class AssignTicketForm(WhenForm):
    owner = forms.ModelChoiceField(User.objects.active(), label=_("new owner"))
    field_order = ["owner", "at"]


class MergeTicketForm(VerbForm):
    survivor = forms.ModelChoiceField(
        Ticket.objects.filter(merged_into__isnull=True),
        label=_("merge into"),
        help_text=_("The ticket that stays. This one does not count any more."),
    )


class Clocked(forms.CharField):
    """Seconds, typed as 3:20 (minutes and seconds), 1:02:00 or plain seconds."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "max_length": 9, "help_text": _("As 3:20, or in seconds."), **kwargs})

    def clean(self, value: Any) -> int | None:
        said = super().clean(value)
        if not said:
            return None
        if not re.fullmatch(r"\d{1,5}|\d{1,3}:[0-5]\d(:[0-5]\d)?", said, re.ASCII):
            raise forms.ValidationError(_("Write a time as 3:20 (minutes and seconds)."))
        seconds = 0
        for part in said.split(":"):
            seconds = seconds * 60 + int(part)
        return seconds


class CallForm(RecordForm):
    """A stored call is put right by its instants; wait and talk follow from them."""

    updates = staticmethod(actions.update_call)
    hold_seconds = Clocked(label=_("hold"))
    wrap_up_seconds = Clocked(label=_("wrap-up"))

    class Meta:
        model = Call
        fields = [
            "direction",
            "outcome",
            "customer",
            "phone",
            "queue",
            "ticket",
            "entered_at",
            "answered_at",
            "ended_at",
            "hold_seconds",
            "wrap_up_seconds",
            "topic",
            "disposition",
            "outbound_type",
            "priority",
            "transfers",
            "skill",
            "site",
            "trunk",
            "note",
            "is_test",
            "is_internal",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "transfers" in self.fields:
            self.fields["transfers"].required = False
        for name, field in self.fields.items():
            if isinstance(field, Clocked):
                self.initial[name] = clock(self.initial.get(name))

    def clean_transfers(self) -> int:
        """Nothing said leaves what is known: of a new call, none."""
        said = self.cleaned_data["transfers"]
        return self.instance.transfers if said is None else said


class NewCallForm(CallForm):
    """A call that is logged by hand: how long it took is easier to say than when it ended."""

    creates = staticmethod(actions.create_call)
    wait_seconds = Clocked(label=_("wait"))
    talk_seconds = Clocked(label=_("talk"))

    class Meta(CallForm.Meta):
        fields = [
            "direction",
            "outcome",
            "customer",
            "phone",
            "queue",
            "ticket",
            "owner",
            "entered_at",
            "wait_seconds",
            "talk_seconds",
            "hold_seconds",
            "wrap_up_seconds",
            "topic",
            "disposition",
            "outbound_type",
            "priority",
            "note",
        ]


def clock(seconds: int | str | None) -> str:
    """200 is 3:20; what an address fills in may be anything and is shown as it is."""
    if isinstance(seconds, str):
        return seconds
    return "" if seconds is None else f"{seconds // 60}:{seconds % 60:02d}"
