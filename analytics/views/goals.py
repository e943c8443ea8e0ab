"""Pages of goals and score cards."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts import current
from accounts.actions import delete_record
from accounts.queries import today
from accounts.templatetags.formats import percent
from analytics import access, actions, scorecards
from analytics.asked import key_of, scope_asked
from analytics.figures import Reader
from analytics.filters import GoalFilter
from analytics.forms_goals import DropForm, GoalForm, ReviewForm, ScorecardForm
from analytics.goal_hints import hints
from analytics.kpis import KPIS
from analytics.models import Goal, Scorecard, ScorecardLine
from analytics.periods import month_of, shift_month
from analytics.templatetags.figures import exactly, in_unit
from crm_project.form_pages import ActPage, CreatePage, DeletePage, EditPage
from crm_project.guard import guard
from crm_project.pages import Button, Column, DetailPage, ListPage

BACK = 13  # months a card may be looked at


def kpi_name(goal: Any) -> str:
    kpi = KPIS.get(goal.kpi)
    return kpi.label if kpi else goal.kpi or _now("counted by hand")


def whose(goal: Goal) -> str:
    return str(goal.owner or goal.team or _now("Company"))


def valued(name: str) -> Any:
    """A value of a goal in the unit of its KPI."""

    def value(goal: Goal) -> str:
        kpi, found = KPIS.get(goal.kpi), getattr(goal, name)
        return in_unit(found, kpi) if kpi else exactly(found)

    return value


def latest(goal: Goal) -> Decimal | None:
    """What it came to, else what was read last."""
    if goal.actual is not None:
        return goal.actual
    return next((reading.value for reading in goal.readings.all() if reading.value is not None), None)


def progress(goal: Goal) -> Decimal | None:
    return goal.progress(latest(goal))


def now(goal: Goal) -> str:
    kpi, found = KPIS.get(goal.kpi), latest(goal)
    return in_unit(found, kpi) if kpi else exactly(found)


def changed(goal: Goal) -> str:
    """What was asked for, as it was said."""
    return percent(goal.change) if goal.kind == Goal.Kind.PERCENT else valued("change")(goal)


COLUMNS = (
    Column("name"),
    Column("status"),
    Column("kpi", kind="text", value=kpi_name),
    Column("baseline_value", kind="text", value=valued("baseline_value")),
    Column("target_value", kind="text", value=valued("target_value")),
    Column("now", label=_("now"), kind="text", value=now),
    Column("progress", label=_("progress"), kind="percent", value=progress),
    Column("due_on"),
)


class GoalList(ListPage):
    model = Goal
    columns = COLUMNS
    filterset = GoalFilter
    shown_filters = ("status", "owner", "team", "due_on")
    template = "analytics/goal_list.html"
    empty = _("Set a goal: a KPI, what it shall become, and by when. Its baseline is frozen on the spot.")

    def rows(self, verb: str = "") -> Any:
        return super().rows(verb).select_related("owner", "team").prefetch_related("readings")


class GoalDetail(DetailPage):
    model = Goal
    template = "analytics/goal_detail.html"
    facts = (
        *COLUMNS[1:],
        Column("whose", label=_("whose"), kind="text", value=whose),
        Column("kind"),
        Column("change", kind="text", value=changed),
        "period", "baseline_from", "baseline_until", "frozen_at", "responsible", "is_implementation", "why", "missing",
    )  # fmt: skip
    related = ("owner", "team", "responsible")
    buttons = (
        Button("analytics:goal_review", _("Review"), icon="notebook-pen", style="primary"),
        Button("analytics:goal_drop", _("Give up"), icon="ban", when=lambda goal: goal.status == Goal.Status.OPEN),
    )

    def context(self, **more: Any) -> dict[str, Any]:
        goal, user = more["record"], self.request.user
        open_goal = goal.status == Goal.Status.OPEN
        kpi = KPIS.get(goal.kpi)
        readings = goal.readings.visible_to(user)[:12]
        return super().context(
            reviews=goal.reviews.visible_to(user).select_related("by")[:20],
            readings=[
                (one, in_unit(one.value, kpi) if kpi else exactly(one.value), goal.progress(one.value))
                for one in readings
            ],
            progress=progress(goal),
            hints=hints(goal, today()) if open_goal else [],
            kpi=kpi if kpi and access.may_read(user, kpi) else None,
            **more,
        )

    def actions(self, record: Any) -> dict[str, Any]:
        """A goal that was judged is history."""
        found = super().actions(record)
        return found if record.status == Goal.Status.OPEN else {**found, "edit_url": ""}


class GoalCreate(CreatePage):
    model = Goal
    form = GoalForm
    intro = _("The baseline is read now and never moves: without days it is the last whole period.")


class GoalEdit(EditPage):
    model = Goal
    form = GoalForm
    intro = _("The baseline is frozen; name, target, day and who sees to it may change.")


class GoalDelete(DeletePage):
    model = Goal
    action = staticmethod(delete_record)


class GoalReviewPage(ActPage):
    model = Goal
    form = ReviewForm
    action = staticmethod(actions.review_goal)
    title = _("Review")
    submit = _("Save")


class GoalDrop(ActPage):
    model = Goal
    form = DropForm
    action = staticmethod(actions.drop_goal)
    title = _("Give up")
    intro = _("It stays on record and counts in no figure.")


class ScorecardList(ListPage):
    model = Scorecard
    columns = ("name", "scope", "for_role")
    empty = _("Say by which KPIs, and with what weights, people and teams are judged.")


class ScorecardDetail(DetailPage):
    model = Scorecard
    template = "analytics/scorecard_detail.html"
    facts = ("scope", "for_role")

    def context(self, **more: Any) -> dict[str, Any]:
        lines = ScorecardLine.objects.visible_to(self.request.user).filter(card=more["record"])
        return super().context(lines=[(line, kpi_name(line)) for line in lines], **more)


class ScorecardCreate(CreatePage):
    model = Scorecard
    form = ScorecardForm


class ScorecardEdit(EditPage):
    model = Scorecard
    form = ScorecardForm


class ScorecardDelete(DeletePage):
    model = Scorecard
    action = staticmethod(delete_record)


@require_safe
@guard("view", Scorecard)
def scorecard(request: HttpRequest) -> HttpResponse:
    """The card of a person, a team or the company for a month: each KPI, its target, how much of it was reached."""
    user = request.user
    if not access.readable_kpis(user):
        raise Http404
    scope = scope_asked(user, request.GET.get("scope", ""))
    day = today()
    months = [shift_month(day.replace(day=1), -back) for back in range(BACK)]
    asked = request.GET.get("month", "")
    month = next((one for one in months if f"{one:%Y-%m}" == asked), months[0])
    reader = Reader(current.organisation(), scope.filters())
    window = month_of(month).until(day)
    card = scorecards.card_for(reader)
    marks = scorecards.marks_of(reader, window, card) if card else []
    hidden = [one for one in marks if one.kpi and not access.may_read(user, one.kpi)]
    upper, lower = total(marks)
    return render(
        request,
        "analytics/scorecard.html",
        {
            "title": _("Score card"),
            "scope": scope,
            "scope_key": key_of(scope),
            "scopes": [(key_of(one), one.label or _("Company")) for one in access.scopes_of(user)],
            "months": [(f"{one:%Y-%m}", one) for one in months],
            "month": f"{month:%Y-%m}",
            "window": window,
            "card": card,
            "marks": [one for one in marks if one not in hidden],
            "total": upper / lower if lower else None,
            "left_out": scorecards.labels([one for one in marks if not one.counts]),
        },
    )


def total(marks: list[Any]) -> tuple[Decimal, Decimal]:
    found = [one for one in marks if one.counts]
    return sum((m.line.weight * m.attainment for m in found), Decimal(0)), sum(
        (m.line.weight for m in found), Decimal(0)
    )
