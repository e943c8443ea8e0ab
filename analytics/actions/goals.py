"""Goals: the baseline is frozen when a goal is set, what became of it is read every night, and judged when it is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.actions.records import create_record, instance_of, lock, update_record, write_record
from accounts.models import User
from accounts.queries import organisation, today
from analytics.figures import Reader
from analytics.kpi import Better
from analytics.kpis import KPIS
from analytics.models import Goal, GoalReading, GoalReview, Scorecard, ScorecardLine
from analytics.periods import DAY, PERIODS, Window
from analytics.scopes import Scope
from crm_project.errors import ActionRefused

FROZEN = ("kpi", "period", "team_id", "owner_id", "baseline_from", "baseline_until", "baseline_value")
NUMBER = Decimal("1e-10")
MOST = Decimal(10) ** 18


def scope_of(goal: Goal) -> Scope:
    """Whose figures the goal is about."""
    if goal.owner_id:
        return Scope("owner", goal.owner_id)
    return Scope("team", goal.team_id) if goal.team_id else Scope()


def read(goal: Goal, window: Window) -> tuple[Decimal | None, str]:
    """The goal's KPI over a window in its scope, and what is missing where there is none."""
    kpi = KPIS.get(goal.kpi)
    if kpi is None:
        return None, _("There is no KPI “%s”.") % goal.kpi
    scope = scope_of(goal)
    if not set(scope.filters()) <= set(kpi.dimensions):
        return None, _("This KPI is not known for a person or a team.")
    figure = Reader(organisation(), scope.filters()).figure(kpi, window)
    if figure.value is not None and (figure.value or not figure.missing):
        return figure.value.quantize(NUMBER) if abs(figure.value) < MOST else None, ""
    return None, (", ".join(figure.missing) or _("nothing to divide by in these days"))[:200]


def measured(goal: Goal, day: dt.date) -> Window:
    """The goal's period up to a day."""
    return PERIODS[goal.period](day).until(day)


@transaction.atomic
def set_goal(source: Any, by: User | None) -> Goal:
    """Save a new goal (instance or form) and freeze its baseline: the KPI over the baseline's days, as of now.

    Without days the baseline is the last whole period before today. Raises ActionRefused where a change is asked for
    and there is nothing to change from.
    """
    goal = instance_of(source)
    _require_sense(goal)
    if goal.kpi:
        _freeze(goal)
    elif goal.baseline_value is not None:
        goal.frozen_at = timezone.now()
    goal.target_value = level(goal)
    return create_record(source, by, action="set_goal")


@transaction.atomic
def change_goal(source: Any, by: User | None, version: int | None = None) -> Goal:
    """Save a changed goal. The baseline stays; a goal that has been judged is not changed any more."""
    goal = instance_of(source)
    stored = lock(Goal, goal.pk)
    if stored.status != Goal.Status.OPEN:
        raise ActionRefused(_("This goal is settled."))
    if any(getattr(goal, name) != getattr(stored, name) for name in FROZEN):
        raise ActionRefused(_("The baseline is frozen: set a new goal instead."), field="kpi")
    _require_sense(goal)
    goal.target_value = level(goal)
    return update_record(source, by, version)


@transaction.atomic
def drop_goal(goal: Goal, *, by: User | None, note: str = "") -> Goal:
    """Give a goal up. It stays on record and counts nowhere."""
    goal = lock(Goal, goal.pk)
    if goal.status != Goal.Status.OPEN:
        raise ActionRefused(_("This goal is settled."))
    goal.status = Goal.Status.DROPPED
    return write_record(goal, by, "drop_goal", note=note)


@transaction.atomic
def review_goal(
    goal: Goal, *, by: User | None, note: str = "", value: Decimal | None = None, on: dt.date | None = None
) -> GoalReview:
    """Say how a goal stands. For a goal counted by hand ``value`` is how far it is; other goals measure themselves."""
    goal, day = lock(Goal, goal.pk), on or today()
    if day > today():
        raise ActionRefused(_("This day is still to come."), field="on")
    if value is not None and goal.kpi:
        raise ActionRefused(_("This goal measures itself; write a note."), field="value")
    if value is None and not note.strip():
        raise ActionRefused(_("Write a note or a value."), field="note")
    review = create_record(GoalReview(goal=goal, on=day, by=by, value=value, note=note), by, action="review")
    if value is not None:
        GoalReading.objects.update_or_create(goal=goal, on=day, defaults={"value": value, "missing": ""})
        if goal.status == Goal.Status.UNKNOWN or goal.due_on < today():
            judge(goal)
    return review


