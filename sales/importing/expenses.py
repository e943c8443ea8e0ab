"""Claims and bills from a file: one row, one expense, at the exchange rate of its day."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.importing.refs import people, team_on, teams
from crm_project.importing.errors import BadValue
from crm_project.importing.fields import Field, Kind, Row, Type
from crm_project.importing.keys import derived_key, once
from crm_project.importing.load import STAGE, Load, half_even, local_day
from sales.importing.order_load import rate_on
from sales.models import Expense
from sales.models.expenses import LONGEST_SPREAD

FIELDS = (
    Field("external_id", gettext_lazy("id in the other system"), longest=120, headers=("ID", "Claim", "单号", "报销单号")),
    Field("day", gettext_lazy("day it belongs to"), Type.MOMENT, required=True, headers=("Day", "Date", "日期", "费用日期")),
    Field("kind", gettext_lazy("what for"), Type.CHOICE, default="other", choices=tuple(Expense.Kind.values),
          headers=("Kind", "Type", "费用类别", "类别")),
    Field("cost_center", gettext_lazy("cost centre"), Type.CHOICE, default="sales",
          choices=tuple(Expense.CostCenter.values), headers=("Cost Center", "Cost Centre", "成本中心")),
    Field("amount", gettext_lazy("amount; negative: taken back"), Type.NUMBER, required=True,
          headers=("Amount", "金额")),
    Field("currency", gettext_lazy("currency of three letters"), longest=3, headers=("Currency", "币种")),
    Field("owner", gettext_lazy("who claims it"), longest=120, headers=("Owner", "Employee", "报销人", "负责人")),
    Field("team", gettext_lazy("team"), longest=120, headers=("Team", "团队", "部门")),
    Field("status", gettext_lazy("submitted, approved or rejected"), Type.CHOICE, default="submitted",
          choices=tuple(Expense.Status.values), headers=("Status", "状态")),
    Field("project", gettext_lazy("project"), longest=120, headers=("Project", "项目")),
    Field("acquisition", gettext_lazy("wins new customers"), Type.YES_NO, default=False, headers=("Acquisition", "获客")),
    Field("spread_from", gettext_lazy("first day it is spread over"), Type.DAY, headers=("From", "分摊开始日")),
    Field("spread_until", gettext_lazy("last day it is spread over"), Type.DAY, headers=("Until", "分摊结束日")),
    Field("note", gettext_lazy("note"), longest=300, headers=("Note", "Description", "备注", "说明")),
)  # fmt: skip
UPDATES = {
    "day": ("day",), "kind": ("kind",), "cost_center": ("cost_center",), "amount": ("amount",),
    "currency": ("currency",), "rate": ("day", "currency"), "amount_home": ("amount", "day", "currency"),
    "owner_id": ("owner",), "team_id": ("team",), "status": ("status",), "project": ("project",),
    "is_acquisition": ("acquisition",), "spread_from": ("spread_from",), "spread_until": ("spread_until",),
    "note": ("note",),
}  # fmt: skip


def check(row: Row, seen: dict[str, Any]) -> None:
    """A row without an id is known by what it says."""
    first, last = row["spread_from"], row["spread_until"]
    if (first is None) != (last is None):
        raise BadValue(_("a spread has a first and a last day"))
    if first and not 0 <= (last - first).days < LONGEST_SPREAD:
        raise BadValue(_("the last day of the spread comes after the first, within ten years"))
    if row["acquisition"] and row["cost_center"] == Expense.CostCenter.SERVICE:
        raise BadValue(_("customer service cost does not win new customers"))
    row["currency"] = (row["currency"] or "").upper() or None
    row["key"] = row["external_id"] or derived_key(
        seen, row["day"], row["owner"], row["kind"], row["amount"], row["note"]
    )
    once(seen, row["key"])


def load_expenses(load: Load) -> None:
    """Find people, reject days without a rate, then write what is new or different."""
    teams(load)
    people(load, "owner", role="rep", at="day", team="team")
    load.reject(
        f"SELECT line, currency FROM {STAGE} WHERE currency <> %(home)s AND ({rate_on('currency', 'day')}) IS NULL",
        _("there is no exchange rate for %s on that day"),
    )
    rate = f"({rate_on('s.currency', 's.day')})::numeric(18,8)"
    load.temp(
        "new_expense",
        f"SELECT s.line, t.id, s.key AS external_id, %(source)s::text AS source, {local_day('s.day')} AS day, s.kind, "
        f"s.cost_center, s.amount, coalesce(s.currency, %(home)s) AS currency, {rate} AS rate, "
        f"{half_even(f's.amount * {rate}')} AS amount_home, ref_owner.id AS owner_id, "
        f"coalesce(ref_team.id, {team_on('ref_owner.id', 's.day')}) AS team_id, s.status, "
        f"coalesce(s.project, '') AS project, s.acquisition AS is_acquisition, s.spread_from, s.spread_until, "
        f"coalesce(s.note, '') AS note FROM {STAGE} s "
        "LEFT JOIN ref_owner ON ref_owner.given = s.owner LEFT JOIN ref_team ON ref_team.given = s.team "
        "LEFT JOIN sales_expense t ON t.source = %(source)s AND t.external_id = s.key",
    )
    load.counts = load.upsert(Expense, "new_expense", update=load.pick(UPDATES))


EXPENSES = Kind(
    name="expenses",
    label=gettext_lazy("expenses"),
    fields=FIELDS,
    check=check,
    load=load_expenses,
    extra={"key": Type.TEXT},
    creates=("owners", "teams"),
)
