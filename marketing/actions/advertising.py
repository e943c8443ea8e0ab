"""Advertisements day by day, and touches that belong to a campaign."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.actions.records import create_record, instance_of, lock, update_record
from accounts.models import Interaction, User
from accounts.queries import stamp_for, start_of_day, today
from crm_project.errors import ActionRefused
from marketing.models import AdResult, Campaign, CampaignInteraction


@transaction.atomic
def record_ad_result(source: Any, by: User | None) -> AdResult:
    """Save what an advertisement did on a day; it belongs to the campaign's owner and channel, else to ``by``."""
    result = instance_of(source)
    _check(result)
    campaign = result.campaign
    owner = result.owner or (campaign.owner if campaign else None) or by
    if campaign and result.channel_id is None:
        result.channel_id = campaign.channel_id
    stamp_for(owner, None, start_of_day(result.day)).put_on(result)
    return create_record(source, by)


@transaction.atomic
def update_ad_result(source: Any, by: User | None, version: int | None = None) -> AdResult:
    """Save changed results."""
    _check(instance_of(source))
    return update_record(source, by, version)


@transaction.atomic
def tie_to_campaign(interaction: Interaction, *, by: User | None, campaign: Campaign | None) -> Interaction:
    """Say which campaign an interaction was part of; None: of none."""
    interaction = lock(Interaction, interaction.pk)
    before = CampaignInteraction.objects.filter(interaction=interaction).select_related("campaign").first()
    if campaign is None:
        CampaignInteraction.objects.filter(interaction=interaction).delete()
    else:
        CampaignInteraction.objects.update_or_create(interaction=interaction, defaults={"campaign": campaign})
    old, new = (str(before.campaign) if before else None), (str(campaign) if campaign else None)
    audit.record(by, "tie_to_campaign", interaction, {"campaign": [old, new]})
    return interaction


def _check(result: AdResult) -> None:
    if result.day > today():
        raise ActionRefused(_("This day is still to come."), field="day")
    if result.invalid_clicks > result.clicks:
        raise ActionRefused(_("At most all clicks are invalid."), field="invalid_clicks")
