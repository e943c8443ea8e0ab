"""Customers from a file: one row, one customer, known by its external id or else by its name."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from accounts.importing.customer_refs import KINDS, same_name, segments
from accounts.importing.refs import named, people, team_on, teams
from accounts.models import Channel, Customer, CustomerStatus, Region
from crm_project.importing.fields import Field, Kind, Row, Type
from crm_project.importing.keys import once
from crm_project.importing.load import STAGE, Load

TEXTS = {"email": 254, "phone": 40, "website": 200, "industry": 80, "city": 80, "address": 300, "note": 0}
STATUSES = tuple(Customer.Status.values)

FIELDS = (
    Field("name", gettext_lazy("name"), required=True, longest=200,
          headers=("Customer Name", "Account", "Company", "Name", "客户名称", "名称", "公司名称", "姓名")),
    Field("external_id", gettext_lazy("id in the other system"), longest=120,
          headers=("Customer ID", "ID", "Account ID", "Code", "客户编号", "编号", "客户ID")),
    Field("kind", gettext_lazy("company or person"), Type.CHOICE, default="company", choices=KINDS,
          headers=("Type", "Customer Type", "客户类型", "类型")),
    Field("status", gettext_lazy("status"), Type.CHOICE, default="prospect", choices=STATUSES, headers=("Status", "状态")),
    Field("owner", gettext_lazy("owner"), longest=120, headers=("Owner", "Sales Rep", "负责人", "业务员", "销售")),
    Field("team", gettext_lazy("team"), longest=120, headers=("Team", "Department", "团队", "部门")),
    Field("segment", gettext_lazy("segment"), longest=120, headers=("Segment", "客户分类", "细分", "客户级别")),
    Field("channel", gettext_lazy("came through"), longest=120, headers=("Channel", "Source", "渠道", "来源")),
    Field("region", gettext_lazy("region"), longest=120, headers=("Region", "Territory", "地区", "区域", "大区")),
    Field("email", gettext_lazy("e-mail"), longest=254, headers=("E-mail", "Email", "Mail", "邮箱", "电子邮件")),
    Field("phone", gettext_lazy("phone"), longest=40, headers=("Phone", "Telephone", "Mobile", "电话", "手机")),
    Field("website", gettext_lazy("website"), longest=200, headers=("Website", "URL", "网站", "网址")),
    Field("industry", gettext_lazy("industry"), longest=80, headers=("Industry", "Sector", "行业")),
    Field("city", gettext_lazy("city"), longest=80, headers=("City", "城市")),
    Field("country", gettext_lazy("country, two letters"), longest=2, headers=("Country Code", "国家代码")),
    Field("address", gettext_lazy("address"), longest=300, headers=("Address", "Street", "地址")),
    Field("note", gettext_lazy("note"), headers=("Note", "Notes", "Remark", "备注")),
    Field("since", gettext_lazy("known since"), Type.DAY, headers=("Since", "Customer Since", "Created", "成为客户日期", "建档日期")),
    Field("is_test", gettext_lazy("test record"), Type.YES_NO, default=False, headers=("Test", "测试")),
    Field("is_internal", gettext_lazy("our own company"), Type.YES_NO, default=False, headers=("Internal", "内部")),
)  # fmt: skip
REFERENCES = ("owner", "team", "segment", "channel", "region")


UPDATES = {
    "name": ("name",), "kind": ("kind",), "status": ("status",), "owner_id": ("owner",), "team_id": ("team",),
    "segment_id": ("segment",), "channel_id": ("channel",), "region_id": ("region",), "country": ("country",),
    "since": ("since",), "is_test": ("is_test",), "is_internal": ("is_internal",),
} | {name: (name,) for name in TEXTS}  # fmt: skip


def check(row: Row, seen: dict[str, Any]) -> None:
    """One customer once in a file."""
    key = row["external_id"] or row["name"].lower()
    once(seen, key)


def load_customers(load: Load) -> None:
    """Find owner, team and lists, then write what is new or different, with its history."""
    teams(load)
    people(load, "owner", role="rep", at="coalesce(since::timestamp AT TIME ZONE %(zone)s, %(now)s)", team="team")
    segments(load)
    named(load, "channel", Channel, "channels")
    named(load, "region", Region, "regions")
    load.temp("new_customer", _select())
    load.counts = load.upsert(Customer, "new_customer", update=load.pick(UPDATES), changed="changed_customer")
    _remember_changes(load)


def _select() -> str:
    texts = ", ".join(f"coalesce(s.{name}, '') AS {name}" for name in (*TEXTS, "external_id"))
    joins = " ".join(f"LEFT JOIN ref_{name} ON ref_{name}.given = s.{name}" for name in REFERENCES)
    return (
        f"SELECT s.line, coalesce(x.id, y.id) AS id, s.name, s.kind, s.status, {texts}, upper(coalesce(s.country, '')) AS country, s.since, s.is_test, "
        f"s.is_internal, %(source)s::text AS source, ref_owner.id AS owner_id, "
        f"coalesce(ref_team.id, {team_on('ref_owner.id', '%(now)s::timestamptz')}) AS team_id, "
        f"ref_segment.id AS segment_id, ref_channel.id AS channel_id, ref_region.id AS region_id FROM {STAGE} s "
        f"LEFT JOIN accounts_customer x ON x.external_id = s.external_id AND x.source = %(source)s "
        f"LEFT JOIN ({same_name(STAGE, 'name', 'w.external_id IS NULL', 'line')}) y ON y.given = s.line {joins}"
    )


def _remember_changes(load: Load) -> None:
    """A change of status, owner, team or segment is dated now; a new customer's first row, since they are known."""
    load.run(
        f"INSERT INTO {CustomerStatus._meta.db_table} (customer_id, at, status, owner_id, team_id, segment_id) "
        f"SELECT c.id, CASE WHEN h.customer_id IS NULL AND c.since IS NOT NULL "
        f"THEN c.since::timestamp AT TIME ZONE %(zone)s ELSE %(now)s END, c.status, c.owner_id, c.team_id, c.segment_id "
        f"FROM changed_customer n JOIN accounts_customer c ON c.id = n.id LEFT JOIN LATERAL "
        f"(SELECT * FROM {CustomerStatus._meta.db_table} h WHERE h.customer_id = c.id ORDER BY at DESC, id DESC LIMIT 1) h "
        f"ON true WHERE (h.status, h.owner_id, h.team_id, h.segment_id) "
        f"IS DISTINCT FROM (c.status, c.owner_id, c.team_id, c.segment_id)"
    )


CUSTOMERS = Kind(
    name="customers",
    label=gettext_lazy("customers"),
    fields=FIELDS,
    check=check,
    load=load_customers,
    creates=("owners", "teams", "segments", "channels", "regions"),
)
