"""What the homes list beside the figures: what is due, what is open, who waits, how the filler fares."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Max, Min, Q, Sum

from accounts import policy
from accounts.models import ImportRun, Interaction, Membership, User
from analytics.kpi import Kpi
from analytics.models import DirtyDay, FillRun, Snapshot, Target
from analytics.scopes import Scope
from marketing.models import Campaign
from sales.models import Deal
from service.models import Ticket

SHOWN = 10


def follow_ups(user: User, day: dt.date) -> list[Interaction]:
    """A person's follow-ups due on a day or overdue, the oldest first."""
    rows = Interaction.objects.visible_to(user).due(user, day).select_related("customer")
    return list(rows.order_by("follow_up_on", "id")[:SHOWN])


def open_tasks(user: User) -> list[Interaction]:
    """What a person planned and has not done."""
    rows = Interaction.objects.visible_to(user).filter(owner=user, done=False).select_related("customer")
    return list(rows.order_by("at", "id")[:SHOWN])


@dataclass(frozen=True)
class Step:
    """Open deals of one stage: how many, what they are worth, and weighted by win probability (home currency)."""

    stage: str
    count: int
    amount: Decimal
    weighted: Decimal


def pipeline(user: User, owners: list[int] | None = None) -> list[Step]:
    """Open deals by stage, as far as a person may see them; of some owners only."""
    deals = Deal.objects.visible_to(user).open()
    if owners is not None:
        deals = deals.filter(owner__in=owners)
    rows = deals.order_by("stage__position", "stage_id").values("stage__name")
    sums = rows.annotate(n=Count("pk"), amount=Sum("amount_home"), weighted=Sum(F("amount_home") * F("probability")))
    return [Step(row["stage__name"], row["n"], row["amount"], row["weighted"]) for row in sums]


def waiting_tickets(user: User, limit: int = 12, **narrowed: Any) -> list[Ticket]:
    """Open tickets a person may see: those nobody answered first, of them the longest waiting first."""
    rows = Ticket.objects.visible_to(user).open().filter(**narrowed).select_related("customer", "queue", "owner")
    return list(rows.order_by(F("first_response_at").asc(nulls_first=True), "opened_at", "id")[:limit])


def colleagues(user: User, teams: list[int] | None, day: dt.date) -> list[User]:
    """Who is in one of the teams on a day; everybody active when no team is said."""
    people = User.objects.visible_to(user).active()
    if teams is None:
        return list(people)
    members = Membership.objects.visible_to(user).on(day).filter(team__in=teams).values("user")
    return list(people.filter(pk__in=members))


def running_campaigns(user: User, day: dt.date) -> list[Campaign]:
    rows = Campaign.objects.visible_to(user).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)
    return list(rows.order_by("ends_on", "id")[:SHOWN])


def fill_runs(user: User, limit: int = 5) -> list[FillRun]:
    return list(policy.visible(user, FillRun.objects.all()).order_by("-id")[:limit])


def dirty_days(user: User) -> list[dict[str, Any]]:
    """What waits to be filled, by source: how many days, from when to when."""
    if not policy.can(user, "view", "analytics.fillrun"):
        return []
    rows = DirtyDay.objects.order_by("source").values("source")
    return [dict(row) for row in rows.annotate(days=Count("day", distinct=True), first=Min("day"), last=Max("day"))]


def imports(user: User, limit: int = 5) -> list[ImportRun]:
    return list(ImportRun.objects.visible_to(user).select_related("by")[:limit])


def people_by_role(user: User) -> list[dict[str, Any]]:
    rows = User.objects.visible_to(user).active().order_by("role").values("role")
    return list(rows.annotate(n=Count("pk")))


def quota_months(user: User, year: int) -> list[dict[str, Any]]:
    """The people's monthly sales targets of a year, added up by month."""
    rows = Target.objects.visible_to(user).filter(kpi="sales_revenue", replaced_at__isnull=True, period="month")
    rows = rows.filter(starts_on__year=year, owner__isnull=False, category__isnull=True)
    sums = rows.order_by("starts_on").values("starts_on").annotate(amount=Sum("amount"), people=Count("owner"))
    return [dict(row) for row in sums]


def published(kpi: Kpi, scope: Scope, limit: int = SHOWN) -> list[Snapshot]:
    """What was published about a scope the asker may read: the newest day first, restatements and all."""
    rows = Snapshot.objects.filter(kpi=kpi.code, scope=scope.kind, scope_id=scope.id)
    return list(rows.order_by("-day", "-revision")[:limit])
