"""Milestones leads and deals reached, from a file: one row, one milestone of one of them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.importing.refs import named
from accounts.importing.table import there
from accounts.models import User
from crm_project.errors import ActionRefused
from crm_project.importing.errors import BadValue
from crm_project.importing.fields import Field, Kind, Row, Type
from crm_project.importing.load import STAGE, Load
from sales.actions.milestones import reach_deal_milestone, reach_lead_milestone
from sales.models import Deal, Lead, Milestone

FIELDS = (
    Field("lead", gettext_lazy("id of the lead in the other system"), longest=120, headers=("Lead", "Lead ID", "线索编号", "线索")),
    Field("deal", gettext_lazy("id of the deal in the other system"), longest=120, headers=("Deal", "Deal ID", "商机编号", "商机")),
    Field("milestone", gettext_lazy("milestone"), required=True, longest=120, headers=("Milestone", "Step", "里程碑", "节点")),
    Field("at", gettext_lazy("reached"), Type.MOMENT, required=True, headers=("Reached", "At", "Date", "达成时间", "时间", "日期")),
    Field("step", gettext_lazy("what a new milestone changes the success probability by, −1 to 1"), Type.NUMBER, default=Decimal(0), headers=("Changes Probability By", "概率变化")),
)  # fmt: skip
OURS = "AND r.source = %(source)s"
REFERENCES = (
    there("lead", Lead, "external_id", gettext_lazy("there is no lead “%s” of this source"), OURS),
    there("deal", Deal, "external_id", gettext_lazy("there is no deal “%s” of this source"), OURS),
)


def check(row: Row, seen: dict[str, Any]) -> None:
    """A milestone is of a lead or of a deal."""
    if bool(row["lead"]) == bool(row["deal"]):
        raise BadValue(_("name the lead or the deal, one of them"))
    if not -1 <= row["step"] <= 1:
        raise BadValue(_("a probability changes by −1 to 1"))


def load_milestones(load: Load) -> None:
    """Reach what was not reached yet, one by one in the order of time: each step starts from where the last one led."""
    for reference in REFERENCES:
        reference.find(load)
    known = set(Milestone.objects.values_list("name", flat=True))
    named(load, "milestone", Milestone, "milestones")
    for name, step in load.rows(
        f"SELECT milestone, (array_agg(step ORDER BY line))[1] FROM {STAGE} WHERE NOT milestone = ANY(%(known)s) "
        "GROUP BY milestone",
        {"known": list(known)},
    ):
        Milestone.objects.filter(name=name).update(step=step)
    rows = load.rows(
        f"SELECT s.line, l.id, d.id, m.id, s.at, coalesce(x.at, y.at) FROM {STAGE} s "
        "LEFT JOIN ref_lead l ON l.given = s.lead LEFT JOIN ref_deal d ON d.given = s.deal "
        "JOIN ref_milestone m ON m.given = s.milestone "
        "LEFT JOIN sales_leadmilestone x ON x.lead_id = l.id AND x.milestone_id = m.id "
        "LEFT JOIN sales_dealmilestone y ON y.deal_id = d.id AND y.milestone_id = m.id ORDER BY s.at, s.line"
    )
    reach_all(load, rows)


def reach_all(load: Load, rows: list[tuple[Any, ...]]) -> None:
    """The rules are those of milestones entered by hand; what they refuse is rejected with their sentence."""
    by = User.objects.filter(pk=load.actor_id).first()
    milestones = Milestone.objects.in_bulk()
    for line, lead, deal, milestone, at, reached in rows:
        if reached == at:
            load.counts.unchanged += 1
            continue
        try:
            if lead:
                reach_lead_milestone(Lead(pk=lead), milestones[milestone], by=by, at=at)
            else:
                reach_deal_milestone(Deal(pk=deal), milestones[milestone], by=by, at=at)
            load.counts.created += 1
        except ActionRefused as refusal:
            load.rejected.setdefault(line, refusal.sentence)


MILESTONES = Kind(
    name="milestones",
    label=gettext_lazy("milestones"),
    fields=FIELDS,
    check=check,
    load=load_milestones,
    creates=("milestones",),
)
