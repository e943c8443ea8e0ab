"""Forms of surveys: what is asked, who is invited, what they answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.form_base import RecordForm, VerbForm
from accounts.models import Customer, Segment, User
from crm_project.row_forms import WithRows, row_set
from marketing import actions
from marketing.models import Answer, Invitation, Survey, SurveyAttribute

ABOUT_AD = ("recalls_ad", "recognises_ad")
ABOUT_BRAND = ("names_brand", "recognises_brand", "opinion")
YES_NO = [("true", _("yes")), ("false", _("no"))]
FIVE = [(score, str(score)) for score in range(1, 6)]


class AttributeForm(VerbForm):
    name = forms.CharField(label=_("attribute"), max_length=120)
    weight = forms.DecimalField(
        label=_("weight"), min_value=0, max_digits=8, decimal_places=4, initial=1, help_text=_("A share of their sum.")
    )


class SurveyForm(WithRows, RecordForm):
    """A survey and what it asks to be scored, saved together."""

    row_kinds = {"attributes": row_set(AttributeForm, _("attributes"))}

    class Meta:
        model = Survey
        fields = [
            "name",
            "kind",
            "scale",
            "wave",
            "touchpoint",
            "question",
            "opens_on",
            "closes_on",
            "campaign",
            "ad",
        ]
        help_texts = {"scale": _("Recommendation surveys ask from 0 to 10.")}

    def stored_rows(self, name: str) -> list[dict[str, Any]]:
        if not self.instance.pk:
            return []
        rows = SurveyAttribute.objects.filter(survey=self.instance)
        return [{"name": row.name, "weight": f"{row.weight.normalize():f}"} for row in rows]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("kind") == Survey.Kind.NPS:
            said["scale"] = Survey.Scale.ELEVEN
        return said

    def save_by(self, user: Any, version: int | None = None) -> Survey:
        rows = {each.prefix: each.said() for each in self.row_sets if each.has_changed()}
        return actions.save_survey(self.instance, {**self.cleaned_data, **rows}, by=user, version=version)


class InviteForm(VerbForm):
    """Whom to ask: one customer, or all of a segment or status."""

    customer = forms.ModelChoiceField(Customer.objects.living(), label=_("customer"), required=False)
    segment = forms.ModelChoiceField(Segment.objects.all(), label=_("all of the segment"), required=False)
    status = forms.ChoiceField(
        label=_("all with the status"), choices=[("", "—"), *Customer.Status.choices], required=False
    )
    via = forms.ChoiceField(label=_("sent by"), choices=Invitation.Via.choices)
    reference = forms.CharField(
        label=_("about"), max_length=120, required=False, help_text=_("Number of the order, ticket or call.")
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if not any(found.get(name) for name in ("customer", "segment", "status")):
            raise forms.ValidationError(_("Choose a customer, a segment or a status."))
        return found


class QuestionsForm(VerbForm):
    """The questions of a survey, as its kind asks them."""

    def __init__(self, *args: Any, survey: Survey, **kwargs: Any) -> None:
        self.survey = survey
        super().__init__(*args, **kwargs)
        self.fields.update(self.questions())
        comment = forms.CharField(
            label=_("Anything you want to add"), required=False, max_length=5000, widget=forms.Textarea({"rows": 4})
        )
        self.fields["comment"] = comment

    def questions(self) -> dict[str, forms.Field]:
        kind = self.survey.kind
        asked: dict[str, forms.Field] = {}
        if kind in (Survey.Kind.CSAT, Survey.Kind.NPS):
            scores = [(score, str(score)) for score in self.survey.choices]
            asked["score"] = radio(self.question(), scores, help_text=self.ends())
        for attribute in self.survey.attributes.all():
            asked[f"attribute_{attribute.pk}"] = radio(attribute.name, FIVE, help_text=_("1: very poor, 5: very good"))
        if kind == Survey.Kind.AD:
            asked |= {name: yes_no(Answer._meta.get_field(name).verbose_name) for name in ABOUT_AD}
        if kind in (Survey.Kind.BRAND, Survey.Kind.AD):
            asked |= {name: yes_no(Answer._meta.get_field(name).verbose_name) for name in ABOUT_BRAND[:2]}
        if kind == Survey.Kind.BRAND:
            asked["opinion"] = radio(
                _("What do you think of the brand?"), FIVE, help_text=_("1: very poor, 5: very good")
            )
        return asked

    def question(self) -> Any:
        usual = {
            Survey.Kind.NPS: _("How likely are you to recommend us to a friend or colleague?"),
            Survey.Kind.CSAT: _("How satisfied are you?"),
        }
        return self.survey.question or usual[self.survey.kind]  # type: ignore[index]

    def ends(self) -> Any:
        if self.survey.kind == Survey.Kind.NPS:
            return _("0: not at all, 10: very likely")
        most = self.survey.choices[-1]
        return _("1: not at all, %d: very satisfied") % most

    def said(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if not name.startswith("attribute_")}

    def scores(self) -> dict[int, int | None]:
        found = self.cleaned_data.items()
        return {int(name.removeprefix("attribute_")): value for name, value in found if name.startswith("attribute_")}


class NewAnswerForm(QuestionsForm):
    """What somebody told us on the phone, on paper, on a visit."""

    customer = forms.ModelChoiceField(
        Customer.objects.living(), label=_("customer"), required=False, help_text=_("Empty: somebody unknown.")
    )
    via = forms.ChoiceField(label=_("answered by"), choices=Invitation.Via.choices, initial=Invitation.Via.PHONE)
    answered_at = forms.DateTimeField(label=_("when"), required=False, help_text=_("Empty: now."))
    owner = forms.ModelChoiceField(
        User.objects.active(), label=_("about whose work"), required=False, help_text=_("Empty: your own.")
    )
    reference = forms.CharField(
        label=_("about"), max_length=120, required=False, help_text=_("Number of the order, ticket or call.")
    )

    def __init__(self, *args: Any, instance: Answer, **kwargs: Any) -> None:
        self.instance = instance
        super().__init__(*args, survey=instance.survey, **kwargs)

    def save_by(self, user: Any, version: int | None = None) -> Answer:
        said = self.said()
        said["answered_at"] = said["answered_at"] or timezone.now()
        owner = said.pop("owner", None)
        answer = Answer(survey=self.survey, owner=owner or user, **said)
        return actions.record_answer(answer, user, self.scores())


class AnswerForm(RecordForm):
    """An answer that was written down wrongly is put right."""

    updates = staticmethod(actions.update_answer)

    class Meta:
        model = Answer
        fields = [
            "customer",
            "answered_at",
            "via",
            "score",
            "recalls_ad",
            "recognises_ad",
            "names_brand",
            "recognises_brand",
            "opinion",
            "reference",
            "comment",
            "is_test",
        ]


def radio(label: Any, choices: list[Any], **more: Any) -> forms.Field:
    return forms.TypedChoiceField(
        label=label, choices=choices, coerce=int, required=False, empty_value=None, widget=forms.RadioSelect, **more
    )


def yes_no(label: Any) -> forms.Field:
    return forms.TypedChoiceField(
        label=label,
        choices=YES_NO,
        coerce=lambda said: said == "true",
        required=False,
        empty_value=None,
        widget=forms.RadioSelect,
    )
