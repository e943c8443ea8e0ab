"""Pages of feedback: suggestions and opinions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.actions import delete_record
from crm_project.form_pages import ActPage, CreatePage, DeletePage, EditPage
from crm_project.pages import Button, DetailPage, ListPage
from marketing import actions
from marketing.filters import FeedbackFilter
from marketing.forms.feedback import AtForm, FeedbackForm, NewFeedbackForm, ReplyForm
from marketing.models import Feedback


class FeedbackList(ListPage):
    model = Feedback
    columns = ("text", "customer", "dissatisfied", "received_at", "answered_at", "resolved_at")
    filterset = FeedbackFilter
    shown_filters = ("kind", "origin", "dissatisfied", "owner", "received_at")
    empty = _("Write down what customers suggest and what they think, from follow-up calls and letters.")


class FeedbackDetail(DetailPage):
    model = Feedback
    facts = (
        "kind",
        "origin",
        "customer",
        "topic",
        "text",
        "dissatisfied",
        "received_at",
        "target_hours",
        "answered_at",
        "reply",
        "resolved_at",
        "channel",
        "owner",
        "team",
        "is_test",
    )
    buttons = (
        Button("marketing:feedback_answer", _("Answer"), icon="reply", style="primary"),
        Button(
            "marketing:feedback_resolve",
            _("Resolve"),
            icon="check",
            style="good",
            when=lambda feedback: feedback.dissatisfied and feedback.resolved_at is None,
        ),
    )


class FeedbackCreate(CreatePage):
    model = Feedback
    form = NewFeedbackForm


class FeedbackEdit(EditPage):
    model = Feedback
    form = FeedbackForm


class FeedbackDelete(DeletePage):
    model = Feedback
    action = staticmethod(delete_record)


class FeedbackAnswer(ActPage):
    model = Feedback
    form = ReplyForm
    action = staticmethod(actions.answer_feedback)
    title = _("Answer")
    intro = _("The first answer is the one whose time counts.")
    submit = _("Save")


class FeedbackResolve(ActPage):
    model = Feedback
    form = AtForm
    action = staticmethod(actions.resolve_feedback)
    title = _("Resolve")
    intro = _("What made the customer dissatisfied is settled.")
    submit = _("Resolve")
    saved = _("Resolved.")
