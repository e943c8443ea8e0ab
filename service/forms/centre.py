"""Forms of the call centre: agents' states, scorecards, reviews of calls."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.form_base import RecordForm, VerbForm
from crm_project.row_forms import WithRows, row_set
from service import actions
from service.models import AgentState, CallReview, Criterion, Scorecard


class AgentStateForm(RecordForm):
    creates = staticmethod(actions.record_state)
    updates = staticmethod(actions.update_state)

    class Meta:
        model = AgentState
        fields = ["owner", "state", "started_at", "ended_at", "queue", "paid"]


class CriterionForm(VerbForm):
    name = forms.CharField(label=_("name"), max_length=80)
    weight = forms.DecimalField(
        label=_("weight"), min_value=Decimal("0.0001"), max_value=999, max_digits=7, decimal_places=4
    )


class ScorecardForm(WithRows, RecordForm):
    """A scorecard and its criteria, saved together."""

    row_kinds = {"criteria": row_set(CriterionForm, _("criteria"))}

    class Meta:
        model = Scorecard
        fields = ["name", "is_active"]

    def stored_rows(self, name: str) -> list[dict[str, Any]]:
        if not self.instance.pk:
            return [{"name": each, "weight": weight} for each, weight in actions.USUAL] if not self.is_bound else []
        return [{"name": one.name, "weight": one.weight.normalize()} for one in self.instance.criteria.all()]

    def save_by(self, user: Any, version: int | None = None) -> Scorecard:
        data = {**self.cleaned_data, "criteria": self.said("criteria")}
        return actions.save_scorecard(self.instance, data, by=user, version=version)


class ReviewForm(RecordForm):
    """A review with one field for each criterion of its scorecard; what is left empty did not apply."""

    class Meta:
        model = CallReview
        fields = ["call", "scorecard", "fatal", "note"]
        widgets = {"scorecard": forms.HiddenInput}

    def __init__(self, data: Any = None, files: Any = None, **kwargs: Any) -> None:
        super().__init__(data, files, **kwargs)
        self.fields["scorecard"].required = False
        self.card = self._card(data)
        if self.instance.pk:
            del self.fields["call"], self.fields["scorecard"]
        else:
            self.initial["scorecard"] = self.card.pk if self.card else None
        stored = {one.criterion_id: one.score for one in self.instance.scores.all()} if self.instance.pk else {}
        self.criteria = {f"criterion_{one.pk}": one for one in self.card.criteria.all()} if self.card else {}
        for name, one in self.criteria.items():
            self.fields[name] = forms.DecimalField(
                label=one.name,
                help_text=_("Weighs %(weight)s. 0 to 100; empty: did not apply.") % {"weight": one.weight.normalize()},
                min_value=0,
                max_value=100,
                max_digits=6,
                decimal_places=2,
                required=False,
            )
            if stored.get(one.pk) is not None:
                self.initial[name] = f"{stored[one.pk].normalize():f}"
        self.order_fields([*(name for name in ("call", "scorecard") if name in self.fields), *self.criteria])

    def _card(self, data: Any) -> Scorecard | None:
        if self.instance.pk:
            return self.instance.scorecard
        asked = str((data or {}).get("scorecard") or self.initial.get("scorecard") or "")
        cards = Scorecard.objects.active()
        chosen = cards.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 18 else None
        return chosen or cards.first()

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if self.card is None:
            raise forms.ValidationError(_("Make a scorecard first: it says what calls are judged by."))
        if not self.instance.pk:
            said["scorecard"] = self.card
        return said

    def save_by(self, user: Any, version: int | None = None) -> CallReview:
        scores: dict[Criterion, Any] = {one: self.cleaned_data.get(name) for name, one in self.criteria.items()}
        if self.instance.pk:
            return actions.update_review(self, user, version, scores)
        return actions.review_call(self, user, scores)
