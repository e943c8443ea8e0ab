"""Forms of accounts."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import actions
from accounts.form_base import Minutes, RecordForm, VerbForm
from accounts.models import (
    Channel,
    Contact,
    Customer,
    ExchangeRate,
    Interaction,
    Membership,
    Organisation,
    Region,
    Segment,
    Team,
    User,
)


class OrganisationForm(RecordForm):
    class Meta:
        model = Organisation
        fields = [
            "name",
            "home_currency",
            "time_zone",
            "fiscal_year_start",
            "answer_within_seconds",
            "short_abandon_seconds",
            "talk_includes_hold",
            "inactive_after_days",
            "complaint_target_hours",
            "feedback_target_hours",
            "loyalty_repurchase_weight",
            "loyalty_promoter_weight",
            "renewal_grace_days",
        ]


class UserForm(RecordForm):
    """Whoever is added chooses a password by the link they are sent."""

    creates = staticmethod(actions.add_person)
    updates = staticmethod(actions.update_user)

    class Meta:
        model = User
        fields = ["username", "display_name", "role", "email", "phone", "language", "is_active"]


class ProfileForm(RecordForm):
    """What people change about themselves."""

    class Meta:
        model = User
        fields = ["display_name", "phone", "language"]


class TeamForm(RecordForm):
    updates = staticmethod(actions.update_team)

    class Meta:
        model = Team
        fields = ["name", "parent"]


class MembershipForm(RecordForm):
    class Meta:
        model = Membership
        fields = ["user", "team", "since", "until"]


class CustomerForm(RecordForm):
    """Owner and team are set when the customer is made; later the owner is assigned, so that it is dated."""

    creates = staticmethod(actions.create_customer)
    updates = staticmethod(actions.update_customer)
    website = forms.URLField(label=_("website"), required=False, assume_scheme="https")

    class Meta:
        model = Customer
        fields = [
            "name",
            "kind",
            "status",
            "segment",
            "channel",
            "region",
            "email",
            "phone",
            "website",
            "industry",
            "city",
            "country",
            "address",
            "identity_number",
            "since",
            "note",
            "is_test",
            "is_internal",
        ]


class NewCustomerForm(CustomerForm):
    class Meta(CustomerForm.Meta):
        fields = ["name", "kind", "status", "owner", *CustomerForm.Meta.fields[3:]]


class ContactForm(RecordForm):
    class Meta:
        model = Contact
        fields = ["customer", "name", "title", "email", "phone", "is_primary"]


class SegmentForm(RecordForm):
    class Meta:
        model = Segment
        fields = ["name", "position", "inactive_after_days"]


class ChannelForm(RecordForm):
    class Meta:
        model = Channel
        fields = ["name", "position"]


class RegionForm(RecordForm):
    class Meta:
        model = Region
        fields = ["name", "position"]


class ExchangeRateForm(RecordForm):
    class Meta:
        model = ExchangeRate
        fields = ["currency", "day", "rate"]

    def clean_currency(self) -> str:
        return self.cleaned_data["currency"].upper()


class InteractionForm(RecordForm):
    creates = staticmethod(actions.create_interaction)
    updates = staticmethod(actions.update_interaction)
    duration_seconds = Minutes(label=_("duration (minutes)"))
    subject = forms.CharField(
        label=_("subject"), max_length=300, required=False, help_text=_("What it was about, in a few words.")
    )

    class Meta:
        model = Interaction
        fields = [
            "kind",
            "customer",
            "contact",
            "at",
            "direction",
            "duration_seconds",
            "connected",
            "subject",
            "note",
            "follow_up_on",
            "done",
            "cost",
        ]


class TouchForm(InteractionForm):
    """A touch about something whose customer is known."""

    class Meta(InteractionForm.Meta):
        fields = [name for name in InteractionForm.Meta.fields if name != "customer"]


class QuickLineForm(forms.Form):
    line = forms.CharField(max_length=400, label=_("In one line"))


class AssignForm(VerbForm):
    """To whom, and from when on."""

    owner = forms.ModelChoiceField(User.objects.active(), label=_("new owner"))
    at = forms.DateTimeField(
        label=_("from"),
        required=False,
        help_text=_("Empty: from now on. A moment in the past corrects the history."),
    )


class MergeForm(VerbForm):
    """Which customer stays."""

    survivor = forms.ModelChoiceField(
        Customer.objects.living(), label=_("merge into"), help_text=_("The customer that stays.")
    )
