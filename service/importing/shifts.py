"""Agents' states from a file: one row, one state from when until when."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.importing.refs import named, people, team_on, teams
from crm_project.importing.errors import BadValue
from crm_project.importing.fields import Field, Kind, Row, Type
from crm_project.importing.keys import derived_key, once
from crm_project.importing.load import STAGE, Load
from service.models import AgentState, Queue

FIELDS = (
    Field("external_id", gettext_lazy("id in the other system"), longest=120, headers=("ID", "State ID", "编号")),
    Field("owner", gettext_lazy("agent"), required=True, longest=120, headers=("Agent", "Owner", "坐席", "客服")),
    Field("state", gettext_lazy("state"), Type.CHOICE, required=True, choices=tuple(AgentState.State.values), headers=("State", "Status", "Activity", "状态")),
    Field("started_at", gettext_lazy("from"), Type.MOMENT, required=True, headers=("Started At", "Start", "Start Time", "From", "开始时间")),
    Field("ended_at", gettext_lazy("until; without it: still"), Type.MOMENT, headers=("Ended At", "End", "End Time", "Until", "结束时间")),
    Field("lasted", gettext_lazy("how long, in place of the end"), Type.DURATION, headers=("Duration", "Lasted", "时长")),
    Field("paid", gettext_lazy("paid time"), Type.YES_NO, default=True, headers=("Paid", "带薪")),
    Field("team", gettext_lazy("team"), longest=120, headers=("Team", "团队", "班组")),
    Field("queue", gettext_lazy("queue"), longest=120, headers=("Queue", "Skill", "队列", "技能组")),
    Field("recorded_at", gettext_lazy("recorded"), Type.MOMENT, headers=("Recorded At", "录入时间")),
)  # fmt: skip
UPDATES = {
    "owner_id": ("owner",), "team_id": ("team", "owner"), "queue_id": ("queue",), "state": ("state",), "paid": ("paid",),
    "started_at": ("started_at",), "ended_at": ("ended_at", "lasted"), "recorded_at": ("recorded_at",),
}  # fmt: skip
WEEK = dt.timedelta(days=7)
# Shifts do not overlap each other, nor do activities; chats may.
LAYER = "CASE {0}.state WHEN 'staffed' THEN 'shift' WHEN 'handling' THEN NULL ELSE 'activity' END"


def check(row: Row, seen: dict[str, Any]) -> None:
    """A state ends after it began, and within a week."""
    if row["ended_at"] is None and row["lasted"] is not None:
        row["ended_at"] = row["started_at"] + dt.timedelta(seconds=row["lasted"])
    if row["ended_at"] is not None:
        if row["ended_at"] <= row["started_at"]:
            raise BadValue(_("ended before it began"))
        if row["ended_at"] - row["started_at"] > WEEK and row["state"] != AgentState.State.OFF:
            raise BadValue(_("lasts more than a week: somebody forgot to sign off"))
    row["key"] = row["external_id"] or derived_key(seen, row["owner"], row["state"], row["started_at"])
    once(seen, row["key"])


def load_states(load: Load) -> None:
    """Find agents and queues, take out what overlaps, then write what is new or different."""
    teams(load)
    people(load, "owner", role="agent", at="started_at", team="team")
    named(load, "queue", Queue, "queues")
    _refuse_overlaps(load)
    load.temp(
        "new_state",
        f"SELECT s.line, t.id, s.key AS external_id, %(source)s::text AS source, ref_owner.id AS owner_id, s.state, "
        f"s.started_at, s.ended_at, s.paid, ref_queue.id AS queue_id, coalesce(s.recorded_at, %(now)s) AS recorded_at, "
        f"coalesce(ref_team.id, {team_on('ref_owner.id', 's.started_at')}) AS team_id FROM {STAGE} s "
        "LEFT JOIN service_agentstate t ON t.source = %(source)s AND t.external_id = s.key "
        + " ".join(f"LEFT JOIN ref_{name} ON ref_{name}.given = s.{name}" for name in ("owner", "team", "queue")),
    )
    load.counts = load.upsert(AgentState, "new_state", update=load.pick(UPDATES))


def _refuse_overlaps(load: Load) -> None:
    load.temp(
        "state_spans",
        f"SELECT s.line, o.id AS owner_id, {LAYER.format('s')} AS layer, s.started_at, s.key, "
        f"coalesce(s.ended_at, 'infinity') AS ended_at FROM {STAGE} s JOIN ref_owner o ON o.given = s.owner",
    )
    load.reject(
        "SELECT line FROM (SELECT *, max(ended_at) OVER (PARTITION BY owner_id, layer ORDER BY started_at, line "
        "ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS earlier FROM state_spans WHERE layer IS NOT NULL) q "
        "WHERE earlier > started_at",
        _("overlaps another state of the agent in this file"),
    )
    load.reject(
        f"SELECT n.line FROM state_spans n JOIN service_agentstate t ON t.owner_id = n.owner_id "
        f"AND {LAYER.format('t')} = n.layer "
        "AND tstzrange(t.started_at, t.ended_at) && tstzrange(n.started_at, n.ended_at) "
        "WHERE NOT EXISTS (SELECT 1 FROM state_spans x WHERE x.key = t.external_id AND t.source = %(source)s) "
        f"AND n.line IN (SELECT line FROM {STAGE})",
        _("overlaps a state of the agent that is there already"),
    )


AGENT_STATES = Kind(
    name="agent_states",
    label=gettext_lazy("agents' states"),
    fields=FIELDS,
    check=check,
    load=load_states,
    extra={"key": Type.TEXT},
    creates=("owners", "teams", "queues"),
)
