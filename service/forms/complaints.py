"""Forms of complaints."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.form_base import RecordForm, VerbForm
from accounts.models import Team
from service import actions
from service.models import Complaint


class ComplaintForm(RecordForm):
    creates = staticmethod(actions.create_complaint)
    updates = staticmethod(actions.update_complaint)

    class Meta:
        model = Complaint
        fields = [
            "subject",
            "customer",
            "description",
            "product",
            "category",
            "channel",
            "region",
            "ticket",
            "received_at",
            "is_test",
        ]


class NewComplaintForm(ComplaintForm):
    class Meta(ComplaintForm.Meta):
        fields = [*ComplaintForm.Meta.fields[:-1], "owner"]


class ClassifyForm(VerbForm):
    validity = forms.ChoiceField(label=_("validity"), choices=Complaint.Validity.choices)
    unit = forms.ModelChoiceField(
        Team.objects.all(),
        label=_("responsible unit"),
        required=False,
        help_text=_("Whose fault it is; needed for a valid one."),
    )
    duplicate_of = forms.ModelChoiceField(
        Complaint.objects.filter(duplicate_of__isnull=True),
        label=_("duplicate of"),
        required=False,
        help_text=_("When it tells of a known complaint again."),
    )


class CloseForm(VerbForm):
    outcome = forms.CharField(label=_("outcome"), required=False, widget=forms.Textarea, max_length=5000)
    at = forms.DateTimeField(label=_("when"), required=False, help_text=_("Empty: now."))
