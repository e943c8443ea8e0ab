"""What advertisements did, from a platform's file: one row, one advertisement on one day."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.importing.refs import named, reject_unknown
from accounts.models import Channel
from crm_project.importing.errors import BadValue
from crm_project.importing.fields import Field, Kind, Row, Type
from crm_project.importing.keys import derived_key, once
from crm_project.importing.load import STAGE, Load
from marketing.models import AdResult

COUNTS = ("impressions", "clicks", "invalid_clicks", "conversions")
FIELDS = (
    Field("external_id", gettext_lazy("id in the other system"), longest=120, headers=("ID", "编号")),
    Field("day", gettext_lazy("day"), Type.DAY, required=True, headers=("Day", "Date", "日期")),
    Field("ad", gettext_lazy("advertisement"), required=True, longest=200,
          headers=("Ad", "Ad Name", "Creative", "广告", "广告名称", "创意")),
    Field("placement", gettext_lazy("placement"), longest=120, headers=("Placement", "Position", "广告位", "版位")),
    Field("channel", gettext_lazy("channel"), longest=120, headers=("Channel", "Platform", "渠道", "平台")),
    Field("campaign", gettext_lazy("campaign"), longest=200, headers=("Campaign", "Campaign Name", "推广计划", "活动")),
    Field("impressions", gettext_lazy("impressions"), Type.WHOLE, default=0, headers=("Impressions", "展示", "曝光", "展现量")),
    Field("clicks", gettext_lazy("clicks"), Type.WHOLE, default=0, headers=("Clicks", "点击", "点击量")),
    Field("invalid_clicks", gettext_lazy("invalid clicks"), Type.WHOLE, default=0, headers=("Invalid Clicks", "无效点击")),
    Field("spend", gettext_lazy("spend, home currency"), Type.NUMBER, default=0, headers=("Spend", "Cost", "花费", "消费")),
    Field("conversions", gettext_lazy("conversions"), Type.WHOLE, default=0, headers=("Conversions", "转化", "转化数")),
    Field("revenue", gettext_lazy("attributed revenue, home currency"), Type.NUMBER, default=0,
          headers=("Revenue", "Conversion Value", "成交金额", "转化金额")),
)  # fmt: skip
UPDATES = {name: (name,) for name in ("day", "ad", "placement", *COUNTS, "spend", "revenue")}
UPDATES |= {"channel_id": ("channel",), "campaign_id": ("campaign",)}


def check(row: Row, seen: dict[str, Any]) -> None:
    """A row without an id is known by day, advertisement, placement, channel and campaign."""
    if any(row[name] < 0 for name in (*COUNTS, "spend", "revenue")):
        raise BadValue(_("counts and money are not negative"))
    if row["invalid_clicks"] > row["clicks"]:
        raise BadValue(_("at most all clicks are invalid"))
    row["key"] = row["external_id"] or derived_key(
        seen, row["day"], row["ad"], row["placement"], row["channel"], row["campaign"]
    )
    once(seen, row["key"])


def load_ad_results(load: Load) -> None:
    """Find channels and campaigns, then write what is new or different."""
    named(load, "channel", Channel, "channels")
    load.temp(
        "ref_campaign",
        f"SELECT DISTINCT s.campaign AS given, (SELECT c.id FROM marketing_campaign c WHERE c.name = s.campaign "
        f"ORDER BY c.id DESC LIMIT 1) AS id FROM {STAGE} s WHERE s.campaign <> ''",
    )
    reject_unknown(load, "campaign", _("there is no campaign “%s”"))
    load.temp(
        "new_ad_result",
        f"SELECT s.line, t.id, s.key AS external_id, %(source)s::text AS source, s.day, s.ad, "
        f"coalesce(s.placement, '') AS placement, coalesce(ref_channel.id, c.channel_id) AS channel_id, "
        f"ref_campaign.id AS campaign_id, c.owner_id, c.team_id, s.impressions, s.clicks, s.invalid_clicks, s.spend, "
        f"s.conversions, s.revenue FROM {STAGE} s LEFT JOIN ref_channel ON ref_channel.given = s.channel "
        "LEFT JOIN ref_campaign ON ref_campaign.given = s.campaign LEFT JOIN marketing_campaign c ON c.id = ref_campaign.id "
        "LEFT JOIN marketing_adresult t ON t.source = %(source)s AND t.external_id = s.key",
    )
    load.counts = load.upsert(AdResult, "new_ad_result", update=load.pick(UPDATES))


AD_RESULTS = Kind(
    name="ad_results",
    label=gettext_lazy("ad results"),
    fields=FIELDS,
    check=check,
    load=load_ad_results,
    extra={"key": Type.TEXT},
    creates=("channels",),
)
