"""Facts of governance: goals that came due, how far they got, and who uses the CRM."""

from __future__ import annotations

from django.db.models import DateField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Least
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from analytics.fact import Ask, Fact, Standing
from analytics.models import Activity, Goal, GoalReading
from analytics.to_date import ToDate


def readings(ask: Ask) -> QuerySet:
    rows = GoalReading.objects.filter(value__isnull=False, goal__baseline_value__isnull=False)
    return rows.exclude(goal__status="dropped")


def seats(ask: Ask) -> QuerySet:
    """Memberships of people who may sign in; of several at once, the one joined last is the seat."""
    later = Q(since__gt=OuterRef("since")) | Q(since=OuterRef("since"), pk__gt=OuterRef("pk"))
    following = Membership.objects.filter(later, user=OuterRef("user")).order_by("since", "pk")
    over = ExpressionWrapper(F("until") + 1, output_field=DateField())
    rows = Membership.objects.filter(user__is_active=True).annotate(
        following=Subquery(following.values("since")[:1]), over=over
    )
    return rows.annotate(x_from=F("since"), x_until=Least("over", "following"))


def used_seats(ask: Ask) -> QuerySet:
    """What people with a seat that day did, with the team they had it in."""
    rows = Activity.objects.filter(user__is_active=True).annotate(day=ask.trunc("at"))
    seat = Membership.objects.filter(user=OuterRef("user"), since__lte=OuterRef("day")).filter(
        Q(until__isnull=True) | Q(until__gte=OuterRef("day"))
    )
    rows = rows.filter(Exists(seat))
    return rows.annotate(team_then=Subquery(seat.order_by("-since", "-pk").values("team")[:1]))


GOALS_DUE = Fact(
    name="goals_due",
    label=_("goals that came due"),
    model=Goal,
    rows=lambda ask: Goal.objects.counted(),
    on="due_on",
    dimensions={"owner": "owner_id", "team": "team_id"},
    also={"kpi": "kpi", "goal": "pk", "role": "owner__role"},
    sources=("goal",),
    columns=("name", "kpi", "due_on", "baseline_value", "target_value", "actual", "status", "missing"),
    entered="analytics:goal_list",
)
READINGS = ToDate(
    name="goal_readings",
    label=_("goals with a baseline and a figure"),
    model=Goal,
    rows=readings,
    on="on",
    once=("goal_id",),
    keep="latest",
    row="goal_id",
    dimensions={"owner": "goal__owner_id", "team": "goal__team_id"},
    also={"kpi": "goal__kpi", "goal": "goal_id"},
    sources=("goal_reading",),
    columns=("name", "kpi", "due_on", "baseline_value", "target_value", "actual"),
    entered="analytics:goal_list",
)
SEATS = Standing(
    name="seats",
    label=_("seats"),
    model=Membership,
    rows=seats,
    dimensions={"owner": "user_id", "team": "team_id"},
    also={"role": "user__role"},
    began="since",
    columns=("user", "team", "since", "until"),
    entered="accounts:user_list",
)
USED_SEATS = ToDate(
    name="used_seats",
    label=_("seats that were used"),
    model=Activity,
    rows=used_seats,
    at="at",
    once=("user_id",),
    dimensions={"owner": "user_id", "team": "team_then"},
    also={"role": "user__role"},
    columns=("user", "at", "what"),
    entered="accounts:interaction_list",
)


def met(ask: Ask) -> Q:
    """Reached, as far as it had been found out."""
    found = Q(status="met")
    return found & Q(evaluated_at__lt=ask.known_before) if ask.known_before else found


CHANGE = F("value") - F("goal__baseline_value")

# Seats are asked of the rows: a few hundred memberships, which reach back further than anything else does.
DECLARED = [GOALS_DUE, READINGS]
