"""Forms of campaigns, their members, and spend."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.form_base import RecordForm, VerbForm
from accounts.models import Customer, Segment
from accounts.queries import survivor
from crm_project.errors import ActionRefused
from marketing import actions
from marketing.models import Campaign, Member, Response, Spend


class CampaignForm(RecordForm):
    creates = staticmethod(actions.create_campaign)
    updates = staticmethod(actions.update_campaign)

    class Meta:
        model = Campaign
        fields = [
            "name",
            "status",
            "starts_on",
            "ends_on",
            "grace_days",
            "budget",
            "baseline_sales",
            "margin_rate",
            "channel",
            "segment",
            "owner",
            "goal",
        ]


class MemberForm(RecordForm):
    """A member's own days; the campaign and the customer stay what they are."""

    class Meta:
        model = Member
        fields = ["contacted_on", "delivered", "took_part_on", "completed_on"]


class NewMemberForm(RecordForm):
    class Meta:
        model = Member
        fields = ["campaign", "customer", "contacted_on"]

    def clean_customer(self) -> Customer:
        customer = self.cleaned_data["customer"]
        if customer is None:
            raise forms.ValidationError(_("Choose a customer."))
        return customer

    def save_by(self, user: Any, version: int | None = None) -> Member:
        said = self.cleaned_data
        if not actions.add_members(said["campaign"], [said["customer"]], by=user, contacted_on=said["contacted_on"]):
            raise ActionRefused(_now("The campaign is aimed at this customer already."), field="customer")
        return Member.objects.get(campaign=said["campaign"], customer=survivor(said["customer"]))


class AddMembersForm(VerbForm):
    """Whom to aim a campaign at: one customer, or all of a segment or status."""

    customer = forms.ModelChoiceField(Customer.objects.living(), label=_("customer"), required=False)
    segment = forms.ModelChoiceField(Segment.objects.all(), label=_("all of the segment"), required=False)
    status = forms.ChoiceField(
        label=_("all with the status"), choices=[("", "—"), *Customer.Status.choices], required=False
    )
    contacted_on = forms.DateField(label=_("the message went out on"), required=False)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if not any(found.get(name) for name in ("customer", "segment", "status")):
            raise forms.ValidationError(_("Choose a customer, a segment or a status."))
        return found


class RespondForm(VerbForm):
    kind = forms.ChoiceField(label=_("kind"), choices=Response.Kind.choices)
    on = forms.DateField(label=_("on"), required=False, help_text=_("Empty: today."))
    automatic = forms.BooleanField(
        label=_("automatic"), required=False, help_text=_("An out-of-office reply does not count.")
    )


class OnForm(VerbForm):
    on = forms.DateField(label=_("on"), required=False, help_text=_("Empty: today."))


class SpendForm(RecordForm):
    creates = staticmethod(actions.record_spend)
    updates = staticmethod(actions.update_spend)

    class Meta:
        model = Spend
        fields = ["day", "kind", "campaign", "planned", "actual", "is_acquisition", "channel", "segment", "note"]
