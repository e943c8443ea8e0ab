"""Reads of marketing that are not one queryset."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext_lazy as _

from accounts.queries import today
from marketing.models import Campaign, Invitation, Member, Spend, Survey


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


USUAL = {
    "index": (_("Product quality"), _("Service attitude"), _("Fair price"), _("Overall satisfaction")),
    "ad": (_("Creativity"), _("Liking"), _("Makes one want to buy"), _("Comprehension"), _("Impression")),
}


def usual_attributes(kind: str) -> tuple[Any, ...]:
    """What a survey of a kind asks to be scored when nobody says otherwise."""
    return USUAL.get(kind, ())


def invitation_of(token: str) -> Invitation | None:
    """The invitation a public address belongs to, with its survey and customer."""
    rows = Invitation.objects.filter(token=token[:40]).select_related("survey", "customer__owner")
    return rows.first() if "\x00" not in token else None


def is_open(survey: Survey) -> bool:
    """Whether a survey takes answers today."""
    return survey.opens_on <= today() and (survey.closes_on is None or today() <= survey.closes_on)


def survey_figures(survey: Survey) -> dict[str, Any]:
    """How many were asked and answered; the share is None while nobody was asked."""
    asked = survey.invitations.count()
    came = survey.invitations.filter(answer__isnull=False).count()
    share = Decimal(came) / asked if asked else None
    return {"asked": asked, "came": came, "share": share, "answers": survey.answers.counted().count()}
