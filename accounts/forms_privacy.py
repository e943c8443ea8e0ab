"""Forms about personal data."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import actions
from accounts.form_base import RecordForm, VerbForm
from accounts.models import Consent, RetentionRule


class ConsentForm(RecordForm):
    creates = staticmethod(actions.record_consent)
    given = forms.TypedChoiceField(
        label=_("The customer"),
        choices=[("true", _("consented")), ("false", _("withdrew"))],
        coerce=lambda said: said == "true",
        widget=forms.RadioSelect,
        initial="true",
    )

    class Meta:
        model = Consent
        fields = ["customer", "purpose", "given", "at", "how", "wording"]
        help_texts = {"wording": _("The text they were shown or read, word by word.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["at"] = timezone.now()
        self.initial["given"] = "true"


class RetentionRuleForm(RecordForm):
    class Meta:
        model = RetentionRule
        fields = ["kind", "days", "is_on"]


class EraseForm(VerbForm):
    sure = forms.BooleanField(label=_("I have checked that this is the right person. This cannot be undone."))
