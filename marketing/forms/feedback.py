"""Forms of feedback."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.form_base import RecordForm, VerbForm
from marketing import actions
from marketing.models import Feedback


class FeedbackForm(RecordForm):
    creates = staticmethod(actions.create_feedback)
    updates = staticmethod(actions.update_feedback)

    class Meta:
        model = Feedback
        fields = ["kind", "origin", "customer", "text", "topic", "dissatisfied", "received_at", "channel", "is_test"]


class NewFeedbackForm(FeedbackForm):
    class Meta(FeedbackForm.Meta):
        fields = [*FeedbackForm.Meta.fields[:-1], "owner"]
        help_texts = {"owner": _("Empty: the customer's owner.")}


class AtForm(VerbForm):
    at = forms.DateTimeField(label=_("when"), required=False, help_text=_("Empty: now."))


class ReplyForm(AtForm):
    reply = forms.CharField(label=_("our answer"), required=False, widget=forms.Textarea, max_length=5000)
    field_order = ["reply", "at"]
