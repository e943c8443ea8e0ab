"""What lists of analytics are filtered by."""

from __future__ import annotations

from django_filters import FilterSet

from accounts.models import Team, User
from analytics.models import CustomerScore, Goal, Scorecard
from crm_project.filters import Days, Key, Pick, Search


class GoalFilter(FilterSet):
    search = Search("name")
    owner = Pick(User)
    team = Pick(Team)
    due_on = Days()

    class Meta:
        model = Goal
        fields = ["search", "status", "kpi", "owner", "team", "is_implementation", "due_on"]


class ScorecardFilter(FilterSet):
    search = Search("name")

    class Meta:
        model = Scorecard
        fields = ["search", "scope", "for_role"]


class ScoreFilter(FilterSet):
    """Scores of a customer, a day, or an RFM segment."""

    customer = Key()
    day = Days()
    team = Pick(Team)

    class Meta:
        model = CustomerScore
        fields = ["customer", "day", "rfm_segment", "team"]
