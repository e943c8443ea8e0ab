"""Survey answers from a file: one row, one answer. Surveys nobody made yet are made on the way."""

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
from crm_project.importing.load import STAGE, Load, insert_defaults, local_day
from marketing.models import Answer, Invitation, Survey

SURVEY = Survey._meta.db_table
FIELDS = (
    Field("external_id", gettext_lazy("id in the other system"), longest=120, headers=("Response ID", "Answer ID", "ID", "答卷编号", "编号")),
    Field("survey", gettext_lazy("survey's name"), required=True, longest=200, headers=("Survey", "Survey Name", "问卷", "调查", "问卷名称")),
    Field("wave", gettext_lazy("wave"), longest=60, headers=("Wave", "Batch", "批次", "期次")),
    Field("kind", gettext_lazy("what the survey asks"), Type.CHOICE, default="csat", choices=tuple(Survey.Kind.values), headers=("Survey Type", "问卷类型")),
    Field("scale", gettext_lazy("scale of a survey made on the way; recommendation surveys ask from 0 to 10"), Type.CHOICE, default="five",
          choices=tuple(Survey.Scale.values), headers=("Scale", "分制")),
    Field("answered_at", gettext_lazy("answered"), Type.MOMENT, required=True,
          headers=("Answered", "Answered At", "Submitted", "Date", "作答时间", "提交时间", "日期")),
    *CUSTOMER_FIELDS,
    Field("score", gettext_lazy("score"), Type.WHOLE, headers=("Score", "Rating", "评分", "得分", "满意度")),
    Field("owner", gettext_lazy("agent or rep it is about"), longest=120, headers=("Agent", "Owner", "Rep", "客服", "负责人")),
    Field("team", gettext_lazy("team"), longest=120, headers=("Team", "团队", "部门")),
    Field("channel", gettext_lazy("channel"), longest=120, headers=("Channel", "渠道")),
    Field("via", gettext_lazy("how it was answered"), Type.CHOICE, default="web", choices=tuple(Invitation.Via.values), headers=("Via", "作答方式")),
    Field("recalls_ad", gettext_lazy("recalls the advertisement unaided"), Type.YES_NO, headers=("Recalls Ad",)),
    Field("recognises_ad", gettext_lazy("recognises the advertisement when shown"), Type.YES_NO, headers=("Recognises Ad",)),
    Field("names_brand", gettext_lazy("names the brand unaided"), Type.YES_NO, headers=("Names Brand",)),
    Field("recognises_brand", gettext_lazy("recognises the brand when named"), Type.YES_NO, headers=("Recognises Brand",)),
    Field("opinion", gettext_lazy("opinion of the brand (1 to 5)"), Type.WHOLE, headers=("Opinion",)),
    Field("reference", gettext_lazy("about"), longest=120, headers=("Order ID", "Ticket ID", "订单编号", "工单编号")),
    Field("comment", gettext_lazy("comment"), longest=5000, headers=("Comment", "Feedback", "评论", "备注")),
    Field("is_test", gettext_lazy("test record"), Type.YES_NO, default=False, headers=("Test", "测试")),
    Field("recorded_at", gettext_lazy("recorded"), Type.MOMENT, headers=("Recorded At", "录入时间")),
)  # fmt: skip
PLAIN = ("score", "via", "recalls_ad", "recognises_ad", "names_brand", "recognises_brand", "opinion", "is_test")
UPDATES = {name: (name,) for name in (*PLAIN, "answered_at", "reference", "comment")} | {
    "customer_id": ("customer_id", "customer"), "owner_id": ("owner",), "team_id": ("team",), "channel_id": ("channel",),
}  # fmt: skip


def check(row: Row, seen: dict[str, Any]) -> None:
    """A row without an id is known by what it says."""
    key_of(row)
    row["wave"] = row["wave"] or ""
    row["scale"] = Survey.Scale.ELEVEN if row["kind"] == Survey.Kind.NPS else row["scale"]
    if row["opinion"] is not None and not 1 <= row["opinion"] <= 5:
        raise BadValue(_("%s is not an opinion from 1 to 5") % row["opinion"])
    row["key"] = row["external_id"] or derived_key(
        seen, row["survey"], row["wave"], row["answered_at"], row["customer_key"], row["score"]
    )
    once(seen, row["key"])


