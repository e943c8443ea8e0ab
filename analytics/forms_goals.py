"""Forms of goals and score cards."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.form_base import RecordForm, VerbForm
from analytics import actions
from analytics.forms import AmountField
from analytics.kpis import KPIS
from analytics.models import Goal, Scorecard, ScorecardLine
from crm_project.row_forms import WithRows, row_set


def kpi_choices(empty: Any = None) -> list[tuple[str, Any]]:
    named = [(kpi.code, kpi.label) for kpi in KPIS.values() if kpi.code != "kpi_scorecard"]
    return [("", empty), *named] if empty else named


class GoalForm(RecordForm):
    """The baseline of a KPI is read, not typed; for something counted by hand it may be said."""

    creates = staticmethod(actions.set_goal)
    updates = staticmethod(actions.change_goal)
    kpi = forms.ChoiceField(label=_("KPI"), required=False)
    change = AmountField(
        label=_("target"),
        max_length=40,
        help_text=_("A level, or how much more (less: −). Rates and shares as 0.8 or 80%."),
    )
    baseline_value = AmountField(
        label=_("baseline, counted by hand"),
        max_length=40,
        required=False,
        help_text=_("Of a KPI it is read from its rows."),
    )

    class Meta:
        model = Goal
        fields = [
            "name", "kpi", "period", "team", "owner", "responsible", "kind", "change", "due_on", "baseline_from",
            "baseline_until", "baseline_value", "is_implementation", "why",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kpi"].choices = kpi_choices(_("counted by hand"))  # type: ignore[attr-defined]
        if self.instance.pk:
            self.initial["change"] = f"{self.instance.change.normalize():f}"
            for name in ("kpi", "period", "team", "owner", "baseline_from", "baseline_until", "baseline_value"):
                self.fields.pop(name, None)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("kpi"):
            found["baseline_value"] = None
        return found


class ReviewForm(VerbForm):
    on = forms.DateField(label=_("on"), required=False, help_text=_("Empty: today."))
    value = AmountField(
        label=_("how far it is"), max_length=40, required=False, help_text=_("Only for goals that are counted by hand.")
    )
    note = forms.CharField(label=_("note"), required=False, widget=forms.Textarea, max_length=5000)


class DropForm(VerbForm):
    note = forms.CharField(label=_("why"), required=False, max_length=500)


class LineForm(VerbForm):
    kpi = forms.ChoiceField(label=_("KPI"), choices=lambda: kpi_choices("—"))
    weight = forms.DecimalField(
        label=_("weight"), min_value=Decimal("0.001"), max_digits=7, decimal_places=3, initial=Decimal(1)
    )


class ScorecardForm(WithRows, RecordForm):
    """A card and its lines, saved together."""

    row_kinds = {"lines": row_set(LineForm, _("KPIs and their weights"))}

    class Meta:
        model = Scorecard
        fields = ["name", "scope", "for_role"]

    def stored_rows(self, name: str) -> list[dict[str, Any]]:
        if not self.instance.pk:
            return []
        return list(ScorecardLine.objects.filter(card=self.instance).values("kpi", "weight"))  # type: ignore[arg-type]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        lines = self.rows("lines")
        codes = [row["kpi"] for row in lines.said() if "kpi" in row] if lines.is_valid() else []
        if len(codes) != len(set(codes)):
            self.add_error(None, _("A KPI is on a card only once."))
        return said

    def save_by(self, user: Any, version: int | None = None) -> Scorecard:
        data = {**self.cleaned_data, **{rows.prefix: rows.said() for rows in self.row_sets if rows.has_changed()}}
        return actions.save_card(self.instance, data, by=user, version=version)
