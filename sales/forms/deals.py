"""Forms of deals and of the steps they take."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.form_base import RecordForm, VerbForm
from accounts.models import User
from sales import actions, queries
from sales.forms.fields import CurrencyField, Percent, show_percent
from sales.models import Competitor, Deal, LossReason, Stage
from sales.models.deals import Outcome


class DealForm(RecordForm):
    """Stage, owner and outcome are changed by verbs, so that every step is dated."""

    creates = staticmethod(actions.create_deal)
    updates = staticmethod(actions.update_deal)
    currency = CurrencyField()
    probability = Percent(
        label=_("win probability (%)"), required=False, help_text=_("Moving to another stage sets the stage's own.")
    )

    class Meta:
        model = Deal
        fields = [
            "name",
            "customer",
            "contact",
            "amount",
            "currency",
            "probability",
            "expected_close",
            "category",
            "product",
            "campaign",
            "loss_reason",
            "competitor",
            "note",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        show_percent(self)
        self.fields["currency"].offer(queries.currencies(), self.instance.currency)
        if self.instance.is_closed:
            self.fields.pop("probability", None)
        if self.instance.outcome != Outcome.LOST:
            self.fields.pop("loss_reason", None)
            self.fields.pop("competitor", None)
        elif "loss_reason" in self.fields:
            self.fields["loss_reason"].required = True

    def clean_probability(self) -> Any:
        said = self.cleaned_data["probability"]
        return self.instance.probability if said is None else said


class NewDealForm(DealForm):
    probability = Percent(label=_("win probability (%)"), required=False, help_text=_("Empty: that of the stage."))
    stage = forms.ModelChoiceField(Stage.objects.filter(outcome=Outcome.OPEN), label=_("stage"), empty_label=None)

    class Meta(DealForm.Meta):
        fields = [
            "name",
            "customer",
            "contact",
            "owner",
            "stage",
            "probability",
            "amount",
            "currency",
            "opened_at",
            "expected_close",
            "category",
            "product",
            "lead",
            "campaign",
            "note",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["probability"] = None


class WhenForm(VerbForm):
    """When it happened; left empty, it is happening now."""

    at = forms.DateTimeField(label=_("when"), required=False, help_text=_("Empty: now."))


class MoveForm(WhenForm):
    stage = forms.ModelChoiceField(Stage.objects.exclude(outcome=Outcome.LOST), label=_("stage"), empty_label=None)
    field_order = ["stage", "at"]


class LoseForm(WhenForm):
    reason = forms.ModelChoiceField(
        LossReason.objects.all(),
        label=_("reason"),
        empty_label=_("Choose why"),
        error_messages={"required": _("Say why it was lost: a reason is needed.")},
    )
    competitor = forms.ModelChoiceField(
        Competitor.objects.all(),
        label=_("lost to"),
        required=False,
        help_text=_("The competitor who won it, if you know."),
    )
    field_order = ["reason", "competitor", "at"]


class ReopenForm(WhenForm):
    stage = forms.ModelChoiceField(
        Stage.objects.filter(outcome=Outcome.OPEN),
        label=_("stage"),
        required=False,
        empty_label=_("The one it was in last"),
    )
    field_order = ["stage", "at"]


class AssignDealForm(WhenForm):
    owner = forms.ModelChoiceField(User.objects.active(), label=_("new owner"))
    field_order = ["owner", "at"]
