"""Pages of surveys, invitations and answers; the public page where an invited customer answers."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actions import delete_record
from accounts.models import Customer
from accounts.queries import organisation
from crm_project.columns import Column
from crm_project.errors import ActionRefused
from crm_project.form_pages import ActPage, CreatePage, DeletePage, EditPage
from crm_project.guard import guard_public
from crm_project.pages import Button, DetailPage, ListPage
from marketing import actions, queries
from marketing.filters import AnswerFilter, SurveyFilter
from marketing.forms.surveys import AnswerForm, InviteForm, NewAnswerForm, QuestionsForm, SurveyForm
from marketing.models import Answer, Invitation, Survey


class SurveyList(ListPage):
    model = Survey
    columns = ("name", "kind", "wave", "touchpoint", "opens_on", "closes_on")
    filterset = SurveyFilter
    shown_filters = ("kind", "touchpoint", "opens_on")
    empty = _("Ask your customers something: how satisfied they are, whether they would recommend you.")


class SurveyDetail(DetailPage):
    model = Survey
    template = "marketing/survey_detail.html"
    facts = ("kind", "scale", "wave", "touchpoint", "question", "opens_on", "closes_on", "campaign", "ad")
    buttons = (
        Button(
            "marketing:survey_invite",
            _("Invite"),
            icon="send",
            style="primary",
            verb="add",
            model="marketing.invitation",
            when=queries.is_open,
        ),
        Button(
            "marketing:answer_create",
            _("Write down an answer"),
            icon="pencil-line",
            verb="add",
            model="marketing.answer",
            when=queries.is_open,
        ),
    )

    def context(self, **more: Any) -> dict[str, Any]:
        survey, user = more["record"], self.request.user
        answers = survey.answers.visible_to(user).select_related("customer", "owner")
        waiting = survey.invitations.visible_to(user).filter(answer__isnull=True).select_related("customer")
        return super().context(
            figures=queries.survey_figures(survey),
            attributes=survey.attributes.visible_to(user),
            answers=answers.order_by("-answered_at", "-id")[:15],
            waiting=waiting.order_by("-id")[:10],
            linked=set(waiting.visible_to(user, "add").values_list("pk", flat=True)) if queries.is_open(survey) else (),
            **more,
        )


class SurveyCreate(CreatePage):
    model = Survey
    form = SurveyForm


class SurveyEdit(EditPage):
    model = Survey
    form = SurveyForm


class SurveyDelete(DeletePage):
    model = Survey
    action = staticmethod(delete_record)


class SurveyInvite(ActPage):
    """Ask one customer, or all of a segment or status that this person may invite."""

    model = Survey
    verb = "view"
    form = InviteForm
    title = _("Invite to the survey")
    intro = _("Each invited customer gets an address of their own, shown on the survey's page.")
    submit = _("Invite")
    saved = _("Invited.")
    action = staticmethod(actions.invite)

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        view = super().as_view(**initkwargs)
        view.guard = ("add", Invitation)
        return view

    def values(self, form: Any) -> dict[str, Any]:
        said = form.cleaned_data
        rows = Customer.objects.visible_to(self.request.user).living().real()
        for name in ("segment", "status"):
            if said[name]:
                rows = rows.filter(**{name: said[name]})
        chosen = [said["customer"]] if said["customer"] else []
        found = [*chosen, *rows] if said["segment"] or said["status"] else chosen
        return {"customers": found, "via": said["via"], "reference": said["reference"]}


class AnswerList(ListPage):
    model = Answer
    columns = ("answered_at", "survey", "customer", "score", "via", "owner", "comment")
    filterset = AnswerFilter
    shown_filters = ("survey", "via", "owner", "answered_at")
    empty = _("Open a survey and invite customers, or write down what they told you.")


class AnswerDetail(DetailPage):
    model = Answer
    template = "marketing/answer_detail.html"
    facts = (
        "survey",
        "customer",
        "answered_at",
        "via",
        Column("score", kind="number"),
        "recalls_ad",
        "recognises_ad",
        "names_brand",
        "recognises_brand",
        Column("opinion", kind="number"),
        "reference",
        "owner",
        "team",
        "segment",
        "channel",
        "region",
        "is_test",
        "comment",
    )

    def context(self, **more: Any) -> dict[str, Any]:
        scores = more["record"].scores.visible_to(self.request.user)
        return super().context(scores=scores.select_related("attribute"), **more)


class AnswerCreate(CreatePage):
    """What somebody said on the phone, on paper or on a visit, to the survey of the address."""

    model = Answer
    form = NewAnswerForm
    title = _("Write down an answer")

    def start(self) -> Answer:
        survey = Survey.objects.visible_to(self.request.user).filter(pk=self.kwargs["pk"]).first()
        if survey is None:
            raise Http404
        return Answer(survey=survey)


class AnswerEdit(EditPage):
    model = Answer
    form = AnswerForm


class AnswerDelete(DeletePage):
    model = Answer
    action = staticmethod(delete_record)


@guard_public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def respond(request: HttpRequest, token: str) -> HttpResponse:
    """The page an invitation leads to. Opening it records nothing (mail scanners open every address); pressing its
    button does."""
    invitation = queries.invitation_of(token)
    if invitation is None:
        raise Http404
    survey = invitation.survey
    done, form = hasattr(invitation, "answer"), None
    if not done and queries.is_open(survey):
        given = {"score": request.GET.get("score", "")}
        form = QuestionsForm(request.POST if request.method == "POST" else None, survey=survey, initial=given)
        if request.method == "POST" and form.is_valid():
            try:
                actions.answer_invitation(invitation, form.scores(), **form.said())
                return HttpResponseRedirect(request.path)
            except ActionRefused as refusal:
                form.add_error(None, refusal.sentence)
    title = _now("Thank you!") if done else form.question() if form and "score" in form.fields else survey.name
    shown = {"survey": survey, "form": form, "done": done, "title": title, "company": organisation().name}
    return render(request, "marketing/respond.html", shown, status=400 if form and form.errors else 200)
