"""Forms of the quality of customer data."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import actions
from accounts.form_base import RecordForm
from accounts.models import Customer, DataRule, ValueCheck
from accounts.queries import today


class DataRuleForm(RecordForm):
    class Meta:
        model = DataRule
        fields = ["field", "kind", "required", "check_kind", "position"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("companies and persons")), *Customer.Kind.choices]  # type: ignore[attr-defined]


class ValueCheckForm(RecordForm):
    creates = staticmethod(actions.record_check)
    valid = forms.TypedChoiceField(
        label=_("found"),
        choices=[("true", _("right")), ("false", _("wrong"))],
        coerce=lambda said: said == "true",
        widget=forms.RadioSelect,
    )

    class Meta:
        model = ValueCheck
        fields = ["customer", "field", "valid", "how", "checked_on", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("checked_on", today())
