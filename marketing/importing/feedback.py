"""Suggestions and opinions from a file: one row, one of them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.importing.customer_refs import CUSTOMER_FIELDS, KEY, customers, key_of
from accounts.importing.refs import named, people, team_on, teams
from accounts.models import Channel
from crm_project.importing.errors import BadValue
from crm_project.importing.fields import Field, Kind, Row, Type
from crm_project.importing.keys import derived_key, once
from crm_project.importing.load import STAGE, Load
from marketing.models import Feedback

FIELDS = (
    Field("external_id", gettext_lazy("id in the other system"), longest=120, headers=("Feedback ID", "ID", "反馈编号", "编号")),
    Field("kind", gettext_lazy("suggestion or opinion"), Type.CHOICE, default="opinion", choices=tuple(Feedback.Kind.values), headers=("Kind", "Type", "类型")),
    Field("origin", gettext_lazy("how it reached us"), Type.CHOICE, default="follow_up", choices=tuple(Feedback.Origin.values), headers=("Origin", "Source", "来源")),
    Field("text", gettext_lazy("text"), required=True, longest=5000, headers=("Feedback", "Text", "Comment", "内容", "意见", "反馈内容")),
    Field("topic", gettext_lazy("topic"), longest=80, headers=("Topic", "Category", "主题", "分类")),
    Field("received_at", gettext_lazy("received or found"), Type.MOMENT, required=True,
          headers=("Received", "Found", "Date", "收到时间", "发现时间", "日期")),
    Field("dissatisfied", gettext_lazy("dissatisfied"), Type.YES_NO, default=False, headers=("Dissatisfied", "不满意", "是否不满")),
    Field("answered_at", gettext_lazy("answered"), Type.MOMENT, headers=("Answered", "Replied", "答复时间", "回应时间")),
    Field("reply", gettext_lazy("our answer"), longest=5000, headers=("Reply", "Answer", "答复")),
    Field("resolved_at", gettext_lazy("resolved"), Type.MOMENT, headers=("Resolved", "解决时间", "解决日期")),
    Field("target_hours", gettext_lazy("to be answered within (hours)"), Type.WHOLE, headers=("Target Hours", "时限")),
    *CUSTOMER_FIELDS,
    Field("owner", gettext_lazy("owner"), longest=120, headers=("Owner", "Assignee", "负责人", "处理人")),
    Field("team", gettext_lazy("team"), longest=120, headers=("Team", "团队", "部门")),
    Field("channel", gettext_lazy("channel"), longest=120, headers=("Channel", "渠道")),
    Field("is_test", gettext_lazy("test record"), Type.YES_NO, default=False, headers=("Test", "测试")),
    Field("recorded_at", gettext_lazy("recorded"), Type.MOMENT, headers=("Recorded At", "录入时间")),
)  # fmt: skip
PLAIN = ("kind", "origin", "text", "received_at", "dissatisfied", "answered_at", "resolved_at", "is_test")
UPDATES = {name: (name,) for name in (*PLAIN, "topic", "reply", "target_hours")} | {
    "customer_id": ("customer_id", "customer"), "owner_id": ("owner",), "team_id": ("team",), "channel_id": ("channel",),
}  # fmt: skip


def check(row: Row, seen: dict[str, Any]) -> None:
    """Nothing is answered or resolved before it came; a row without an id is known by what it says."""
    key_of(row)
    for name in ("answered_at", "resolved_at"):
        if row[name] is not None and row[name] < row["received_at"]:
            raise BadValue(_("%s lies before it was received") % name)
    if row["target_hours"] is not None and not 0 <= row["target_hours"] < 32768:
        raise BadValue(_("%s is not a number of hours") % row["target_hours"])
    row["key"] = row["external_id"] or derived_key(seen, row["received_at"], row["customer_key"], row["text"])
    once(seen, row["key"])


def load_feedback(load: Load) -> None:
    """Find people and customers, then write what is new or different."""
    teams(load)
    people(load, "owner", role="agent", at="received_at", team="team")
    named(load, "channel", Channel, "channels")
    customers(load, at="received_at", status="customer")
    hours = "(SELECT feedback_target_hours FROM accounts_organisation LIMIT 1)"
    refs = ("owner", "team", "channel")
    load.temp(
        "new_feedback",
        f"SELECT s.line, t.id, s.key AS external_id, %(source)s::text AS source, {', '.join(f's.{name}' for name in PLAIN)}, "
        f"coalesce(s.topic, '') AS topic, coalesce(s.reply, '') AS reply, coalesce(s.target_hours, {hours}) AS target_hours, "
        f"c.id AS customer_id, k.segment_id, coalesce(ref_owner.id, k.owner_id) AS owner_id, coalesce(ref_team.id, "
        f"{team_on('coalesce(ref_owner.id, k.owner_id)', 's.received_at')}) AS team_id, "
        f"coalesce(ref_channel.id, k.channel_id) AS channel_id, coalesce(s.recorded_at, %(now)s) AS recorded_at "
        f"FROM {STAGE} s LEFT JOIN ref_customer c ON c.given = s.customer_key "
        "LEFT JOIN accounts_customer k ON k.id = c.id "
        + " ".join(f"LEFT JOIN ref_{name} ON ref_{name}.given = s.{name}" for name in refs)
        + " LEFT JOIN marketing_feedback t ON t.source = %(source)s AND t.external_id = s.key",
    )
    load.counts = load.upsert(Feedback, "new_feedback", update=load.pick(UPDATES))


FEEDBACK = Kind(
    name="feedback",
    label=gettext_lazy("suggestions and opinions"),
    fields=FIELDS,
    check=check,
    load=load_feedback,
    extra={**KEY, "key": Type.TEXT},
    creates=("customers", "owners", "teams", "channels"),
)