def load_answers(load: Load) -> None:
    """Find people, customers and surveys, refuse scores off their scales, then write what is new or different."""
    teams(load)
    people(load, "owner", role="agent", at="answered_at", team="team")
    named(load, "channel", Channel, "channels")
    customers(load, at="answered_at", status="customer")
    _surveys(load)
    refs = ("owner", "team", "channel")
    load.temp(
        "new_answer",
        f"SELECT s.line, t.id, s.key AS external_id, %(source)s::text AS source, v.id AS survey_id, c.id AS customer_id, "
        f"k.region_id, k.segment_id, s.answered_at, coalesce(s.recorded_at, %(now)s) AS recorded_at, "
        f"ref_owner.id AS owner_id, coalesce(ref_team.id, {team_on('ref_owner.id', 's.answered_at')}) AS team_id, "
        f"coalesce(ref_channel.id, k.channel_id) AS channel_id, {', '.join(f's.{name}' for name in PLAIN)}, "
        f"coalesce(s.reference, '') AS reference, coalesce(s.comment, '') AS comment FROM {STAGE} s "
        "JOIN ref_survey v ON (v.survey, v.wave, v.kind) = (s.survey, s.wave, s.kind) "
        "LEFT JOIN ref_customer c ON c.given = s.customer_key LEFT JOIN accounts_customer k ON k.id = c.id "
        + " ".join(f"LEFT JOIN ref_{name} ON ref_{name}.given = s.{name}" for name in refs)
        + " LEFT JOIN marketing_answer t ON t.source = %(source)s AND t.external_id = s.key",
    )
    load.counts = load.upsert(Answer, "new_answer", update=load.pick(UPDATES))


def _surveys(load: Load) -> None:
    """Make ``ref_survey`` (survey, wave, kind, id), and the surveys there are none of, open from their first answer."""
    found = f"(SELECT s.id FROM {SURVEY} s WHERE (s.name, s.wave, s.kind) = (g.survey, g.wave, g.kind) ORDER BY s.id LIMIT 1)"
    load.temp(
        "ref_survey",
        f"SELECT g.*, {found} AS id FROM (SELECT survey, wave, kind, min(scale) AS scale, "
        f"min({local_day('answered_at')}) AS day FROM {STAGE} GROUP BY 1, 2, 3) g",
    )
    if load.creates("surveys"):
        values = {"name": "survey", "wave": "wave", "kind": "kind", "scale": "scale", "opens_on": "day"}
        defaults = {k: v for k, v in insert_defaults(Survey, load.now).items() if k not in values}
        number = load.run(
            f"INSERT INTO {SURVEY} ({', '.join([*values, *defaults])}) SELECT "
            f"{', '.join([*values.values(), *(f'%({name})s' for name in defaults)])} FROM ref_survey WHERE id IS NULL",
            defaults,
        )
        load.note_beside("surveys", number)
        load.run(f"UPDATE ref_survey g SET id = {found} WHERE g.id IS NULL")
    joined = f"{STAGE} s JOIN ref_survey v ON (v.survey, v.wave, v.kind) = (s.survey, s.wave, s.kind)"
    load.reject(f"SELECT s.line, s.survey FROM {joined} WHERE v.id IS NULL", _("there is no survey “%s”"))
    most = "CASE x.scale WHEN 'three' THEN 3 WHEN 'five' THEN 5 ELSE 10 END"
    load.reject(
        f"SELECT s.line, s.score FROM {joined} JOIN {SURVEY} x ON x.id = v.id WHERE s.score IS NOT NULL "
        f"AND s.score NOT BETWEEN CASE x.scale WHEN 'eleven' THEN 0 ELSE 1 END AND {most}",
        _("the score %s is not on the survey's scale"),
    )


ANSWERS = Kind(
    name="answers",
    label=gettext_lazy("survey answers"),
    fields=FIELDS,
    check=check,
    load=load_answers,
    extra={**KEY, "key": Type.TEXT},
    creates=("customers", "owners", "teams", "channels", "surveys"),
)
