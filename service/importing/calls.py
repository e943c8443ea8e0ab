"""Calls from a file: one row, one call as the telephone system saw it."""

from __future__ import annotations

import datetime as dt
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
from service.models import Call, Queue

FIELDS = (
    Field("external_id", gettext_lazy("id in the other system"), longest=120, headers=("Call ID", "call_id", "ID", "通话编号", "编号")),
    Field("entered_at", gettext_lazy("entered the queue; of an outbound call: dialled"), Type.MOMENT, required=True,
          headers=("Entered", "Entered At", "Start", "Start Time", "Call Time", "呼入时间", "进入队列时间", "开始时间", "时间")),
    Field("direction", gettext_lazy("in or out"), Type.CHOICE, default="in", choices=tuple(Call.Direction.values), headers=("Direction", "方向", "呼叫方向")),
    Field("outcome", gettext_lazy("outcome"), Type.CHOICE, choices=tuple(Call.Outcome.values), headers=("Outcome", "Result", "Status", "结果", "通话结果")),
    Field("answered_at", gettext_lazy("answered"), Type.MOMENT, headers=("Answered", "Answered At", "接听时间", "应答时间")),
    Field("ended_at", gettext_lazy("ended"), Type.MOMENT, headers=("Ended", "End", "End Time", "结束时间", "挂断时间")),
    Field("wait", gettext_lazy("wait in the queue"), Type.DURATION, headers=("Wait", "Wait Time", "Queue Time", "q_time", "等待时长", "排队时长")),
    Field("talk", gettext_lazy("talk, without hold"), Type.DURATION, headers=("Talk", "Talk Time", "ser_time", "通话时长")),
    Field("hold", gettext_lazy("hold"), Type.DURATION, headers=("Hold", "Hold Time", "保持时长")),
    Field("wrap_up", gettext_lazy("wrap-up after the call"), Type.DURATION, headers=("Wrap Up", "ACW", "After Call Work", "话后时长", "整理时长")),
    Field("owner", gettext_lazy("agent"), longest=120, headers=("Agent", "Server", "Owner", "坐席", "客服", "接听人")),
    Field("team", gettext_lazy("team"), longest=120, headers=("Team", "团队", "班组")),
    Field("queue", gettext_lazy("queue"), longest=120, headers=("Queue", "Skill", "队列", "技能组")),
    Field("channel", gettext_lazy("channel"), longest=120, headers=("Channel", "渠道")),
    *CUSTOMER_FIELDS,
    Field("phone", gettext_lazy("phone"), longest=40, headers=("Phone", "Caller", "Number", "电话", "主叫号码")),
    Field("topic", gettext_lazy("topic"), longest=80, headers=("Topic", "Type", "主题", "业务类型")),
    Field("ticket", gettext_lazy("number of the ticket it was about"), longest=60, headers=("Ticket", "Ticket ID", "工单号")),
    Field("disposition", gettext_lazy("result, in the agent's words"), longest=80, headers=("Disposition", "Result Code", "处理结果")),
    Field("outbound_type", gettext_lazy("kind of outbound call"), longest=40, headers=("Outbound Type", "Campaign Type", "呼出类型")),
    Field("skill", gettext_lazy("skill"), longest=80, headers=("Skill Name", "技能")),
    Field("site", gettext_lazy("site"), longest=80, headers=("Site", "Location", "站点")),
    Field("trunk", gettext_lazy("trunk"), longest=80, headers=("Trunk", "Line", "中继")),
    Field("transfers", gettext_lazy("transfers"), Type.WHOLE, default=0, headers=("Transfers", "转接次数")),
    Field("priority", gettext_lazy("priority"), longest=20, headers=("Priority", "优先级")),
    Field("is_test", gettext_lazy("test call"), Type.YES_NO, default=False, headers=("Test", "测试")),
    Field("is_internal", gettext_lazy("internal call"), Type.YES_NO, default=False, headers=("Internal", "内部")),
    Field("note", gettext_lazy("note"), headers=("Note", "Notes", "备注")),
    Field("recorded_at", gettext_lazy("recorded"), Type.MOMENT, headers=("Recorded At", "录入时间")),
)  # fmt: skip
TEXTS = ("phone", "topic", "priority", "disposition", "outbound_type", "skill", "site", "trunk", "note")
TIMES = ("entered_at", "answered_at", "ended_at", "wait", "talk", "hold", "outcome")
UPDATES = {
    "direction": ("direction",), "outcome": ("outcome",), "entered_at": ("entered_at",), "answered_at": TIMES, "ended_at": TIMES,
    "wait_seconds": TIMES, "talk_seconds": TIMES, "hold_seconds": ("hold",), "wrap_up_seconds": ("wrap_up",),
    "owner_id": ("owner",), "team_id": ("team",), "queue_id": ("queue",), "channel_id": ("channel",),
    "customer_id": ("customer_id", "customer"), "phone": ("phone",), "topic": ("topic",), "priority": ("priority",),
    "ticket_id": ("ticket",), "disposition": ("disposition",), "outbound_type": ("outbound_type",), "skill": ("skill",),
    "site": ("site",), "trunk": ("trunk",), "transfers": ("transfers",),
    "is_test": ("is_test",), "is_internal": ("is_internal",), "note": ("note",), "recorded_at": ("recorded_at",),
}  # fmt: skip


