"""Facts of marketing: campaign members and money spent."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from analytics.fact import Fact, LeftOut
from analytics.facts import reasons
from marketing.models import Member, Spend

MEMBERS = Fact(
    name="members",
    label=_("campaign members"),
    model=Member,
    rows=lambda ask: Member.objects.contacted().with_response(until=ask.as_of),
    on="contacted_on",
    dimensions={"owner": "campaign__owner_id", "team": "campaign__team_id", "segment": "segment_id"}
    | {"channel": "campaign__channel_id"},
    also={"campaign": "campaign_id"},
    sources=("member",),
    columns=("customer", "campaign", "contacted_on", "delivered"),
    excluded=LeftOut(
        Member,
        reasons.unreal_customers(),
        on="contacted_on",
        paths={"owner": "campaign__owner_id", "team": "campaign__team_id", "segment": "segment_id"}
        | {"channel": "campaign__channel_id", "campaign": "campaign_id"},
    ),
)
SPEND = Fact(
    name="spend",
    label=_("spend"),
    model=Spend,
    rows=lambda ask: Spend.objects.all(),
    on="day",
    dimensions={"owner": "owner_id", "team": "team_id", "segment": "segment_id", "channel": "channel_id"},
    also={"campaign": "campaign_id", "kind": "kind"},
    sources=("spend",),
    columns=("day", "kind", "campaign", "channel", "planned", "actual", "note"),
)

DECLARED = [MEMBERS, SPEND]
