"""Leads from a file: one row, one lead."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.importing.customer_refs import CUSTOMER_FIELDS, KEY, customers, key_of, segments
from accounts.importing.refs import named, people, team_on, teams
from accounts.models import Channel
from crm_project.importing.fields import Field, Kind, Row, Type
from crm_project.importing.keys import derived_key, once
from crm_project.importing.load import STAGE, Load
from sales.importing.lead_history import lead_history
from sales.importing.product_refs import CATEGORY_PATH, categories
from sales.models import Lead

FIELDS = (
    Field("name", gettext_lazy("name"), required=True, longest=200, headers=("Name", "Lead Name", "Contact", "姓名", "名称", "线索名称")),
    Field("external_id", gettext_lazy("id in the other system"), longest=120, headers=("Lead ID", "ID", "线索编号", "编号")),
    Field("company", gettext_lazy("company"), longest=200, headers=("Company", "Organisation", "公司", "公司名称")),
    Field("email", gettext_lazy("e-mail"), longest=254, headers=("E-mail", "Email", "邮箱")),
    Field("phone", gettext_lazy("phone"), longest=40, headers=("Phone", "Mobile", "电话", "手机")),
    Field("received_at", gettext_lazy("received"), Type.MOMENT, required=True,
          headers=("Received", "Created", "Created At", "Date", "Lead Date", "创建时间", "获取时间", "日期")),
    Field("status", gettext_lazy("status"), Type.CHOICE, default="new", choices=tuple(Lead.Status.values), headers=("Status", "状态", "线索状态")),
    Field("disqualified_reason", gettext_lazy("why disqualified"), Type.CHOICE, choices=tuple(Lead.Disqualified.values),
          headers=("Disqualified Reason", "无效原因")),
    Field("converted_at", gettext_lazy("converted"), Type.MOMENT, headers=("Converted", "Converted At", "转化时间")),
    Field("won_at", gettext_lazy("won"), Type.MOMENT, headers=("Won", "Won At", "成交时间")),
    Field("owner", gettext_lazy("owner"), longest=120, headers=("Owner", "Sales Rep", "负责人", "业务员")),
    Field("team", gettext_lazy("team"), longest=120, headers=("Team", "团队", "部门")),
    Field("segment", gettext_lazy("segment"), longest=120, headers=("Segment", "细分")),
    Field("channel", gettext_lazy("channel"), longest=120, headers=("Channel", "Source", "Lead Source", "渠道", "来源")),
    CATEGORY_PATH,
    Field("campaign", gettext_lazy("campaign's name"), longest=200, headers=("Campaign", "活动", "市场活动")),
    Field("expected_amount", gettext_lazy("expected amount, home currency"), Type.NUMBER, headers=("Expected Amount", "预计金额")),
    *CUSTOMER_FIELDS[:1],
    Field("customer", gettext_lazy("customer's name, once it is one"), longest=200, headers=("Customer", "客户")),
    CUSTOMER_FIELDS[2],
    Field("note", gettext_lazy("note"), headers=("Note", "Notes", "备注")),
    Field("recorded_at", gettext_lazy("recorded"), Type.MOMENT, headers=("Recorded At", "录入时间")),
)  # fmt: skip
PLAIN = (
    "name", "company", "email", "phone", "received_at", "converted_at", "won_at", "expected_amount", "note", "recorded_at",
)  # fmt: skip
UPDATES = {name: (name,) for name in PLAIN} | {
    "status": ("status", "won_at", "disqualified_reason"), "disqualified_reason": ("disqualified_reason", "status"),
    "owner_id": ("owner",), "team_id": ("team",), "segment_id": ("segment",), "channel_id": ("channel",),
    "category_id": ("category",), "campaign_id": ("campaign",), "customer_id": ("customer_id", "customer"),
}  # fmt: skip


def check(row: Row, seen: dict[str, Any]) -> None:
    """A reason makes a lead disqualified, a win makes it converted."""
    key_of(row)
    if row["disqualified_reason"]:
        row["status"] = Lead.Status.DISQUALIFIED
    elif row["won_at"] or (row["converted_at"] and row["status"] == Lead.Status.NEW):
        row["status"] = Lead.Status.CONVERTED
    row["key"] = row["external_id"] or derived_key(seen, row["name"], row["company"], row["received_at"])
    once(seen, row["key"])


def campaigns(load: Load) -> None:
    """Make ``ref_campaign``; a campaign nobody planned is left out with a warning."""
    load.temp(
        "ref_campaign",
        f"SELECT DISTINCT ON (s.campaign) s.campaign AS given, c.id FROM {STAGE} s "
        "JOIN marketing_campaign c ON c.name = s.campaign WHERE s.campaign <> '' ORDER BY s.campaign, c.id",
    )
    load.warn(
        f"SELECT s.line FROM {STAGE} s WHERE s.campaign <> '' "
        "AND NOT EXISTS (SELECT 1 FROM ref_campaign r WHERE r.given = s.campaign)",
        _("there is no campaign of this name; taken without it"),
    )


def load_leads(load: Load) -> None:
    """Find what rows refer to, then write what is new or different."""
    teams(load)
    people(load, "owner", role="rep", at="received_at", team="team")
    segments(load)
    named(load, "channel", Channel, "channels")
    customers(load, at="received_at", status="prospect", owner="owner", team="team", segment="segment")
    categories(load)
    campaigns(load)
    texts = ", ".join(
        f"coalesce(s.{name}, '') AS {name}" for name in ("company", "email", "phone", "note", "disqualified_reason")
    )
    load.temp(
        "new_lead",
        f"SELECT s.line, t.id, s.key AS external_id, %(source)s::text AS source, s.name, {texts}, s.status, s.received_at, "
        f"s.converted_at, s.won_at, s.expected_amount, coalesce(s.recorded_at, %(now)s) AS recorded_at, "
        f"c.id AS customer_id, ref_owner.id AS owner_id, coalesce(ref_segment.id, k.segment_id) AS segment_id, "
        f"coalesce(ref_team.id, {team_on('ref_owner.id', 's.received_at')}) AS team_id, ref_channel.id AS channel_id, "
        f"ref_category.id AS category_id, ref_campaign.id AS campaign_id FROM {STAGE} s "
        "LEFT JOIN ref_customer c ON c.given = s.customer_key LEFT JOIN accounts_customer k ON k.id = c.id "
        "LEFT JOIN sales_lead t ON t.source = %(source)s AND t.external_id = s.key "
        + " ".join(
            f"LEFT JOIN ref_{name} ON ref_{name}.given = s.{name}"
            for name in ("owner", "team", "segment", "channel", "category", "campaign")
        ),
    )
    load.counts = load.upsert(Lead, "new_lead", update=load.pick(UPDATES))
    lead_history(
        load,
        "SELECT t.id FROM sales_lead t JOIN new_lead n ON n.external_id = t.external_id WHERE t.source = %(source)s",
    )


LEADS = Kind(
    name="leads",
    label=gettext_lazy("leads"),
    fields=FIELDS,
    check=check,
    load=load_leads,
    extra={**KEY, "key": Type.TEXT},
    creates=("customers", "owners", "teams", "segments", "channels", "categories"),
)
