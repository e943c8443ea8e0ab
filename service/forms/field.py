"""Forms of field jobs and process incidents."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.form_base import RecordForm
from accounts.models import User
from service import actions
from service.forms.desk import WhenForm
from service.models import FieldJob, ProcessIncident


class FieldJobForm(RecordForm):
    creates = staticmethod(actions.open_job)
    updates = staticmethod(actions.update_job)

    class Meta:
        model = FieldJob
        fields = [
            "subject",
            "job_type",
            "customer",
            "ticket",
            "territory",
            "urgency",
            "value_tier",
            "given_score",
            "created_at",
            "note",
        ]


class NewFieldJobForm(FieldJobForm):
    class Meta(FieldJobForm.Meta):
        fields = [*FieldJobForm.Meta.fields, "owner"]


class DispatchForm(WhenForm):
    owner = forms.ModelChoiceField(
        User.objects.active(), label=_("technician"), required=False, help_text=_("Empty: who has the job already.")
    )
    anyway = forms.BooleanField(label=_("send it although a more important job waits"), required=False)
    field_order = ["owner", "at", "anyway"]


class ProcessIncidentForm(RecordForm):
    creates = staticmethod(actions.report_incident)
    updates = staticmethod(actions.update_incident)

    class Meta:
        model = ProcessIncident
        fields = ["occurred_on", "process", "department", "severity", "description", "action_taken"]