@transaction.atomic
def read_goals(until: dt.date | None = None) -> int:
    """Note what every running goal's KPI was up to yesterday, and judge those whose day is over. How many goals.

    Run twice it changes nothing; after missed nights it judges by the due day all the same.
    """
    day = (until or today()) - DAY
    found = list(Goal.objects.select_for_update().filter(status=Goal.Status.OPEN))
    for goal in found:
        last = min(day, goal.due_on)
        if goal.kpi:
            value, missing = read(goal, measured(goal, last))
            said = {"value": value, "missing": missing}
            GoalReading.objects.update_or_create(goal=goal, on=last, defaults=said)
        if goal.due_on <= day:
            judge(goal)
    return len(found)


def judge(goal: Goal) -> None:
    """Write, once, what a goal came to by its due day."""
    reading = GoalReading.objects.filter(goal=goal, on__lte=goal.due_on).order_by("-on").first()
    goal.actual = reading.value if reading else None
    goal.missing = "" if goal.actual is not None else (reading.missing if reading else _("nobody said how far it is"))
    reached = is_met(goal, goal.actual)
    words = {True: Goal.Status.MET, False: Goal.Status.MISSED, None: Goal.Status.UNKNOWN}
    goal.status, goal.evaluated_at = words[reached], timezone.now()
    write_record(goal, None, "judge")


def is_met(goal: Goal, actual: Decimal | None) -> bool | None:
    """Whether a value reaches the goal: some KPIs must fall. None without a value or target."""
    if actual is None or goal.target_value is None:
        return None
    return actual <= goal.target_value if must_fall(goal) else actual >= goal.target_value


def must_fall(goal: Goal) -> bool:
    """As the KPI says; where it says nothing, as the target lies to the baseline."""
    kpi = KPIS.get(goal.kpi)
    if kpi and kpi.better in (Better.LOWER, Better.AT_MOST_TARGET):
        return True
    if kpi and kpi.better is Better.HIGHER:
        return False
    return None not in (goal.target_value, goal.baseline_value) and goal.target_value < goal.baseline_value  # type: ignore[operator]


def level(goal: Goal) -> Decimal | None:
    """The level a goal comes to."""
    if goal.kind == Goal.Kind.LEVEL:
        return goal.change
    if goal.baseline_value is None:
        raise ActionRefused(
            _("There is no baseline to change from (%s). Name a level instead.") % (goal.missing or _("none was said")),
            field="change",
        )
    more = goal.change if goal.kind == Goal.Kind.POINTS else goal.baseline_value * goal.change
    return (goal.baseline_value + more).quantize(NUMBER)


@transaction.atomic
def save_card(card: Scorecard, data: Mapping[str, Any], *, by: User | None, version: int | None = None) -> Scorecard:
    """Save a new or changed score card; ``lines``, when given, replace all there were."""
    for name, value in data.items():
        if name != "lines":
            setattr(card, name, value)
    if card.scope != Scorecard.Scope.PERSON and card.for_role:
        raise ActionRefused(_("Only a person has a role."), field="for_role")
    card = update_record(card, by, version) if card.pk else create_record(card, by)
    if "lines" in data:
        before = ScorecardLine.objects.filter(card=card)
        rows = [ScorecardLine(card=card, **line) for line in data["lines"]]
        told = [[str(row) for row in before], [str(row) for row in rows]]
        before.delete()
        ScorecardLine.objects.bulk_create(rows)
        audit.record(by, "update", card, {"lines": told})
    return card


def _freeze(goal: Goal) -> None:
    if goal.baseline_from is None or goal.baseline_until is None:
        whole = PERIODS[goal.period](PERIODS[goal.period](today()).first - DAY)
        goal.baseline_from, goal.baseline_until = whole.first, whole.last
    goal.baseline_value, goal.missing = read(goal, Window(goal.baseline_from, goal.baseline_until))
    goal.frozen_at = timezone.now()


def _require_sense(goal: Goal) -> None:
    if goal.kpi and goal.kpi not in KPIS:
        raise ActionRefused(_("There is no KPI “%s”.") % goal.kpi, field="kpi")
    if goal.team_id and goal.owner_id:
        raise ActionRefused(_("A goal is a team's or a person's, not both."), field="owner")
    if goal.baseline_from and goal.baseline_until and goal.baseline_until < goal.baseline_from:
        raise ActionRefused(_("The last day cannot be before the first."), field="baseline_until")
    if goal.baseline_until and goal.baseline_until > today():
        raise ActionRefused(_("A baseline is of days that are over."), field="baseline_until")
    if goal.due_on and goal.due_on < today() and not goal.pk:
        raise ActionRefused(_("A goal is for a day to come."), field="due_on")
    if goal.change is not None and not abs(Decimal(goal.change)) < MOST:
        raise ActionRefused(_("This target is too big."), field="change")
