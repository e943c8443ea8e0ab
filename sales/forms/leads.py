"""Forms of leads and of what is done with them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.form_base import RecordForm, VerbForm
from accounts.models import Customer, User
from crm_project.models import MONEY
from sales import actions, queries
from sales.forms.fields import CurrencyField, Percent, show_percent
from sales.models import Lead, Stage

ENDED = (Lead.Status.CONVERTED, Lead.Status.DISQUALIFIED)


class LeadForm(RecordForm):
    """Converting and putting aside have buttons of their own, so the form does not offer them."""

    creates = staticmethod(actions.create_lead)
    updates = staticmethod(actions.update_lead)

    probability = Percent(
        label=_("success probability (%)"), required=False, help_text=_("Milestones move it from there.")
    )

    class Meta:
        model = Lead
        fields = [
            "name",
            "company",
            "email",
            "phone",
            "status",
            "received_at",
            "category",
            "expected_amount",
            "probability",
            "channel",
            "campaign",
            "customer",
            "note",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        show_percent(self)
        if self.instance.status in ENDED:
            del self.fields["status"]
        else:
            self.fields["status"].choices = [(key, label) for key, label in Lead.Status.choices if key not in ENDED]

    def clean_probability(self) -> Any:
        said = self.cleaned_data["probability"]
        return self.instance.probability if said is None else said


class NewLeadForm(LeadForm):
    class Meta(LeadForm.Meta):
        fields = [*LeadForm.Meta.fields[:5], "owner", *LeadForm.Meta.fields[5:]]


class ConvertForm(VerbForm):
    """What the deal starts with. Without a customer one is made of the lead."""

    name = forms.CharField(label=_("name of the deal"), max_length=200)
    customer = forms.ModelChoiceField(
        Customer.objects.living(),
        label=_("customer"),
        required=False,
        help_text=_("Leave it empty to make a new customer of this lead."),
    )
    amount = forms.DecimalField(**MONEY, label=_("amount"), min_value=0)
    currency = CurrencyField()
    stage = forms.ModelChoiceField(Stage.objects.filter(outcome="open"), label=_("stage"), empty_label=None)
    expected_close = forms.DateField(label=_("expected to close"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["currency"].offer(queries.currencies())


class DisqualifyForm(VerbForm):
    reason = forms.ChoiceField(
        choices=Lead.Disqualified.choices,
        label=_("why"),
        help_text=_("Spam, tests and duplicates are left out of every figure."),
    )


class OwnerForm(VerbForm):
    owner = forms.ModelChoiceField(User.objects.active(), label=_("new owner"))
