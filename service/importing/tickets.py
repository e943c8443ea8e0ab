"""Tickets from a file: one row, one ticket, with its waits counted on its queue's calendar."""

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
from service.clock import Clocks
from service.models import Queue, Ticket, TicketEvent

EVENT = TicketEvent._meta.db_table
FIELDS = (
    Field("number", gettext_lazy("number"), required=True, longest=60, headers=("Ticket", "Ticket ID", "Number", "Case ID", "ID", "工单号", "工单编号", "编号")),
    Field("subject", gettext_lazy("subject"), longest=300, headers=("Subject", "Title", "Ticket Subject", "主题", "标题")),
    Field("opened_at", gettext_lazy("opened"), Type.MOMENT, required=True,
          headers=("Opened", "Opened At", "Created", "Created At", "Date", "创建时间", "提交时间", "日期")),
    Field("first_response_at", gettext_lazy("first answered"), Type.MOMENT, headers=("First Response", "First Response Time", "首次响应时间", "首次回复时间")),
    Field("first_resolved_at", gettext_lazy("first resolved, when it was reopened"), Type.MOMENT, headers=("First Resolved", "首次解决时间")),
    Field("reopened_at", gettext_lazy("reopened"), Type.MOMENT, headers=("Reopened", "重开时间")),
    Field("resolved_at", gettext_lazy("last resolved"), Type.MOMENT, headers=("Resolved", "Resolved At", "Closed", "Closed At", "解决时间", "关闭时间")),
    Field("status", gettext_lazy("status"), Type.CHOICE, choices=tuple(Ticket.Status.values), headers=("Status", "Ticket Status", "状态")),
    Field("reopened", gettext_lazy("times reopened"), Type.WHOLE, headers=("Reopen Count", "重开次数")),
    Field("priority", gettext_lazy("priority"), Type.CHOICE, default="normal", choices=tuple(Ticket.Priority.values), headers=("Priority", "优先级")),
    Field("queue", gettext_lazy("queue"), longest=120, headers=("Queue", "Group", "队列", "处理组")),
    Field("owner", gettext_lazy("agent"), longest=120, headers=("Agent", "Assignee", "Owner", "客服", "处理人", "负责人")),
    Field("team", gettext_lazy("team"), longest=120, headers=("Team", "团队", "部门")),
    Field("channel", gettext_lazy("channel"), longest=120, headers=("Channel", "Ticket Channel", "渠道", "来源")),
    *CUSTOMER_FIELDS,
    Field("topic", gettext_lazy("topic"), longest=80, headers=("Topic", "Type", "Ticket Type", "Category", "分类", "类型", "问题类型")),
    Field("is_test", gettext_lazy("test record"), Type.YES_NO, default=False, headers=("Test", "测试")),
    Field("recorded_at", gettext_lazy("recorded"), Type.MOMENT, headers=("Recorded At", "录入时间")),
)  # fmt: skip
RESOLUTION = ("resolved_at", "first_resolved_at", "status")
UPDATES = {
    "subject": ("subject",), "opened_at": ("opened_at",), "first_response_at": ("first_response_at",),
    "first_response_open_seconds": ("first_response_at",), "first_resolved_at": RESOLUTION, "resolved_at": RESOLUTION,
    "resolution_open_seconds": RESOLUTION, "status": ("status", "resolved_at", "first_response_at"), "reopened": ("reopened", "first_resolved_at"),
    "priority": ("priority",), "queue_id": ("queue",), "owner_id": ("owner",), "team_id": ("team",), "channel_id": ("channel",),
    "customer_id": ("customer_id", "customer"), "topic": ("topic",), "is_test": ("is_test",), "recorded_at": ("recorded_at",),
}  # fmt: skip


def check(row: Row, seen: dict[str, Any]) -> None:
    """Status and resolution fit each other, and nothing happens before the ticket was opened."""
    key_of(row)
    if row["status"] is None:
        answered = Ticket.Status.OPEN if row["first_response_at"] else Ticket.Status.NEW
        row["status"] = Ticket.Status.RESOLVED if row["resolved_at"] else answered
    if row["status"] == Ticket.Status.RESOLVED and row["resolved_at"] is None:
        raise BadValue(_("a resolved ticket needs the date it was resolved"))
    row["first_resolved_at"] = row["first_resolved_at"] or row["resolved_at"]
    if row["status"] != Ticket.Status.RESOLVED:
        row["resolved_at"] = None
    for name in ("first_response_at", "first_resolved_at", "resolved_at"):
        if row[name] is not None and row[name] < row["opened_at"]:
            raise BadValue(_("%s lies before the ticket was opened") % name)
    again = row["first_resolved_at"] is not None and row["first_resolved_at"] != row["resolved_at"]
    row["reopened"] = row["reopened"] if row["reopened"] is not None else int(again)
    if not 0 <= row["reopened"] < 32768:
        raise BadValue(_("%s is not a number of times") % row["reopened"])
    once(seen, row["number"])


