"""Calls, visits, mails, meetings from a file: one row, one touch."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.importing.customer_refs import CUSTOMER_FIELDS, KEY, customers, key_of
from accounts.importing.refs import named, people, team_on, teams
from accounts.models import Channel, Interaction
from crm_project.importing.fields import Field, Kind, Row, Type
from crm_project.importing.keys import derived_key, once
from crm_project.importing.load import STAGE, Load

FIELDS = (
    Field("external_id", _("id in the other system"), longest=120, headers=("ID", "Activity ID", "编号", "活动编号")),
    Field("kind", _("call, visit, email, chat, meeting or task"), Type.CHOICE, default="call",
          choices=tuple(Interaction.Kind.values), headers=("Kind", "Type", "Activity Type", "类型", "方式", "活动类型")),
    Field("at", _("when"), Type.MOMENT, required=True,
          headers=("At", "Date", "When", "Time", "Activity Date", "时间", "日期", "活动时间")),
    *CUSTOMER_FIELDS,
    Field("owner", _("who did it"), longest=120, headers=("Owner", "Rep", "User", "Assigned To", "负责人", "跟进人", "业务员")),
    Field("team", _("team"), longest=120, headers=("Team", "团队", "部门")),
    Field("channel", _("channel"), longest=120, headers=("Channel", "渠道")),
    Field("direction", _("out (from us) or in (from them)"), Type.CHOICE, default="out", choices=("out", "in"),
          headers=("Direction", "方向")),
    Field("duration", _("duration"), Type.DURATION, headers=("Duration", "Length", "时长", "通话时长")),
    Field("connected", _("reached somebody"), Type.YES_NO, default=True, headers=("Connected", "Reached", "是否接通")),
    Field("cost", _("cost, home currency"), Type.NUMBER, headers=("Cost", "费用", "成本")),
    Field("subject", _("subject"), longest=300, headers=("Subject", "Title", "主题", "标题")),
    Field("note", _("note"), headers=("Note", "Notes", "Description", "备注", "内容", "描述")),
    Field("follow_up_on", _("follow up on"), Type.DAY, headers=("Follow Up", "Next Step Date", "下次跟进", "下次跟进日期")),
    Field("done", _("done"), Type.YES_NO, default=True, headers=("Done", "Completed", "是否完成")),
)  # fmt: skip
UPDATES = {
    "kind": ("kind",), "at": ("at",), "customer_id": ("customer_id", "customer"), "owner_id": ("owner",),
    "team_id": ("team",), "channel_id": ("channel",), "direction": ("direction",), "duration_seconds": ("duration",),
    "connected": ("connected",), "cost": ("cost",), "subject": ("subject",), "note": ("note",),
    "follow_up_on": ("follow_up_on",), "done": ("done",),
}  # fmt: skip


def check(row: Row, seen: dict[str, Any]) -> None:
    """A row without an id is known by what it says."""
    key_of(row)
    row["key"] = row["external_id"] or derived_key(
        seen, row["at"], row["customer_key"], row["kind"], row["owner"], row["subject"]
    )
    once(seen, row["key"])


def load_interactions(load: Load) -> None:
    """Find people and customers, then write what is new or different."""
    teams(load)
    people(load, "owner", role="rep", at="at", team="team")
    named(load, "channel", Channel, "channels")
    customers(load, at="at", status="prospect")
    load.temp(
        "new_interaction",
        f"SELECT s.line, t.id, s.key AS external_id, %(source)s::text AS source, s.kind, s.at, c.id AS customer_id, "
        f"ref_owner.id AS owner_id, coalesce(ref_team.id, {team_on('ref_owner.id', 's.at')}) AS team_id, "
        f"ref_channel.id AS channel_id, k.segment_id, s.direction, s.duration AS duration_seconds, s.connected, s.cost, "
        f"coalesce(s.subject, s.kind) AS subject, coalesce(s.note, '') AS note, s.follow_up_on, s.done "
        f"FROM {STAGE} s LEFT JOIN ref_customer c ON c.given = s.customer_key LEFT JOIN accounts_customer k ON k.id = c.id "
        "LEFT JOIN ref_owner ON ref_owner.given = s.owner LEFT JOIN ref_team ON ref_team.given = s.team "
        "LEFT JOIN ref_channel ON ref_channel.given = s.channel "
        "LEFT JOIN accounts_interaction t ON t.source = %(source)s AND t.external_id = s.key",
    )
    load.counts = load.upsert(Interaction, "new_interaction", update=load.pick(UPDATES))


INTERACTIONS = Kind(
    name="interactions",
    label=_("interactions"),
    fields=FIELDS,
    check=check,
    load=load_interactions,
    extra={**KEY, "key": Type.TEXT},
    creates=("customers", "owners", "teams", "channels"),
)
