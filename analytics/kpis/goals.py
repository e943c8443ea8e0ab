"""KPIs of governance: goals met, change against the baseline, use of the CRM, score cards."""

from __future__ import annotations

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from analytics.fact import Ask
from analytics.facts.goals import CHANGE, GOALS_DUE, READINGS, SEATS, USED_SEATS, met
from analytics.figures import Reader
from analytics.kpi import Area, Better, Derived, Kpi, Period, Unit
from analytics.models import GoalReading
from analytics.periods import Window
from analytics.scorecards import score, score_flag

INTRODUCING = Q(is_implementation=True)


def introduced(ask: Ask) -> Q:
    return met(ask) & INTRODUCING


goals = GOALS_DUE.count(_("goals that came due"))
reached = GOALS_DUE.count(_("of them met"), where=met)
of_introducing = GOALS_DUE.count(_("goals of introducing the CRM that came due"), where=INTRODUCING)
introduced_well = GOALS_DUE.count(_("of them met"), where=introduced)
change = READINGS.total(_("figure now − frozen baseline"), CHANGE)
baseline = READINGS.total(_("frozen baseline"), F("goal__baseline_value"))
seats = SEATS.count(_("seats"))
used = USED_SEATS.count(_("seats that were used"))


def several(reader: Reader, window: Window) -> str:
    """Goals of several KPIs add up to nothing one may rank: one has to be chosen."""
    rows = GoalReading.objects.filter(
        on__gte=window.first, on__lte=window.last, value__isnull=False, goal__baseline_value__isnull=False
    )
    for name, path in (("owner", "goal__owner"), ("team", "goal__team"), ("kpi", "goal__kpi"), ("goal", "goal")):
        if name in reader.filters:
            rows = rows.filter(**{f"{path}__in": [key for key in reader.filters[name] if key]})
    return "several_kpis" if rows.order_by().values("goal__kpi").distinct().count() > 1 else ""


GOAL_ATTAINMENT = Kpi(
    code="goal_attainment",
    en="Goal attainment",
    zh="目标达成情况",
    means=_("Of the goals due in the window, the share that was met; where a KPI must fall, met means fallen."),
    formula=reached / goals,
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.GOVERNANCE,
    period=Period.YEAR_TO_DATE,
    source=("1:30", "1:53", "3:3"),
)
IMPROVEMENT = Kpi(
    code="baseline_improvement",
    en="Improvement against baseline",
    zh="对比改善",
    means=_(
        "How much a goal's KPI has changed against the baseline frozen when the goal was set, by the latest reading in the window. Ask for one KPI or one goal: changes of several do not add up."
    ),
    formula=change / baseline,
    unit=Unit.RATIO,
    better=Better.NEITHER,
    area=Area.GOVERNANCE,
    period=Period.MONTH_TO_DATE,
    source=("1:17", "1:19", "1:3", "1:53"),
    variants={"points": change},
    flag=several,
)
ADOPTION = Kpi(
    code="crm_adoption",
    en="CRM implementation success",
    zh="CRM实施成功率",
    means=_(
        "Of the goals of introducing the CRM that came due, the share that was met. Beside it: of the people with a seat (they may sign in and are in a team), the share that logged a touch, took a call or wrote a record in the window."
    ),
    formula=introduced_well / of_introducing,
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.GOVERNANCE,
    period=Period.MONTH_TO_DATE,
    source=("4:12",),
    variants={"active_seats": used / seats},
    companions={"active_seats": "active_seats"},
)
SCORECARD = Derived(
    code="kpi_scorecard",
    from_published=True,
    en="Rep and team KPI scorecard",
    zh="销售人员和团队KPI评价",
    means=_(
        "Each KPI of the card against its target, weighted. A KPI without figure or target is left out, and its weight with it; the card names it."
    ),
    formula=_("Σ weight × attainment ÷ Σ weight of the KPIs that have a value"),
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.GOVERNANCE,
    period=Period.MONTH_TO_DATE,
    source=("0:114", "0:120", "4:18"),
    compute=score,
    flag=score_flag,
)

DECLARED = [GOAL_ATTAINMENT, IMPROVEMENT, ADOPTION, SCORECARD]
