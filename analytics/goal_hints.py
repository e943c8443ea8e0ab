"""What may be wrong with a goal, said before anybody runs after it: specific, measurable, attainable, relevant, timed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _

from analytics.actions.goals import must_fall
from analytics.kpi import Better
from analytics.kpis import KPIS
from analytics.models import Goal

GRAND = Decimal("0.5")  # more than half as much again, in a year, is seldom reached
LONG = dt.timedelta(days=550)
SOON = dt.timedelta(days=14)


def hints(goal: Goal, day: dt.date) -> list[str]:
    """Sentences for whoever set the goal; none, when nothing catches the eye."""
    found = [measurable(goal), attainable(goal), direction(goal), timed(goal, day)]
    if not (goal.responsible_id or goal.owner_id):
        found.append(_("Nobody is responsible: name somebody who sees to it."))
    if len(goal.why.strip()) < 10:
        found.append(_("Say why it matters and how it is to be reached."))
    return [hint for hint in found if hint]


def measurable(goal: Goal) -> str:
    if not goal.kpi:
        return _("No KPI measures it: somebody has to say how far it is in a review.")
    if goal.baseline_value is None:
        return _("There are no data for a baseline (%s): progress cannot be said.") % (goal.missing or "–")
    return ""


def attainable(goal: Goal) -> str:
    if not goal.baseline_value or goal.target_value is None:
        return ""
    more = abs(goal.target_value - goal.baseline_value) / abs(goal.baseline_value)
    if more > GRAND:
        return _(
            "This is a change by %d%%: rather grand. Smaller steps with dates of their own are reached more often."
        ) % (more * 100)
    return _("The baseline is there already.") if more == 0 else ""


def direction(goal: Goal) -> str:
    kpi = KPIS.get(goal.kpi)
    if kpi is None or goal.baseline_value is None or goal.target_value is None or kpi.better is Better.NEITHER:
        return ""
    falls = goal.target_value < goal.baseline_value
    if falls != must_fall(goal) and goal.target_value != goal.baseline_value:
        return _("The target is worse than the baseline: is that meant?")
    return ""


def timed(goal: Goal, day: dt.date) -> str:
    if goal.due_on - day > LONG:
        return _("It is due in more than a year and a half: set a step on the way.")
    if goal.status == Goal.Status.OPEN and goal.due_on - day < SOON and goal.due_on >= day:
        return _("It is due within two weeks.")
    return ""
