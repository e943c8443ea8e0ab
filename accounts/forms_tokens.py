"""The form of an API token."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from accounts import policy_words
from accounts.access import VERB_WORDS
from accounts.actions.tokens import EVERYTHING, LOOKING, rights_of
from accounts.form_base import VerbForm
from accounts.models import User

LIVES = (7, 30, 90, 180, 366)


def chosen_from(label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, required=False, widget=forms.CheckboxSelectMultiple)


class TokenForm(VerbForm):
    """What a token may do: all its owner may, only look, or chosen verbs on chosen kinds of records."""

    name = forms.CharField(
        label=_("name"), max_length=80, help_text=_("What will use it: the telephone system, a report.")
    )
    days = forms.TypedChoiceField(label=_("lives"), coerce=int, initial=90)
    reach = forms.ChoiceField(
        label=pgettext_lazy("token", "may"),  # without its context it would translate the month as well
        choices=[
            ("look", _("look at what I may see")),
            ("all", _("do all I may do")),
            ("chosen", _("only what I choose")),
        ],
        initial="look",
        widget=forms.RadioSelect,
    )
    areas = chosen_from(_("kinds of records"))
    verbs = chosen_from(_("what to do with them"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mine = rights_of(user)
        had = [right.split() for right in self.mine]
        self.fields["days"].choices = [(days, ngettext("%d day", "%d days", days) % days) for days in LIVES]
        verbs = [verb for verb in VERB_WORDS if verb in {verb for verb, _area in had}]
        areas = [area for area in policy_words.AREA_NAMES if area in {area for _verb, area in had}]
        self.fields["areas"].choices = [(area, policy_words.area_name(area)) for area in areas]
        self.fields["verbs"].choices = [(verb, policy_words.verb_name(verb)) for verb in verbs]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("reach") == "chosen" and not self.rights():
            self.add_error("areas", _("Choose at least one kind of record and what to do with it."))
        return said

    def rights(self) -> list[str]:
        """What was said, as the action takes it."""
        said = self.cleaned_data
        if said["reach"] != "chosen":
            return {"look": LOOKING, "all": EVERYTHING}[said["reach"]]
        asked = [f"{verb} {area}" for area in said.get("areas", []) for verb in said.get("verbs", [])]
        return [right for right in asked if right in self.mine]
