"""Loaders of worked cases: who has a seat from when until when."""

from __future__ import annotations

from collections.abc import Callable

from accounts.models import Membership, Role, Team
from analytics.golden.world import World


def load_seats(world: World) -> None:
    """Sales reps with a seat; all of them in one team."""
    for row in world.rows("seats"):
        user = world.user(row.get("rep") or row.get("owner"))
        assert user is not None
        user.role = row.get("role") or Role.REP
        user.save()
        team = Team.objects.get_or_create(name=row.get("team") or "Sales")[0]
        until = world.day(row, "until") if row.get("until") else None
        Membership.objects.create(user=user, team=team, since=world.day(row, "since"), until=until)


LOADERS: list[Callable[[World], None]] = [load_seats]
