"""Complaints from a file: one row, one complaint, with what became of it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.importing.customer_refs import CUSTOMER_FIELDS, KEY, customers, key_of
from accounts.importing.refs import named, people, team_on, teams
from accounts.models import Channel
from crm_project.importing.errors import BadValue
from crm_project.importing.fields import Field, Kind, Row, Type
from crm_project.importing.keys import once
from crm_project.importing.load import STAGE, Load
from sales.importing.product_refs import CATEGORY_PATH, PRODUCT_NAME, SKU, categories, product_key, products
from service.models import Complaint, ComplaintEvent

EVENT = ComplaintEvent._meta.db_table
FIELDS = (
    Field("number", gettext_lazy("number"), required=True, longest=60, headers=("Complaint", "Complaint ID", "Number", "ID", "投诉编号", "投诉单号", "编号")),
    Field("subject", gettext_lazy("subject"), longest=300, headers=("Subject", "Issue", "Title", "主题", "投诉问题")),
    Field("description", gettext_lazy("description"), longest=20_000, headers=("Description", "Narrative", "投诉内容", "描述")),
    Field("received_at", gettext_lazy("received"), Type.MOMENT, required=True,
          headers=("Received", "Date Received", "Created", "Date", "投诉时间", "收到时间", "日期")),
    Field("closed_at", gettext_lazy("closed"), Type.MOMENT, headers=("Closed", "Resolved", "结案时间", "关闭时间")),
    Field("outcome", gettext_lazy("outcome"), longest=5000, headers=("Outcome", "Resolution", "处理结果")),
    Field("validity", gettext_lazy("validity"), Type.CHOICE, default="pending", choices=tuple(Complaint.Validity.values), headers=("Valid", "Validity", "是否有效", "有效性")),
    Field("unit", gettext_lazy("responsible unit"), longest=120, headers=("Responsible Unit", "Responsible", "责任部门")),
    Field("duplicate_of", gettext_lazy("number of the complaint it tells of again"), longest=60, headers=("Duplicate Of", "重复于")),
    Field("target_hours", gettext_lazy("to be closed within (hours)"), Type.WHOLE, headers=("Target Hours", "SLA Hours", "时限")),
    *CUSTOMER_FIELDS,
    SKU,
    PRODUCT_NAME,
    CATEGORY_PATH,
    Field("owner", gettext_lazy("agent"), longest=120, headers=("Agent", "Assignee", "Owner", "客服", "处理人", "负责人")),
    Field("team", gettext_lazy("team"), longest=120, headers=("Team", "团队", "部门")),
    Field("channel", gettext_lazy("channel"), longest=120, headers=("Channel", "Submitted via", "渠道", "来源")),
    Field("is_test", gettext_lazy("test record"), Type.YES_NO, default=False, headers=("Test", "测试")),
    Field("recorded_at", gettext_lazy("recorded"), Type.MOMENT, headers=("Recorded At", "录入时间")),
)  # fmt: skip
UPDATES = {name: (name,) for name in ("subject", "description", "received_at", "closed_at", "outcome", "validity", "target_hours", "is_test")} | {
    "unit_id": ("unit",), "customer_id": ("customer_id", "customer"), "product_id": ("sku", "product"), "category_id": ("category",),
    "owner_id": ("owner",), "team_id": ("team",), "channel_id": ("channel",),
}  # fmt: skip


def check(row: Row, seen: dict[str, Any]) -> None:
    """Nothing is closed before it came."""
    key_of(row)
    product_key(row)
    if row["closed_at"] is not None and row["closed_at"] < row["received_at"]:
        raise BadValue(_("%s lies before it was received") % "closed_at")
    if row["target_hours"] is not None and not 0 <= row["target_hours"] < 32768:
        raise BadValue(_("%s is not a number of hours") % row["target_hours"])
    if row["duplicate_of"] == row["number"]:
        raise BadValue(_("a complaint cannot be its own duplicate"))
    once(seen, row["number"])


def load_complaints(load: Load) -> None:
    """Find people, customers and products, write what is new or different, then its history and its duplicates."""
    teams(load)
    teams(load, "unit")
    people(load, "owner", role="agent", at="received_at", team="team")
    named(load, "channel", Channel, "channels")
    customers(load, at="received_at", status="customer")
    categories(load)
    products(load)
    hours = "(SELECT complaint_target_hours FROM accounts_organisation LIMIT 1)"
    refs = ("owner", "team", "unit", "channel", "category")
    load.temp(
        "new_complaint",
        f"SELECT s.line, t.id, s.number, s.number AS external_id, %(source)s::text AS source, "
        f"coalesce(s.subject, s.number) AS subject, coalesce(s.description, '') AS description, s.received_at, s.closed_at, "
        f"coalesce(s.outcome, '') AS outcome, s.validity, coalesce(s.target_hours, {hours}) AS target_hours, s.is_test, "
        f"ref_unit.id AS unit_id, c.id AS customer_id, k.segment_id, k.region_id, p.id AS product_id, "
        f"coalesce(ref_category.id, q.category_id) AS category_id, ref_owner.id AS owner_id, "
        f"coalesce(ref_team.id, {team_on('ref_owner.id', 's.received_at')}) AS team_id, "
        f"coalesce(ref_channel.id, k.channel_id) AS channel_id, coalesce(s.recorded_at, %(now)s) AS recorded_at "
        f"FROM {STAGE} s LEFT JOIN ref_customer c ON c.given = s.customer_key LEFT JOIN accounts_customer k ON k.id = c.id "
        "LEFT JOIN ref_product p ON p.given = s.product_key LEFT JOIN sales_product q ON q.id = p.id "
        "LEFT JOIN service_complaint t ON t.number = s.number "
        + " ".join(f"LEFT JOIN ref_{name} ON ref_{name}.given = s.{name}" for name in refs),
    )
    load.counts = load.upsert(Complaint, "new_complaint", update=load.pick(UPDATES), changed="changed_complaint")
    _duplicates(load)
    _events(load)


def _duplicates(load: Load) -> None:
    """Point at the first of those that tell of the same; an unknown number is noted."""
    found = f"FROM {STAGE} s JOIN service_complaint t ON t.number = s.number JOIN service_complaint o ON o.number = s.duplicate_of"
    load.run(
        f"UPDATE service_complaint x SET duplicate_of_id = n.first FROM (SELECT t.id, coalesce(o.duplicate_of_id, o.id) "
        f"AS first {found}) n WHERE x.id = n.id AND n.first <> x.id AND x.duplicate_of_id IS DISTINCT FROM n.first"
    )
    load.warn(
        f"SELECT s.line FROM {STAGE} s WHERE s.duplicate_of IS NOT NULL AND NOT EXISTS "
        "(SELECT 1 FROM service_complaint o WHERE o.number = s.duplicate_of)",
        _("the complaint it tells of again is not known"),
    )


def _events(load: Load) -> None:
    """What a complaint was judged (when it came, as nobody says when) and when it was closed, each once."""
    load.run(
        f"INSERT INTO {EVENT} (complaint_id, at, kind, validity, duplicate, by_id) SELECT t.id, e.at, e.kind, e.validity, "
        "e.kind = 'classified' AND t.duplicate_of_id IS NOT NULL, NULL FROM changed_complaint n "
        "JOIN service_complaint t ON t.id = n.id CROSS JOIN LATERAL (VALUES "
        "(CASE WHEN t.validity <> 'pending' THEN t.received_at END, 'classified', t.validity), "
        "(t.closed_at, 'closed', '')) AS e(at, kind, validity) WHERE e.at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "
        f"{EVENT} x WHERE (x.complaint_id, x.kind, x.at, x.validity) = (t.id, e.kind, e.at, e.validity)) ORDER BY t.id, e.at"
    )


COMPLAINTS = Kind(
    name="complaints",
    label=gettext_lazy("complaints"),
    fields=FIELDS,
    check=check,
    load=load_complaints,
    extra={**KEY, "product_key": Type.TEXT},
    creates=("customers", "products", "categories", "owners", "teams", "channels"),
)
