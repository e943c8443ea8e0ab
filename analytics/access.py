"""Whose figures a person may read: the KPI policy turned into scopes, and the KPIs their role may see."""

from __future__ import annotations

from typing import Any

from django.db import models

from accounts import policy
from accounts.models import Team, User
from analytics.kpi import Area, Kpi, Unit
from analytics.kpis import KPIS
from analytics.scopes import COMPANY, Scope

VIEWED = "analytics.kpi"


def readable_kpis(user: Any) -> list[Kpi]:
    """The KPIs of a role's field classes: who reads no money sees money only where it is marketing's own."""
    if not policy.can(user, "view", VIEWED):
        return []
    return [kpi for kpi in KPIS.values() if may_read(user, kpi)]


def may_read(user: Any, kpi: Kpi) -> bool:
    if kpi.reads and kpi.reads not in policy.READABLE.get(policy.role_of(user), ()):
        return False
    money = kpi.unit in (Unit.MONEY, Unit.MONEY_PER, Unit.MONEY_PER_DAY)
    return (
        not money
        or kpi.area in (Area.MARKETING, Area.ADVERTISING)
        or "money" in policy.READABLE.get(policy.role_of(user), ())
    )


def own_scope(user: Any) -> Scope:
    """What a person's figures are about unless they ask otherwise: the company, the first of their teams, themselves."""
    reach = policy.scope(user, "view", VIEWED)
    if reach == "all":
        return COMPANY
    if reach == "team":
        teams = top_teams(user)
        if teams:
            return Scope("team", teams[0].pk, teams[0].name)
    return Scope("owner", user.pk, str(user))


def top_teams(user: Any) -> list[Team]:
    """The teams a person may read, those not below another of them first."""
    ids = policy.team_ids(user)
    teams = list(Team.objects.filter(pk__in=ids))
    return sorted(teams, key=lambda team: (team.parent_id in ids, team.name))


def scopes_of(user: Any) -> list[Scope]:
    """Every scope a person may choose, widest first."""
    reach = policy.scope(user, "view", VIEWED)
    mine = Scope("owner", user.pk, str(user))
    if reach == "all":
        teams = [Scope("team", team.pk, team.name) for team in Team.objects.order_by("name")]
        people = [Scope("owner", one.pk, str(one)) for one in User.objects.active()]
        return [COMPANY, *teams, *people]
    if reach == "team":
        teams = [Scope("team", team.pk, team.name) for team in top_teams(user)]
        members = User.objects.filter(memberships__team_id__in=policy.team_ids(user)).distinct()
        return [*teams, mine, *(Scope("owner", one.pk, str(one)) for one in members if one.pk != user.pk)]
    return [mine]


def scope_for(user: Any, kind: str, scope_id: int) -> Scope | None:
    """The scope asked for, if the person may read it; else None (the door answers 404)."""
    reach = policy.scope(user, "view", VIEWED)
    if kind == "company":
        return COMPANY if reach == "all" else None
    model: type[Team] | type[User] = Team if kind == "team" else User
    found = model._default_manager.filter(pk=scope_id).first()
    if found is None or not reach:
        return None
    scope = Scope(kind, found.pk, str(found))
    if reach == "all" or (kind == "owner" and found.pk == user.pk):
        return scope
    if reach != "team":
        return None
    ids = policy.team_ids(user)
    if kind == "team":
        return scope if found.pk in ids else None
    return scope if User.objects.filter(pk=found.pk, memberships__team_id__in=ids).exists() else None


def published_for(user: Any, rows: models.QuerySet) -> models.QuerySet:
    """The part of published figures that a person may read: in their scopes, of KPIs their role may see."""
    reach = policy.scope(user, "view", VIEWED)
    if not reach:
        return rows.none()
    if any(not may_read(user, kpi) for kpi in KPIS.values()):
        rows = rows.filter(kpi__in=[kpi.code for kpi in readable_kpis(user)])
    if reach == "all":
        return rows
    mine = models.Q(scope="owner", scope_id=user.pk)
    if reach == "team":
        ids = policy.team_ids(user)
        members = User.objects.filter(memberships__team_id__in=ids).values("pk")
        mine |= models.Q(scope="team", scope_id__in=ids) | models.Q(scope="owner", scope_id__in=members)
    return rows.filter(mine)
