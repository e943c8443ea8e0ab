"""Field jobs and process incidents from a file."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.importing.customer_refs import CUSTOMER_FIELDS, KEY, customers, key_of
from accounts.importing.refs import named, people, team_on, teams
from accounts.models import Channel, Region
from crm_project.importing.errors import BadValue
from crm_project.importing.fields import Field, Kind, Row, Type
from crm_project.importing.keys import derived_key, once
from crm_project.importing.load import STAGE, Load
from service.models import FieldJob, ProcessIncident

JOB_FIELDS = (
    Field("number", gettext_lazy("number"), required=True, longest=60, headers=("Job", "Job ID", "Work Order", "Number", "ID", "工单号", "派工单号", "编号")),
    Field("subject", gettext_lazy("subject"), longest=300, headers=("Subject", "Title", "Description", "主题", "内容")),
    Field("job_type", gettext_lazy("type of job"), longest=80, headers=("Job Type", "Type", "工作类型", "类型")),
    Field("territory", gettext_lazy("territory"), longest=120, headers=("Territory", "Region", "Area", "服务区域", "区域")),
    Field("urgency", gettext_lazy("urgency, 1 to 5"), Type.WHOLE, default=3, headers=("Urgency", "Importance", "紧急程度", "重要性")),
    Field("value_tier", gettext_lazy("value of the customer, 1 to 5"), Type.WHOLE, default=3, headers=("Customer Value", "Value Tier", "客户价值")),
    Field("score", gettext_lazy("priority score, in place of 0.6 × urgency + 0.4 × value"), Type.NUMBER, places=3, headers=("Score", "Priority Score", "优先级分数")),
    Field("created_at", gettext_lazy("created"), Type.MOMENT, required=True, headers=("Created", "Created At", "创建时间")),
    Field("dispatched_at", gettext_lazy("dispatched"), Type.MOMENT, headers=("Dispatched", "Dispatched At", "派工时间")),
    Field("done_at", gettext_lazy("done"), Type.MOMENT, headers=("Done", "Done At", "Completed", "完成时间")),
    Field("cancelled_at", gettext_lazy("cancelled"), Type.MOMENT, headers=("Cancelled", "Cancelled At", "取消时间")),
    Field("owner", gettext_lazy("technician"), longest=120, headers=("Technician", "Engineer", "Owner", "技术员", "工程师")),
    Field("team", gettext_lazy("team"), longest=120, headers=("Team", "团队", "班组")),
    Field("channel", gettext_lazy("channel"), longest=120, headers=("Channel", "渠道")),
    *CUSTOMER_FIELDS,
    Field("note", gettext_lazy("note"), headers=("Note", "Notes", "备注")),
    Field("recorded_at", gettext_lazy("recorded"), Type.MOMENT, headers=("Recorded At", "录入时间")),
)  # fmt: skip
JOB_UPDATES = {
    "subject": ("subject",), "job_type": ("job_type",), "territory_id": ("territory",), "urgency": ("urgency",),
    "value_tier": ("value_tier",), "given_score": ("score",), "created_at": ("created_at",),
    "dispatched_at": ("dispatched_at",), "done_at": ("done_at",), "cancelled_at": ("cancelled_at",), "owner_id": ("owner",),
    "team_id": ("team",), "channel_id": ("channel",), "customer_id": ("customer_id", "customer"), "note": ("note",),
    "recorded_at": ("recorded_at",),
}  # fmt: skip
INCIDENT_FIELDS = (
    Field("external_id", gettext_lazy("id in the other system"), longest=120, headers=("ID", "Incident ID", "编号")),
    Field("occurred_on", gettext_lazy("day it happened"), Type.DAY, required=True, headers=("Day", "Date", "Occurred On", "日期", "发生日期")),
    Field("process", gettext_lazy("process"), required=True, longest=120, headers=("Process", "流程")),
    Field("department", gettext_lazy("department"), longest=120, headers=("Department", "部门")),
    Field("severity", gettext_lazy("severity"), Type.CHOICE, default="medium", choices=tuple(ProcessIncident.Severity.values), headers=("Severity", "严重程度")),
    Field("description", gettext_lazy("what happened"), headers=("Description", "描述", "经过")),
    Field("action_taken", gettext_lazy("what was done about it"), headers=("Action Taken", "Action", "处理措施")),
    Field("owner", gettext_lazy("reported by"), longest=120, headers=("Reported By", "Owner", "报告人")),
    Field("team", gettext_lazy("team"), longest=120, headers=("Team", "团队")),
    Field("recorded_at", gettext_lazy("recorded"), Type.MOMENT, headers=("Recorded At", "录入时间")),
)  # fmt: skip
INCIDENT_UPDATES = {name: (name,) for name in ("occurred_on", "process", "department", "severity", "description")} | {
    "action_taken": ("action_taken",), "owner_id": ("owner",), "team_id": ("team",), "recorded_at": ("recorded_at",),
}  # fmt: skip
INCIDENT_START = "(occurred_on::timestamp AT TIME ZONE %(zone)s)"


def check_job(row: Row, seen: dict[str, Any]) -> None:
    """Times run forwards, urgency and value are 1 to 5."""
    key_of(row)
    for name in ("urgency", "value_tier"):
        if not 1 <= row[name] <= 5:
            raise BadValue(_("%(name)s is %(value)s, not 1 to 5") % {"name": name, "value": row[name]})
    if row["score"] is not None and not 0 <= row["score"] < Decimal(1000):
        raise BadValue(_("%s is no priority score") % row["score"])
    steps = [row[name] for name in ("created_at", "dispatched_at", "done_at") if row[name]]
    if steps != sorted(steps):
        raise BadValue(_("dispatched before it was created, or done before it was dispatched"))
    if row["done_at"] and not row["dispatched_at"]:
        raise BadValue(_("done, but never dispatched"))
    once(seen, row["number"])


def load_jobs(load: Load) -> None:
    """Find people, territories and customers, then write what is new or different."""
    teams(load)
    people(load, "owner", role="agent", at="created_at", team="team")
    named(load, "territory", Region, "regions")
    named(load, "channel", Channel, "channels")
    customers(load, at="created_at", status="customer")
    load.temp(
        "new_job",
        f"SELECT s.line, t.id, s.number, s.number AS external_id, %(source)s::text AS source, "
        f"coalesce(s.subject, s.job_type, s.number) AS subject, coalesce(s.job_type, '') AS job_type, s.urgency, s.value_tier, "
        f"s.score AS given_score, s.created_at, s.dispatched_at, s.done_at, s.cancelled_at, coalesce(s.note, '') AS note, "
        f"coalesce(s.recorded_at, %(now)s) AS recorded_at, ref_owner.id AS owner_id, ref_territory.id AS territory_id, "
        f"coalesce(ref_team.id, {team_on('ref_owner.id', 's.created_at')}) AS team_id, ref_channel.id AS channel_id, "
        f"c.id AS customer_id, k.segment_id FROM {STAGE} s LEFT JOIN ref_customer c ON c.given = s.customer_key "
        "LEFT JOIN accounts_customer k ON k.id = c.id LEFT JOIN service_fieldjob t ON t.number = s.number "
        + " ".join(
            f"LEFT JOIN ref_{name} ON ref_{name}.given = s.{name}" for name in ("owner", "team", "territory", "channel")
        ),
    )
    load.counts = load.upsert(FieldJob, "new_job", update=load.pick(JOB_UPDATES))


def check_incident(row: Row, seen: dict[str, Any]) -> None:
    row["key"] = row["external_id"] or derived_key(
        seen, row["occurred_on"], row["process"], row["department"], row["description"]
    )
    once(seen, row["key"])


def load_incidents(load: Load) -> None:
    """Find people, then write what is new or different."""
    teams(load)
    people(load, "owner", role="rep", at=INCIDENT_START, team="team")
    texts = ", ".join(
        f"coalesce(s.{name}, '') AS {name}" for name in ("process", "department", "description", "action_taken")
    )
    load.temp(
        "new_incident",
        f"SELECT s.line, t.id, s.key AS external_id, %(source)s::text AS source, s.occurred_on, s.severity, {texts}, "
        f"coalesce(s.recorded_at, %(now)s) AS recorded_at, ref_owner.id AS owner_id, "
        f"coalesce(ref_team.id, {team_on('ref_owner.id', f's.{INCIDENT_START[1:-1]}')}) AS team_id FROM {STAGE} s "
        "LEFT JOIN service_processincident t ON t.source = %(source)s AND t.external_id = s.key "
        + " ".join(f"LEFT JOIN ref_{name} ON ref_{name}.given = s.{name}" for name in ("owner", "team")),
    )
    load.counts = load.upsert(ProcessIncident, "new_incident", update=load.pick(INCIDENT_UPDATES))


FIELD_JOBS = Kind(
    name="field_jobs",
    label=gettext_lazy("field jobs"),
    fields=JOB_FIELDS,
    check=check_job,
    load=load_jobs,
    extra=KEY,
    creates=("customers", "owners", "teams", "regions", "channels"),
)
INCIDENTS = Kind(
    name="incidents",
    label=gettext_lazy("process incidents"),
    fields=INCIDENT_FIELDS,
    check=check_incident,
    load=load_incidents,
    extra={"key": Type.TEXT},
    creates=("owners", "teams"),
)
