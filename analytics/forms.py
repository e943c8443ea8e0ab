"""Forms of analytics."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.form_base import dress
from accounts.models import Team, User
from analytics.actions import Cell, set_target
from analytics.kpi import Derived
from analytics.kpis import KPIS
from analytics.models import Target
from analytics.periods import PERIODS
from analytics.quota_grid import parse_amount
from sales.models import ProductCategory


class AmountField(forms.CharField):
    """An amount as people write it; a share also as 80%."""

    def clean(self, value: Any) -> Decimal | None:
        text = unicodedata.normalize("NFKC", super().clean(value)).strip()
        try:
            amount = parse_amount(text.removesuffix("%"))
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        if amount is None:
            return None
        return amount / 100 if text.endswith("%") else amount


class TargetForm(forms.ModelForm):
    """What a KPI should reach in a period. The first day is moved to the beginning of its period."""

    kpi = forms.ChoiceField(label=_("KPI"))
    amount = AmountField(label=_("target"), max_length=40, help_text=_("Rates as 0.8 or 80%; times in the KPI's unit."))

    class Meta:
        model = Target
        fields = ["kpi", "period", "starts_on", "team", "owner", "category", "amount", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kpi"].choices = [(k.code, k.label) for k in KPIS.values() if not isinstance(k, Derived) or k.over]  # type: ignore[attr-defined]
        dress(self.fields["starts_on"])
        if self.instance.pk:
            self.initial["amount"] = f"{self.instance.amount.normalize():f}"
            for name in ("kpi", "period", "starts_on", "team", "owner", "category"):
                self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("starts_on") and found.get("period") in PERIODS:
            found["starts_on"] = PERIODS[found["period"]](found["starts_on"]).first
        return found

    def _post_clean(self) -> None:
        """The action checks the row; a target that stands already is replaced, so its constraint is no error."""

    def settle(self, version: int | None) -> int | None:
        """A target is replaced whole: there is nothing to merge of what two people wrote."""
        return version

    def save_by(self, user: User, version: int | None = None) -> Target:
        said = self.cleaned_data
        team: Team | None = said["team"]
        owner: User | None = said["owner"]
        category: ProductCategory | None = said["category"]
        cell = Cell(said["period"], said["starts_on"], team and team.pk, owner and owner.pk)
        return set_target(
            said["kpi"],
            cell,
            said["amount"],
            by=user,
            category_id=category and category.pk,
            note=said["note"],
            version=version,
        )


class CopyForm(forms.Form):
    """Last year's amounts, changed by a percentage."""

    copy = forms.DecimalField(min_value=-100, max_value=1000, max_digits=7, decimal_places=2)


class GridForm(forms.Form):
    """Which grid: bad values fall back to this year's quota of everybody."""

    year = forms.IntegerField(min_value=2000, max_value=2100, required=False)
    kpi = forms.CharField(max_length=60, required=False)
    category = forms.IntegerField(min_value=1, max_value=2**62, required=False)
    team = forms.IntegerField(min_value=1, max_value=2**62, required=False)
    people = forms.CharField(max_length=10, required=False)

    def value(self, name: str) -> Any:
        return self.cleaned_data.get(name) if self.is_valid() or name in self.cleaned_data else None


class StaffingForm(forms.Form):
    """What a line has to carry. Shares in percent, times in seconds, the interval in minutes."""

    USUAL = {
        "calls": 100,
        "interval": 30,
        "handle": 180,
        "target": 20,
        "level": 80,
        "shrinkage": 30,
        "occupancy": 90,
        "patience": "",
    }

    calls = forms.DecimalField(label=_("Calls in the interval"), min_value=0, max_value=100_000)
    interval = forms.DecimalField(label=_("Interval (minutes)"), min_value=1, max_value=1440)
    handle = forms.DecimalField(label=_("Handle time (seconds)"), min_value=1, max_value=36_000)
    target = forms.DecimalField(label=_("Answer within (seconds)"), min_value=0, max_value=3_600)
    level = forms.DecimalField(label=_("Service level (%)"), min_value=1, max_value=Decimal("99.9"))
    shrinkage = forms.DecimalField(label=_("Shrinkage (%)"), min_value=0, max_value=90)
    occupancy = forms.DecimalField(label=_("At most occupied (%)"), min_value=10, max_value=100)
    patience = forms.DecimalField(
        label=_("Patience (seconds)"),
        min_value=1,
        max_value=36_000,
        required=False,
        help_text=_("How long callers wait on average before they give up. Empty: nobody gives up (Erlang C)."),
    )
