"""Facts of advertising: what advertisements did day by day."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from analytics.fact import Fact
from analytics.facts.sales import STAMPS
from marketing.models import AdResult

AD_RESULTS = Fact(
    name="ad_results",
    label=_("ad results"),
    model=AdResult,
    rows=lambda ask: AdResult.objects.all(),
    on="day",
    dimensions=STAMPS,
    also={"campaign": "campaign_id", "ad": "ad", "placement": "placement"},
    sources=("ad_result",),
    columns=("day", "ad", "placement", "channel", "impressions", "clicks", "invalid_clicks", "spend", "revenue"),
    entered="marketing:adresult_list",
)

DECLARED = [AD_RESULTS]
