"""Reads of marketing that are not one queryset."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum

from marketing.models import Campaign, Member, Spend


def campaign_figures(campaign: Campaign) -> dict[str, Any]:
    """How many a campaign is aimed at, reached, was answered by and took part, and the share that answered.

    The share is None while nobody has been reached.
    """
    members = Member.objects.filter(campaign=campaign)
    found = members.aggregate(
        members=Count("pk"),
        contacted=Count("pk", filter=Q(contacted_on__isnull=False)),
        took_part=Count("pk", filter=Q(took_part_on__isnull=False)),
    )
    responded = members.with_response().filter(responded=True, contacted_on__isnull=False).count()  # type: ignore[misc]
    share = Decimal(responded) / found["contacted"] if found["contacted"] else None
    return {**found, "responded": responded, "response_rate": share}


def campaign_money(campaign: Campaign) -> dict[str, Any]:
    """Planned and actual spend of a campaign, in home currency."""
    found = Spend.objects.filter(campaign=campaign).aggregate(planned=Sum("planned"), actual=Sum("actual"))
    return {name: value if value is not None else Decimal(0) for name, value in found.items()}
