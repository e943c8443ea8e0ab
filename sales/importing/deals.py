"""Deals from a file: one row, one deal as it stands, with its opening and its closing as history."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.importing.customer_refs import CUSTOMER_FIELDS, KEY, key_of
from crm_project.importing.errors import BadValue, ImportBroken
from crm_project.importing.fields import Field, Kind, Row, Type
from crm_project.importing.keys import derived_key, once
from sales.importing.deal_load import load_deals
from sales.importing.product_refs import CATEGORY_PATH, PRODUCT_NAME, SKU, product_key
from sales.models.deals import Outcome

FIELDS = (
    Field("external_id", gettext_lazy("id in the other system"), longest=120,
          headers=("Opportunity ID", "opportunity_id", "Deal ID", "ID", "商机编号", "编号")),
    Field("name", gettext_lazy("name"), longest=200, headers=("Deal Name", "Opportunity", "Name", "商机名称", "名称")),
    *CUSTOMER_FIELDS,
    Field("owner", gettext_lazy("owner"), longest=120, headers=("Owner", "Sales Agent", "Sales Rep", "负责人", "业务员", "销售")),
    Field("team", gettext_lazy("team, or its manager"), longest=120, headers=("Team", "Manager", "团队", "部门", "经理")),
    Field("segment", gettext_lazy("segment"), longest=120, headers=("Segment", "细分")),
    Field("channel", gettext_lazy("channel"), longest=120, headers=("Channel", "Lead Source", "渠道", "来源")),
    SKU,
    PRODUCT_NAME,
    CATEGORY_PATH,
    Field("stage", gettext_lazy("stage"), longest=120, headers=("Stage", "Deal Stage", "阶段", "销售阶段")),
    Field("outcome", gettext_lazy("open, won or lost"), Type.CHOICE, choices=tuple(Outcome.values), headers=("Outcome", "Result", "结果")),
    Field("probability", gettext_lazy("win probability, a share"), Type.NUMBER, headers=("Probability", "赢率", "可能性")),
    Field("opened_at", gettext_lazy("opened"), Type.MOMENT, headers=("Opened", "Engage Date", "Created", "Created At", "创建时间", "创建日期", "立项日期")),
    Field("closed_at", gettext_lazy("closed"), Type.MOMENT, headers=("Closed", "Close Date", "Closed At", "关闭日期", "结单日期", "成交日期")),
    Field("expected_close", gettext_lazy("expected to close"), Type.DAY, headers=("Expected Close", "预计成交日期")),
    Field("amount", gettext_lazy("amount"), Type.NUMBER, headers=("Amount", "Close Value", "Value", "金额", "商机金额", "成交金额")),
    Field("currency", gettext_lazy("currency, three letters"), longest=3, headers=("Currency", "币种")),
    Field("loss_reason", gettext_lazy("loss reason"), longest=120, headers=("Loss Reason", "Lost Reason", "输单原因", "丢单原因")),
    Field("competitor", gettext_lazy("lost to"), longest=120, headers=("Competitor", "竞争对手")),
    Field("lead_id", gettext_lazy("lead's id in the other system"), longest=120, headers=("Lead ID", "线索编号")),
    Field("campaign", gettext_lazy("campaign's name"), longest=200, headers=("Campaign", "活动", "市场活动")),
    Field("note", gettext_lazy("note"), headers=("Note", "Notes", "备注")),
    Field("recorded_at", gettext_lazy("recorded"), Type.MOMENT, headers=("Recorded At", "录入时间")),
)  # fmt: skip
WON = {"won", "win", "closed won", "closed_won", "成交", "已成交", "赢单"}
LOST = {"lost", "lose", "closed lost", "closed_lost", "输单", "丢单", "失败"}


def check(row: Row, seen: dict[str, Any]) -> None:
    """What the stage says about the outcome, a name, and a key that is the same next time."""
    key_of(row)
    product_key(row)
    row["currency"] = (row["currency"] or "").upper() or None
    if not (row["name"] or row["external_id"] or row["customer"]):
        raise BadValue(_("a deal needs an id, a name or a customer"))
    row["said_outcome"] = row["outcome"] or _outcome_of(row["stage"], seen["options"].get("stages", {}))
    if row["probability"] is not None and not 0 <= row["probability"] <= 1:
        raise BadValue(_("a probability lies between 0 and 1, or is written with %"))
    if row["amount"] is not None and row["amount"] < 0:
        raise BadValue(_("the amount is negative"))
    row["key"] = row["external_id"] or derived_key(
        seen, row["name"], row["customer_key"], row["owner"], row["product_key"], row["opened_at"]
    )
    words = [row["customer"], row["product"] or row["sku"]]
    row["name"] = row["name"] or " · ".join(word for word in words if word)[:200] or row["key"]
    once(seen, row["key"])


def _outcome_of(stage: str | None, stages: dict[str, Any]) -> str | None:
    """Won or lost by the mapping's [stages], else by the stage's usual names; None leaves it to the pipeline."""
    said = stages.get(stage, {}).get("outcome") if isinstance(stages, dict) else None
    if said:
        return str(said)
    word = (stage or "").lower()
    return Outcome.WON if word in WON else Outcome.LOST if word in LOST else None


def stages_of(options: dict[str, Any]) -> dict[str, tuple[str | None, Decimal | None]]:
    """Outcome and probability by stage, as the mapping gives them."""
    found: dict[str, tuple[str | None, Decimal | None]] = {}
    given = options.get("stages", {})
    for name, stage in given.items() if isinstance(given, dict) else [("stages", None)]:
        if not isinstance(stage, dict) or set(stage) - {"outcome", "probability"}:
            raise ImportBroken(_("[stages.%s] holds outcome and probability, nothing else.") % name)
        if stage.get("outcome", "open") not in Outcome.values:
            raise ImportBroken(_("The outcome of stage “%s” is open, won or lost.") % name)
        probability = stage.get("probability")
        if probability is not None and (isinstance(probability, (bool, str)) or not 0 <= probability <= 1):
            raise ImportBroken(_("The probability of stage “%s” lies between 0 and 1.") % name)
        found[name] = (stage.get("outcome"), None if probability is None else Decimal(str(probability)))
    return found


def load_checked(load: Any) -> None:
    load_deals(load, stages_of(load.mapping.options))


DEALS = Kind(
    name="deals",
    label=gettext_lazy("deals"),
    fields=FIELDS,
    check=check,
    load=load_checked,
    extra={**KEY, "product_key": Type.TEXT, "key": Type.TEXT, "said_outcome": Type.TEXT},
    creates=(
        "customers", "products", "categories", "owners", "teams", "segments", "channels", "stages", "loss_reasons", "competitors",
    ),
    options=("stages", "first_stage"),
)  # fmt: skip