def load_tickets(load: Load) -> None:
    """Find people, queues and customers, count the waits, then write what is new or different, with its events."""
    teams(load)
    people(load, "owner", role="agent", at="opened_at", team="team")
    named(load, "queue", Queue, "queues")
    named(load, "channel", Channel, "channels")
    customers(load, at="opened_at", status="customer")
    _waits(load)
    load.temp(
        "new_ticket",
        f"SELECT s.line, t.id, s.number, s.number AS external_id, %(source)s::text AS source, "
        f"coalesce(s.subject, s.topic, s.number) AS subject, s.opened_at, s.first_response_at, s.first_resolved_at, "
        f"s.resolved_at, w.response AS first_response_open_seconds, w.resolution AS resolution_open_seconds, s.status, "
        f"s.reopened, s.priority, coalesce(s.topic, '') AS topic, s.is_test, coalesce(s.recorded_at, %(now)s) AS recorded_at, "
        f"ref_owner.id AS owner_id, coalesce(ref_team.id, {team_on('ref_owner.id', 's.opened_at')}, q.team_id) AS team_id, "
        f"q.id AS queue_id, ref_channel.id AS channel_id, c.id AS customer_id, k.segment_id FROM {STAGE} s "
        "LEFT JOIN import_waits w ON w.line = s.line LEFT JOIN ref_customer c ON c.given = s.customer_key "
        "LEFT JOIN accounts_customer k ON k.id = c.id LEFT JOIN service_ticket t ON t.number = s.number "
        + " ".join(
            f"LEFT JOIN ref_{name} ON ref_{name}.given = s.{name}" for name in ("owner", "team", "queue", "channel")
        )
        + " LEFT JOIN service_queue q ON q.id = ref_queue.id",
    )
    load.counts = load.upsert(Ticket, "new_ticket", update=load.pick(UPDATES), changed="changed_ticket")
    _events(load)


def _waits(load: Load) -> None:
    """Open seconds until the first answer and the last resolution."""
    clocks = Clocks()
    queues = {queue.pk: queue for queue in Queue.objects.select_related("calendar")}
    rows = load.rows(
        f"SELECT s.line, coalesce(q.id, t.queue_id), s.opened_at, s.first_response_at, s.resolved_at FROM {STAGE} s "
        "LEFT JOIN ref_queue q ON q.given = s.queue LEFT JOIN service_ticket t ON t.number = s.number"
    )
    # Calendars are read on the way, so all waits are worked out before the copy occupies the connection.
    waits = [
        (line, *(None if end is None else clocks.of(queues.get(queue)).open_seconds(opened, end) for end in ends))
        for line, queue, opened, *ends in rows
    ]
    load.empty_temp("import_waits", "line integer, response bigint, resolution bigint")
    with load.cursor.copy("COPY import_waits FROM STDIN") as copy:
        for wait in waits:
            copy.write_row(wait)
    load.run("ANALYZE import_waits")


def _events(load: Load) -> None:
    """The resolutions and the reopening a ticket is known to have had, each once."""
    load.run(
        f"INSERT INTO {EVENT} (ticket_id, at, kind, by_id) SELECT t.id, e.at, e.kind, NULL FROM changed_ticket n "
        f"JOIN service_ticket t ON t.id = n.id JOIN {STAGE} s ON s.number = t.number CROSS JOIN LATERAL (VALUES "
        "(t.first_resolved_at, 'resolved'), (s.reopened_at, 'reopened'), "
        "(nullif(t.resolved_at, t.first_resolved_at), 'resolved')) AS e(at, kind) WHERE e.at IS NOT NULL "
        f"AND NOT EXISTS (SELECT 1 FROM {EVENT} x WHERE x.ticket_id = t.id AND x.kind = e.kind AND x.at = e.at) "
        "ORDER BY t.id, e.at"
    )


TICKETS = Kind(
    name="tickets",
    label=gettext_lazy("tickets"),
    fields=FIELDS,
    check=check,
    load=load_tickets,
    extra=KEY,
    creates=("customers", "owners", "teams", "queues", "channels"),
)
