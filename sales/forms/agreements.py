"""Forms of contracts, documents on file, lost customers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.form_base import RecordForm, VerbForm
from crm_project.models import MONEY
from sales import actions
from sales.models import Contract, ContractDocument, Departure


class ContractForm(RecordForm):
    creates = staticmethod(actions.create_contract)
    updates = staticmethod(actions.update_contract)

    class Meta:
        model = Contract
        fields = [
            "customer",
            "number",
            "starts_on",
            "ends_on",
            "annual_value",
            "product",
            "category",
            "deal",
            "status",
            "owner",
            "note",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """It is terminated with its own button."""
        super().__init__(*args, **kwargs)
        self.fields["number"].required = bool(self.instance.pk)
        if not self.instance.pk:
            self.fields["number"].help_text = _("Empty: the next number is given.")
        status = self.fields.get("status")
        if isinstance(status, forms.TypedChoiceField) and self.instance.status != Contract.Status.TERMINATED:
            status.choices = [one for one in Contract.Status.choices if one[0] != Contract.Status.TERMINATED]


class OnForm(VerbForm):
    on = forms.DateField(label=_("on"), required=False, help_text=_("Empty: today."))


class RenewForm(OnForm):
    ends_on = forms.DateField(label=_("new last day"))
    starts_on = forms.DateField(
        label=_("new first day"), required=False, help_text=_("Empty: the day after the old one ends.")
    )
    annual_value = forms.DecimalField(
        **MONEY, label=_("annual value (home currency)"), required=False, min_value=0, help_text=_("Empty: as before.")
    )
    number = forms.CharField(
        label=_("contract number"), max_length=60, required=False, help_text=_("Empty: the next number is given.")
    )
    field_order = ["ends_on", "starts_on", "annual_value", "number", "on"]


class DocumentForm(RecordForm):
    creates = staticmethod(actions.file_document)
    updates = staticmethod(actions.update_document)

    class Meta:
        model = ContractDocument
        fields = ["name", "kind", "contract", "customer", "place", "filed_on", "owner", "note"]


class DepartureForm(RecordForm):
    creates = staticmethod(actions.record_departure)
    updates = staticmethod(actions.update_departure)

    class Meta:
        model = Departure
        fields = ["customer", "left_on", "kind", "reason", "competitor", "contract", "owner", "note"]
