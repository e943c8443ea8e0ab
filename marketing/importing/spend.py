"""What marketing planned and spent, and what customers' data was used for, from files."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.importing.customer_refs import CUSTOMER_FIELDS
from accounts.importing.refs import team_on
from accounts.importing.table import (
    CHANNEL,
    EXTERNAL_ID,
    NOTE,
    OWNER,
    SHORT_NOTE,
    TEAM,
    Column,
    Table,
    by_channel,
    by_customer,
    by_owner,
    customer_column,
    keyed,
    kind_of,
    not_to_come,
    owned,
    same,
    segment_column,
    stood_at,
    texts,
    there,
    with_customer,
)
from crm_project.importing.errors import BadValue
from crm_project.importing.fields import Field, Row, Type, day_start
from marketing.models import Campaign, DataUse, Spend

SPEND_FIELDS = (
    EXTERNAL_ID,
    Field("day", gettext_lazy("day"), Type.DAY, required=True, headers=("Day", "Date", "日期")),
    Field("kind", gettext_lazy("what for"), Type.CHOICE, default="promotion", choices=tuple(Spend.Kind.values), headers=("Kind", "Type", "类别", "费用类别")),
    Field("campaign", gettext_lazy("campaign"), longest=200, headers=("Campaign", "活动", "市场活动")),
    CHANNEL,
    Field("planned", gettext_lazy("planned, home currency"), Type.NUMBER, default=0, headers=("Planned", "Budget", "预算", "计划")),
    Field("actual", gettext_lazy("spent, home currency"), Type.NUMBER, default=0, headers=("Actual", "Spent", "Amount", "实际", "金额")),
    Field("acquisition", gettext_lazy("wins new customers"), Type.YES_NO, headers=("Acquisition", "获客")),
    OWNER,
    TEAM,
    NOTE,
)  # fmt: skip
USE_FIELDS = (
    EXTERNAL_ID,
    *CUSTOMER_FIELDS,
    Field("used_on", gettext_lazy("day of use"), Type.DAY, required=True, headers=("Used On", "Date", "使用日期", "日期")),
    Field("use", gettext_lazy("used for"), Type.CHOICE, required=True, choices=tuple(DataUse.Use.values), headers=("Use", "Used For", "用途")),
    Field("consented", gettext_lazy("with consent"), Type.YES_NO, default=True, headers=("Consent", "Consented", "是否同意")),
    SHORT_NOTE,
)  # fmt: skip
USED = day_start("s.used_on")
WHOSE = f"coalesce({stood_at('owner_id', USED)}, k.owner_id)"
OF_CUSTOMER = ("customer_id", "customer")


def wins_customers(row: Row, seen: dict[str, Any]) -> None:
    """Money wins new customers unless it serves those there are."""
    serves = row["kind"] == Spend.Kind.SERVICE
    if row["acquisition"] is None:
        row["acquisition"] = not serves
    if row["acquisition"] and serves:
        raise BadValue(_("customer service cost does not win new customers"))


SPEND = kind_of(
    "spend",
    gettext_lazy("marketing spend"),
    SPEND_FIELDS,
    Table(
        Spend,
        same("day", "kind", "planned", "actual")
        | texts("note")
        | {
            "is_acquisition": Column("s.acquisition", ("acquisition", "kind")),
            "campaign_id": Column("ref_campaign.id", ("campaign",)),
            "channel_id": Column("coalesce(ref_channel.id, c.channel_id)", ("channel", "campaign")),
        }
        | owned(day_start("s.day")),
        (
            *by_owner(day_start("day"), "marketer"),
            by_channel(),
            there("campaign", Campaign, "name", gettext_lazy("there is no campaign “%s”"),
                  more="LEFT JOIN marketing_campaign c ON c.id = ref_campaign.id"),
        ),
    ),
    wins_customers,
    keyed("day", "kind", "campaign", "channel", "note"),
)  # fmt: skip

DATA_USES = kind_of(
    "data_uses",
    gettext_lazy("uses of data"),
    USE_FIELDS,
    Table(
        DataUse,
        {'"on"': Column("s.used_on", ("used_on",))}
        | texts("note")
        | same("use", "consented")
        | customer_column()
        | segment_column(USED)
        | {
            "owner_id": Column(WHOSE, OF_CUSTOMER),
            "team_id": Column(team_on(WHOSE, USED), OF_CUSTOMER),
            "channel_id": Column("k.channel_id", OF_CUSTOMER),
        },
        (by_customer("used_on"),),
        rules=(not_to_come('"on"'),),
    ),
    with_customer,
    keyed("customer_id", "customer", "used_on", "use", "note"),
)
