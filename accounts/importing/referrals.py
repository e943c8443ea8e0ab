"""Who sent us whom, from a file: one row, one referral."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.importing.customer_refs import CUSTOMER_FIELDS, key_of
from accounts.importing.table import Column, Table, by_customer, kind_of, not_to_come, stood_at, texts, with_customer
from accounts.models import Referral
from crm_project.importing.errors import BadValue
from crm_project.importing.fields import Field, Row, Type, day_start

REFERRER = "coalesce(b.merged_into_id, b.id)"
FIELDS = (
    Field("referrer_id", gettext_lazy("id of who recommended us"), longest=120, headers=("Referrer ID", "推荐人编号")),
    Field("referrer", gettext_lazy("name of who recommended us"), longest=200, headers=("Referrer", "Recommended By", "推荐人", "介绍人")),
    *CUSTOMER_FIELDS,
    Field("recommended_on", gettext_lazy("day of the recommendation"), Type.DAY, required=True, headers=("Date", "Recommended On", "日期", "推荐日期")),
    Field("programme", gettext_lazy("programme"), longest=80, headers=("Programme", "Program", "推荐计划", "活动")),
    Field("reward", gettext_lazy("reward"), longest=200, headers=("Reward", "奖励")),
)  # fmt: skip


def two_people(row: Row, seen: dict[str, Any]) -> None:
    """Both are named, and nobody sends themselves."""
    key_of(row, "referrer")
    if row["referrer_key"] is None:
        raise BadValue(_("nobody is named who recommended us"))


REFERRALS = kind_of(
    "referrals",
    gettext_lazy("referrals"),
    FIELDS,
    Table(
        Referral,
        {"referrer_id": Column(REFERRER, ("referrer_id", "referrer"))}
        | {"customer_id": Column("coalesce(k.merged_into_id, k.id)", ("customer_id", "customer"))}
        | {'"on"': Column("s.recommended_on", ("recommended_on",))}
        | texts("programme", "reward")
        | {
            "segment_id": Column(
                f"coalesce({stood_at('segment_id', day_start('s.recommended_on'), 'b.id')}, b.segment_id)",
                ("referrer_id", "referrer", "recommended_on"),
            )
        },
        (
            by_customer("recommended_on", "customer", "referrer", "b"),
            by_customer("recommended_on", "prospect"),
        ),
        known="t.customer_id = coalesce(k.merged_into_id, k.id)",
        rules=(
            ("n.referrer_id = n.customer_id", gettext_lazy("nobody recommends us to themselves")),
            not_to_come('"on"'),
        ),
        unique=("customer_id",),
    ),
    with_customer,
    two_people,
)