def check(row: Row, seen: dict[str, Any]) -> None:
    """Work out of the times given the ones that are not, and refuse what runs backwards."""
    key_of(row)
    if row["outcome"] is None:
        answered = row["answered_at"] or row["talk"]
        row["outcome"] = "answered" if answered else "abandoned" if row["direction"] == "in" else "missed"
    if row["outcome"] == Call.Outcome.ANSWERED:
        _answered(row)
    else:
        _not_answered(row)
    row["key"] = row["external_id"] or derived_key(
        seen, row["entered_at"], row["phone"], row["customer_key"], row["owner"], row["wait"], row["talk"]
    )
    if not 0 <= row["transfers"] < 1000:
        raise BadValue(_("%s is not a number of times") % row["transfers"])
    once(seen, row["key"])


def _answered(row: Row) -> None:
    entered, answered, ended = row["entered_at"], row["answered_at"], row["ended_at"]
    if answered is None and row["wait"] is not None:
        answered = row["answered_at"] = entered + dt.timedelta(seconds=row["wait"])
    if answered is not None and answered < entered:
        raise BadValue(_("answered before it entered the queue"))
    if row["wait"] is None and answered is not None:
        row["wait"] = int((answered - entered).total_seconds())
    held = row["hold"] or 0
    if row["talk"] is None and answered is not None and ended is not None:
        row["talk"] = int((ended - answered).total_seconds()) - held
        if row["talk"] < 0:
            raise BadValue(_("ended before it was answered"))
    if ended is None and answered is not None and row["talk"] is not None:
        row["ended_at"] = answered + dt.timedelta(seconds=row["talk"] + held)


def _not_answered(row: Row) -> None:
    entered, ended = row["entered_at"], row["ended_at"]
    row["answered_at"] = None
    row["talk"] = row["talk"] or None
    if row["wait"] is None and ended is not None:
        row["wait"] = int((ended - entered).total_seconds())
        if row["wait"] < 0:
            raise BadValue(_("ended before it began"))
    if ended is None and row["wait"] is not None:
        row["ended_at"] = entered + dt.timedelta(seconds=row["wait"])


def load_calls(load: Load) -> None:
    """Find people, queues and customers, then write what is new or different."""
    teams(load)
    people(load, "owner", role="agent", at="entered_at", team="team")
    named(load, "queue", Queue, "queues")
    named(load, "channel", Channel, "channels")
    customers(load, at="entered_at", status="customer")
    texts = ", ".join(f"coalesce(s.{name}, '') AS {name}" for name in TEXTS)
    load.warn(
        f"SELECT s.line FROM {STAGE} s WHERE s.ticket <> '' "
        "AND NOT EXISTS (SELECT 1 FROM service_ticket k WHERE k.number = s.ticket)",
        _("there is no ticket of this number; taken without it"),
    )
    load.temp(
        "new_call",
        f"SELECT s.line, t.id, s.key AS external_id, %(source)s::text AS source, s.direction, s.outcome, s.entered_at, "
        f"s.answered_at, s.ended_at, s.wait AS wait_seconds, s.talk AS talk_seconds, s.hold AS hold_seconds, "
        f"s.wrap_up AS wrap_up_seconds, {texts}, s.transfers, tk.id AS ticket_id, s.is_test, s.is_internal, coalesce(s.recorded_at, %(now)s) AS recorded_at, "
        f"ref_owner.id AS owner_id, coalesce(ref_team.id, {team_on('ref_owner.id', 's.entered_at')}, q.team_id) AS team_id, "
        f"q.id AS queue_id, ref_channel.id AS channel_id, c.id AS customer_id, k.segment_id FROM {STAGE} s "
        "LEFT JOIN ref_customer c ON c.given = s.customer_key LEFT JOIN accounts_customer k ON k.id = c.id "
        "LEFT JOIN service_ticket tk ON tk.number = s.ticket "
        "LEFT JOIN service_call t ON t.source = %(source)s AND t.external_id = s.key "
        + " ".join(
            f"LEFT JOIN ref_{name} ON ref_{name}.given = s.{name}" for name in ("owner", "team", "queue", "channel")
        )
        + " LEFT JOIN service_queue q ON q.id = ref_queue.id",
    )
    load.counts = load.upsert(Call, "new_call", update=load.pick(UPDATES))


CALLS = Kind(
    name="calls",
    label=gettext_lazy("calls"),
    fields=FIELDS,
    check=check,
    load=load_calls,
    extra={**KEY, "key": Type.TEXT},
    creates=("customers", "owners", "teams", "queues", "channels"),
)
