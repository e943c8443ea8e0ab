"""Which values of customers were found right or wrong, from a file: one row, one value looked at."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from accounts.importing.customer_refs import CUSTOMER_FIELDS
from accounts.importing.refs import people, team_on
from accounts.importing.table import (
    EXTERNAL_ID,
    SHORT_NOTE,
    Column,
    Reference,
    Table,
    by_customer,
    customer_column,
    keyed,
    kind_of,
    not_to_come,
    same,
    segment_column,
    stood_at,
    texts,
    with_customer,
)
from accounts.models import CustomerField, ValueCheck
from crm_project.importing.fields import Field, Type, day_start

AT = day_start("s.checked_on")
WHOSE = f"coalesce({stood_at('owner_id', AT)}, k.owner_id)"
FIELDS = (
    EXTERNAL_ID,
    *CUSTOMER_FIELDS,
    Field("field", gettext_lazy("which value"), Type.CHOICE, required=True, choices=tuple(CustomerField.values), headers=("Field", "字段")),
    Field("checked_on", gettext_lazy("day it was checked"), Type.DAY, required=True, headers=("Checked On", "Date", "检查日期", "日期")),
    Field("valid", gettext_lazy("found right"), Type.YES_NO, required=True, headers=("Valid", "OK", "是否有效", "有效")),
    Field("how", gettext_lazy("how"), Type.CHOICE, default="manual", choices=tuple(ValueCheck.How.values), headers=("How", "Method", "检查方式")),
    Field("value", gettext_lazy("the value that was looked at"), longest=300, headers=("Value", "值")),
    Field("checked_by", gettext_lazy("who checked"), longest=120, headers=("Checked By", "检查人")),
    SHORT_NOTE,
)  # fmt: skip

VALUE_CHECKS = kind_of(
    "value_checks",
    gettext_lazy("value checks"),
    FIELDS,
    Table(
        ValueCheck,
        same("field", "checked_on", "valid", "how")
        | texts("value", "note")
        | customer_column()
        | segment_column(AT)
        | {
            "checked_by_id": Column("ref_checked_by.id", ("checked_by",)),
            "owner_id": Column(WHOSE, ("customer_id", "customer")),
            "team_id": Column(team_on(WHOSE, AT), ("customer_id", "customer")),
            "channel_id": Column("k.channel_id", ("customer_id", "customer")),
        },
        (
            by_customer("checked_on"),
            Reference(
                "checked_by",
                lambda load: people(load, "checked_by", role="rep", at=day_start("checked_on")),
                creates=("owners",),
            ),
        ),
        rules=(not_to_come("checked_on"),),
    ),
    with_customer,
    keyed("customer_id", "customer", "field", "checked_on", "value"),
)
