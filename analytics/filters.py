"""What lists of analytics are filtered by."""

from __future__ import annotations

from django_filters import FilterSet

from accounts.models import Team, User
from analytics.models import Goal
from crm_project.filters import Days, Pick, Search


class GoalFilter(FilterSet):
    search = Search("name")
    owner = Pick(User)
    team = Pick(Team)
    due_on = Days()

    class Meta:
        model = Goal
        fields = ["search", "status", "kpi", "owner", "team", "is_implementation", "due_on"]
