"""Web, shop and social events from a file: one row, one or several engagements of a customer or a visitor."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.importing.customer_refs import CUSTOMER_FIELDS, KEY, customers, key_of
from accounts.importing.refs import named, team_on
from accounts.models import Channel
from crm_project.importing.errors import BadValue
from crm_project.importing.fields import Field, Kind, Row, Type
from crm_project.importing.keys import derived_key, once
from crm_project.importing.load import STAGE, Load, local_day
from marketing.models import EngagementEvent, EngagementKind

FIELDS = (
    Field("external_id", gettext_lazy("id in the other system"), longest=120, headers=("Event ID", "ID", "事件编号", "编号")),
    Field("kind", gettext_lazy("visit, login, post, open, click, event or call"), Type.CHOICE, default="visit",
          choices=tuple(EngagementKind.values), headers=("Type", "Event", "Event Type", "Action", "类型", "事件", "行为")),
    Field("at", gettext_lazy("when"), Type.MOMENT, required=True,
          headers=("At", "Time", "Timestamp", "Date", "When", "时间", "日期")),
    *CUSTOMER_FIELDS,
    Field("visitor", gettext_lazy("visitor"), longest=80, headers=("Visitor", "Visitor ID", "Session", "Cookie", "访客", "会话")),
    Field("n", gettext_lazy("how many"), Type.WHOLE, default=1, headers=("Count", "N", "Hits", "次数", "数量")),
    Field("pages", gettext_lazy("pages"), Type.WHOLE, headers=("Pages", "Pageviews", "页数", "浏览量")),
    Field("minutes", gettext_lazy("minutes"), Type.NUMBER, headers=("Minutes", "Time on Site", "停留分钟", "时长")),
    Field("channel", gettext_lazy("channel"), longest=120, headers=("Channel", "Medium", "渠道")),
    Field("is_bot", gettext_lazy("a bot"), Type.YES_NO, default=False, headers=("Bot", "Is Bot", "机器人")),
    Field("is_internal", gettext_lazy("one of us"), Type.YES_NO, default=False, headers=("Internal", "内部")),
    Field("note", gettext_lazy("page or subject"), longest=300, headers=("Page", "URL", "Subject", "页面", "主题")),
)  # fmt: skip
UPDATES = {
    "kind": ("kind",), "at": ("at",), "customer_id": ("customer_id", "customer"), "visitor": ("visitor",), "n": ("n",),
    "pages": ("pages",), "minutes": ("minutes",), "channel_id": ("channel",), "is_bot": ("is_bot",),
    "is_internal": ("is_internal",), "note": ("note",), "weight": ("kind", "at"), "points": ("kind", "at", "n"),
}  # fmt: skip


def check(row: Row, seen: dict[str, Any]) -> None:
    """Somebody is named, at least one engagement is meant. A row without an id is known by what it says."""
    key_of(row)
    if row["customer_key"] is None and not row["visitor"]:
        raise BadValue(_("neither a customer nor a visitor is named"))
    if row["n"] < 1 or any((row[name] or 0) < 0 for name in ("pages", "minutes")):
        raise BadValue(_("a count is below what can be"))
    row["key"] = row["external_id"] or derived_key(
        seen, row["at"], row["customer_key"], row["visitor"], row["kind"], row["note"]
    )
    once(seen, row["key"])


def load_engagement(load: Load) -> None:
    """Find channels and customers, weigh each row by its day, write what is new or different."""
    named(load, "channel", Channel, "channels")
    customers(load, at="at", status="prospect")
    weight = (
        "coalesce((SELECT w.weight FROM marketing_engagementweight w WHERE w.kind = s.kind "
        f"AND w.since <= {local_day('s.at')} ORDER BY w.since DESC LIMIT 1), 0)"
    )
    then = "(SELECT h.{0} FROM accounts_customerstatus h WHERE h.customer_id = c.id AND h.at <= s.at ORDER BY h.at DESC, h.id DESC LIMIT 1)"
    owner = f"coalesce({then.format('owner_id')}, k.owner_id)"
    load.temp(
        "new_engagement",
        f"SELECT s.line, t.id, s.key AS external_id, %(source)s::text AS source, s.kind, s.at, c.id AS customer_id, "
        f"coalesce(s.visitor, '') AS visitor, s.n, s.pages, s.minutes, s.is_bot, s.is_internal, "
        f"coalesce(s.note, '') AS note, {weight} AS weight, s.n * {weight} AS points, {owner} AS owner_id, "
        f"{team_on(owner, 's.at')} AS team_id, coalesce({then.format('segment_id')}, k.segment_id) AS segment_id, "
        f"coalesce(ref_channel.id, k.channel_id) AS channel_id "
        f"FROM {STAGE} s LEFT JOIN ref_customer c ON c.given = s.customer_key LEFT JOIN accounts_customer k ON k.id = c.id "
        "LEFT JOIN ref_channel ON ref_channel.given = s.channel "
        "LEFT JOIN marketing_engagementevent t ON t.source = %(source)s AND t.external_id = s.key",
    )
    load.counts = load.upsert(EngagementEvent, "new_engagement", update=load.pick(UPDATES))


ENGAGEMENT = Kind(
    name="engagement",
    label=gettext_lazy("engagement"),
    fields=FIELDS,
    check=check,
    load=load_engagement,
    extra={**KEY, "key": Type.TEXT},
    creates=("customers", "channels"),
)
