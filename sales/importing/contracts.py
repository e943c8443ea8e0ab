"""Contracts, the documents kept of them, and customers who left, from files."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.importing.customer_refs import CUSTOMER_FIELDS, key_of
from accounts.importing.refs import team_on
from accounts.importing.table import (
    CHANNEL,
    EXTERNAL_ID,
    NOTE,
    OWNER,
    TEAM,
    Column,
    Reference,
    Table,
    by_channel,
    by_customer,
    by_name,
    by_owner,
    customer_column,
    keyed,
    kind_of,
    linked,
    not_before,
    not_negative,
    not_to_come,
    owned,
    same,
    segment_column,
    stood_at,
    texts,
    there,
    with_customer,
)
from crm_project.importing.errors import BadValue
from crm_project.importing.fields import Field, Row, Type, day_start
from crm_project.importing.keys import once
from crm_project.importing.load import STAGE, Load
from sales.importing.product_refs import CATEGORY_PATH, PRODUCT_NAME, SKU, categories, product_key, products
from sales.models import ChurnReason, Competitor, Contract, ContractDocument, Departure

LONG_NOTE = replace(NOTE, longest=20_000)
LEFT_BEFORE_BACK = gettext_lazy("won back before they left")
CONTRACT_FIELDS = (
    Field("number", gettext_lazy("contract number"), required=True, longest=60, headers=("Contract", "Contract No", "Number", "合同编号", "编号")),
    *CUSTOMER_FIELDS,
    SKU,
    PRODUCT_NAME,
    CATEGORY_PATH,
    Field("status", gettext_lazy("draft, in force or terminated"), Type.CHOICE, default="active", choices=tuple(Contract.Status.values), headers=("Status", "状态")),
    Field("starts_on", gettext_lazy("first day"), Type.DAY, required=True, headers=("Starts On", "Start", "From", "开始日期", "生效日期")),
    Field("ends_on", gettext_lazy("agreed last day"), Type.DAY, required=True, headers=("Ends On", "End", "Until", "结束日期", "到期日期")),
    Field("annual_value", gettext_lazy("annual value, home currency"), Type.NUMBER, default=0, headers=("Annual Value", "Value", "年金额", "年度金额")),
    Field("renewed_on", gettext_lazy("day the customer agreed to go on"), Type.DAY, headers=("Renewed On", "续签日期")),
    Field("renewed_by", gettext_lazy("number of the contract of the next term"), longest=60, headers=("Renewed By", "续签合同")),
    Field("terminated_on", gettext_lazy("terminated before its time on"), Type.DAY, headers=("Terminated On", "终止日期")),
    OWNER,
    TEAM,
    CHANNEL,
    LONG_NOTE,
)  # fmt: skip
DOCUMENT_FIELDS = (
    EXTERNAL_ID,
    Field("name", gettext_lazy("name"), required=True, longest=200, headers=("Document", "Name", "文件", "文件名称", "名称")),
    Field("kind", gettext_lazy("what it is"), Type.CHOICE, default="contract", choices=tuple(ContractDocument.Kind.values), headers=("Kind", "Type", "类型")),
    Field("contract", gettext_lazy("number of its contract"), longest=60, headers=("Contract", "Contract No", "合同编号")),
    *CUSTOMER_FIELDS,
    Field("place", gettext_lazy("kept in"), longest=120, headers=("Place", "Cabinet", "存放位置", "位置")),
    Field("filed_on", gettext_lazy("on file since"), Type.DAY, required=True, headers=("Filed On", "Filed", "Date", "归档日期", "日期")),
    Field("lost_on", gettext_lazy("reported lost on"), Type.DAY, headers=("Lost On", "Lost", "遗失日期")),
    Field("found_on", gettext_lazy("found again on"), Type.DAY, headers=("Found On", "Found", "找回日期")),
    Field("discarded_on", gettext_lazy("discarded on"), Type.DAY, headers=("Discarded On", "Discarded", "销毁日期")),
    OWNER,
    TEAM,
    NOTE,
)  # fmt: skip
DEPARTURE_FIELDS = (
    *CUSTOMER_FIELDS,
    Field("left_on", gettext_lazy("left on"), Type.DAY, required=True, headers=("Left On", "Lost On", "Date", "流失日期", "日期")),
    Field("kind", pgettext_lazy("departure", "how"), Type.CHOICE, default="said_so", choices=tuple(Departure.Kind.values), headers=("How", "Kind", "方式")),
    Field("reason", pgettext_lazy("departure", "reason"), longest=120, headers=("Reason", "原因", "流失原因")),
    Field("competitor", gettext_lazy("went to"), longest=120, headers=("Competitor", "Went To", "竞争对手")),
    Field("contract", gettext_lazy("number of the contract that ended"), longest=60, headers=("Contract", "合同编号")),
    Field("returned_on", gettext_lazy("won back on"), Type.DAY, headers=("Won Back On", "Returned On", "挽回日期")),
    OWNER,
    TEAM,
    LONG_NOTE,
)  # fmt: skip
CONTRACT = there("contract", Contract, "number", gettext_lazy("there is no contract “%s”"))


def contract_row(row: Row, seen: dict[str, Any]) -> None:
    """A day of termination terminates; the next term makes this one renewed."""
    product_key(row)
    row["key"] = row["number"]
    once(seen, row["key"])
    if row["terminated_on"]:
        row["status"] = Contract.Status.TERMINATED
    elif row["status"] == Contract.Status.TERMINATED:
        raise BadValue(_("terminated, but not on which day"))
    if row["renewed_by"] and not row["renewed_on"]:
        raise BadValue(_("renewed, but not on which day"))


def next_terms(load: Load) -> None:
    """Point each contract at that of its next term; one that is not there is noted."""
    found = (
        f"FROM {STAGE} s JOIN sales_contract t ON t.number = s.number JOIN sales_contract o ON o.number = s.renewed_by"
    )
    load.run(
        f"UPDATE sales_contract x SET renewed_by_id = n.next FROM (SELECT t.id, min(o.id) AS next {found} WHERE o.id <> t.id "
        "AND NOT EXISTS (SELECT FROM sales_contract y WHERE y.renewed_by_id = o.id AND y.id <> t.id) GROUP BY t.id) n "
        "WHERE x.id = n.id AND x.renewed_by_id IS DISTINCT FROM n.next AND n.id = (SELECT min(z.id) FROM (SELECT t.id, o.id "
        f"AS next {found}) z WHERE z.next = n.next)"
    )
    load.warn(
        f"SELECT s.line FROM {STAGE} s JOIN sales_contract t ON t.number = s.number LEFT JOIN sales_contract o "
        "ON o.id = t.renewed_by_id WHERE s.renewed_by IS NOT NULL AND o.number IS DISTINCT FROM s.renewed_by",
        _("the contract of the next term is not there, or continues another one"),
    )


CONTRACTS = kind_of(
    "contracts",
    pgettext_lazy("agreements", "contracts"),
    CONTRACT_FIELDS,
    Table(
        Contract,
        same("number", "starts_on", "ends_on", "annual_value", "renewed_on")
        | texts("note")
        | {
            "external_id": Column("s.number", ()),
            "source": Column("%(source)s::text", ()),
            "status": Column("s.status", ("status", "terminated_on")),
            "terminated_on": Column("s.terminated_on", ("terminated_on", "status")),
            "product_id": Column("ref_product.id", ("sku", "product")),
            "category_id": Column("coalesce(ref_category.id, p.category_id)", ("category", "sku", "product")),
            "channel_id": Column("coalesce(ref_channel.id, k.channel_id)", ("channel",)),
        }
        | customer_column()
        | segment_column(day_start("s.starts_on"))
        | owned(day_start("s.starts_on")),
        (
            *by_owner(day_start("starts_on")),
            by_channel(),
            by_customer("starts_on"),
            Reference("category", categories, creates=("categories",)),
            Reference("product", products, "product_key", ("products",),
                      "LEFT JOIN sales_product p ON p.id = ref_product.id"),
        ),
        known="t.number = s.number",
        after=next_terms,
    ),
    with_customer,
    contract_row,
    not_before("starts_on", "ends_on", gettext_lazy("the last day is before the first")),
    not_before("starts_on", "terminated_on", gettext_lazy("terminated before it began")),
    not_negative("annual_value"),
)  # fmt: skip


def document_row(row: Row, seen: dict[str, Any]) -> None:
    """A document is lost before it is found, and may have no customer."""
    key_of(row)
    if row["found_on"] and not row["lost_on"]:
        raise BadValue(_("found again, but never lost"))


DOCUMENTS = kind_of(
    "documents",
    gettext_lazy("documents on file"),
    DOCUMENT_FIELDS,
    Table(
        ContractDocument,
        same("name", "kind", "filed_on", "lost_on", "found_on", "discarded_on")
        | texts("place", "note")
        | linked("contract")
        | customer_column("coalesce(k.merged_into_id, k.id, c.customer_id)")
        | {
            "owner_id": Column("coalesce(ref_owner.id, c.owner_id)", ("owner",)),
            "team_id": Column(
                f"coalesce(ref_team.id, {team_on('coalesce(ref_owner.id, c.owner_id)', day_start('s.filed_on'))})",
                ("team",),
            ),
            "segment_id": Column("coalesce(k.segment_id, c.segment_id)", ("customer_id", "customer", "contract")),
            "channel_id": Column("coalesce(k.channel_id, c.channel_id)", ("customer_id", "customer", "contract")),
        },
        (
            *by_owner(day_start("filed_on")),
            replace(CONTRACT, more="LEFT JOIN sales_contract c ON c.id = ref_contract.id"),
            by_customer("filed_on"),
        ),
        rules=(not_to_come("filed_on"),),
    ),
    document_row,
    not_before("filed_on", "lost_on", gettext_lazy("lost before it was on file")),
    not_before("lost_on", "found_on", gettext_lazy("found before it was lost")),
    not_before("filed_on", "discarded_on", gettext_lazy("discarded before it was on file")),
    keyed("name", "contract", "customer_id", "customer", "filed_on"),
)

LEFT = day_start("s.left_on")
WHOSE = f"coalesce(ref_owner.id, {stood_at('owner_id', LEFT)}, k.owner_id)"
DEPARTURES = kind_of(
    "departures",
    gettext_lazy("lost customers"),
    DEPARTURE_FIELDS,
    Table(
        Departure,
        same("left_on", "kind", "returned_on")
        | texts("note")
        | linked("reason", "competitor", "contract")
        | customer_column()
        | segment_column(LEFT)
        | {
            "owner_id": Column(WHOSE, ("owner",)),
            "team_id": Column(f"coalesce(ref_team.id, {team_on(WHOSE, LEFT)})", ("team",)),
            "channel_id": Column("k.channel_id", ("customer_id", "customer")),
        },
        (
            *by_owner(day_start("left_on")),
            by_name("reason", ChurnReason, "reasons"),
            by_name("competitor", Competitor, "competitors"),
            CONTRACT,
            by_customer("left_on"),
        ),
        known="t.customer_id = coalesce(k.merged_into_id, k.id) AND t.left_on = s.left_on",
        rules=(not_to_come("left_on"),),
        unique=("customer_id", "left_on"),
    ),
    with_customer,
    not_before("left_on", "returned_on", LEFT_BEFORE_BACK),
)
