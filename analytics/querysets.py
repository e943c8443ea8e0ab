"""Named rows of analytics."""

from __future__ import annotations

from typing import Any, Self

from django.db.models import Q
from django.utils import timezone

from accounts import policy
from accounts.models import Membership
from accounts.querysets import Scoped


class GoalQuerySet(Scoped):
    def counted(self) -> Self:
        """Goals that stand or came due; not those given up."""
        return self.exclude(status="dropped")

    def visible_to(self, user: Any, verb: str = "view") -> Self:
        """A team's goals are also those of the people in it; the company's are everybody's to see."""
        reach = policy.scope(user, verb, self.model)
        if reach in ("", "all"):
            return super().visible_to(user, verb)
        teams = policy.team_ids(user)
        found = Q(owner=user.pk) | Q(responsible=user.pk)
        if verb == "view":
            found |= Q(owner__isnull=True, team__isnull=True) | Q(team__in=teams)
        if reach == "team":
            members = Membership.objects.on(timezone.localdate()).filter(team__in=teams).values("user")
            found |= Q(team__in=teams) | Q(owner__in=members)
        return self.filter(found)


class TargetQuerySet(Scoped):
    def standing(self) -> Self:
        """Those that hold now: neither replaced nor taken away."""
        return self.filter(replaced_at__isnull=True)

    def visible_to(self, user: Any, verb: str = "view") -> Self:
        """A team's targets are also those of the people in it: a person's target names no team."""
        if policy.scope(user, verb, self.model) != "team":
            return super().visible_to(user, verb)
        teams = policy.team_ids(user)
        members = Membership.objects.on(timezone.localdate()).filter(team__in=teams).values("user")
        return self.filter(Q(team__in=teams) | Q(owner=user.pk) | Q(owner__in=members))
