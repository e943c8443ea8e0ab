"""Forms of milestones, of credit for deals, of points."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.form_base import RecordForm, VerbForm
from accounts.models import User
from crm_project.row_forms import WithRows, row_set
from sales import actions
from sales.forms.deals import WhenForm
from sales.forms.fields import HUNDRED, Percent, show_percent
from sales.models import ChurnReason, Competitor, Deal, LoyaltyBooking, LoyaltyProgramme, Milestone


class CompetitorForm(RecordForm):
    class Meta:
        model = Competitor
        fields = ["name", "position"]


class ChurnReasonForm(RecordForm):
    class Meta:
        model = ChurnReason
        fields = ["name", "position"]


class MilestoneForm(RecordForm):
    step = Percent(
        label=_("changes the success probability by (points)"),
        min_value=-100,
        help_text=_("10 takes a lead from 20 % to 30 %; a negative number makes success less likely."),
    )

    class Meta:
        model = Milestone
        fields = ["name", "step", "position"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        show_percent(self, "step")


class ReachForm(WhenForm):
    milestone = forms.ModelChoiceField(Milestone.objects.all(), label=_("milestone"), empty_label=None)
    field_order = ["milestone", "at"]


class ShareForm(VerbForm):
    """A row of a split: who, and how much of it."""

    user = forms.ModelChoiceField(User.objects.all(), label=_("person"), required=False)
    share = Percent(label=_("share (%)"), required=False)

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if bool(said.get("user")) != bool(said.get("share")) and not self.errors:
            raise forms.ValidationError(_("A row names a person and a share."))
        return said


class CreditForm(WithRows, RecordForm):
    """The people a deal is to the credit of. Without a row it is its owner's alone."""

    row_kinds = {"shares": row_set(ShareForm, _("shares"))}

    class Meta:
        model = Deal
        fields: list[str] = []

    def stored_rows(self, name: str) -> list[dict[str, Any]]:
        credits = self.instance.credits.all() if self.instance.pk else []
        return [{"user": one.user_id, "share": f"{(one.share * HUNDRED).normalize():f}"} for one in credits]

    def save_by(self, user: Any, version: int | None = None) -> Deal:
        shares: dict[User, Decimal] = {}
        for row in self.said("shares"):
            if row.get("user"):
                shares[row["user"]] = shares.get(row["user"], Decimal(0)) + row["share"]
        return actions.split_credit(self.instance, shares, by=user, version=version)


class ProgrammeForm(RecordForm):
    updates = staticmethod(actions.change_programme)

    class Meta:
        model = LoyaltyProgramme
        fields = ["active", "points_per_unit", "expires_after_days"]


class RedeemForm(RecordForm):
    points = forms.IntegerField(label=_("points"), min_value=1, max_value=10**9)

    class Meta:
        model = LoyaltyBooking
        fields = ["customer", "note"]

    field_order = ["customer", "points", "note"]

    def save_by(self, user: Any, version: int | None = None) -> LoyaltyBooking:
        said = self.cleaned_data
        return actions.redeem_points(said["customer"], said["points"], by=user, note=said["note"])
