"""Pages of the call centre: agents' states, scorecards, reviews of calls."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.actions import delete_record
from crm_project.columns import Column
from crm_project.form_pages import ActPage, CreatePage, DeletePage, EditPage
from crm_project.pages import Button, DetailPage, ListPage
from service import actions
from service.filters import AgentStateFilter, CallReviewFilter, ScorecardFilter
from service.forms.centre import AgentStateForm, ReviewForm, ScorecardForm
from service.forms.desk import WhenForm
from service.models import AgentState, CallReview, CriterionScore, Scorecard


class AgentStateList(ListPage):
    model = AgentState
    columns = (
        "started_at",
        "owner",
        "state",
        "ended_at",
        Column("lasted", label=_("how long"), kind="duration", value=lambda state: state.lasted),
        "queue",
        "team",
    )
    filterset = AgentStateFilter
    shown_filters = ("state", "owner", "started_at")
    empty = _("The telephone system tells what agents do: import its records, or send them to the API.")


class AgentStateDetail(DetailPage):
    model = AgentState
    facts = ("owner", "team", "state", "started_at", "ended_at", "queue", "paid", "external_id")
    buttons = (
        Button("service:agentstate_end", _("End it now"), icon="square", when=lambda state: state.ended_at is None),
    )


class AgentStateCreate(CreatePage):
    model = AgentState
    form = AgentStateForm


class AgentStateEdit(EditPage):
    model = AgentState
    form = AgentStateForm


class AgentStateEnd(ActPage):
    model = AgentState
    form = WhenForm
    action = staticmethod(actions.end_state)
    title = _("End the state")
    submit = _("End it")


class AgentStateDelete(DeletePage):
    model = AgentState
    action = staticmethod(delete_record)


class ScorecardList(ListPage):
    model = Scorecard
    columns = ("name", "is_active")
    filterset = ScorecardFilter
    empty = _("A scorecard says what calls are judged by: tone, friendliness, alertness, knowledge.")


class ScorecardDetail(DetailPage):
    model = Scorecard
    template = "service/scorecard_detail.html"
    facts = ("is_active",)

    def context(self, **more: Any) -> dict[str, Any]:
        return super().context(criteria=more["record"].criteria.all(), **more)


class ScorecardCreate(CreatePage):
    model = Scorecard
    form = ScorecardForm


class ScorecardEdit(EditPage):
    model = Scorecard
    form = ScorecardForm


class ScorecardDelete(DeletePage):
    model = Scorecard
    action = staticmethod(delete_record)


class CallReviewList(ListPage):
    model = CallReview
    template = "service/callreview_list.html"
    columns = (
        "call",
        Column("call.owner", label=_("agent"), kind="link"),
        Column("score", kind="number"),
        "fatal",
        "scorecard",
        "evaluator",
        "reviewed_at",
    )
    filterset = CallReviewFilter
    shown_filters = ("scorecard", "evaluator", "agent", "fatal")
    empty = _("Open an answered call and review it.")


class CallReviewDetail(DetailPage):
    model = CallReview
    template = "service/callreview_detail.html"
    facts = (
        "call",
        Column("call.owner", label=_("agent"), kind="link"),
        Column("score", kind="number"),
        "fatal",
        "scorecard",
        "evaluator",
        "reviewed_at",
        "external_id",
        "note",
    )

    def context(self, **more: Any) -> dict[str, Any]:
        scores = CriterionScore.objects.visible_to(self.request.user).filter(review=more["record"])
        return super().context(scores=scores.select_related("criterion"), **more)


class CallReviewCreate(CreatePage):
    model = CallReview
    form = ReviewForm
    title = _("Review a call")
    submit = _("Save review")


class CallReviewEdit(EditPage):
    model = CallReview
    form = ReviewForm


class CallReviewDelete(DeletePage):
    model = CallReview
    action = staticmethod(delete_record)
