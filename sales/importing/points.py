"""Movements of loyalty points from a file: one row, one booking of the ledger."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.importing.customer_refs import CUSTOMER_FIELDS
from accounts.importing.table import (
    EXTERNAL,
    EXTERNAL_ID,
    NOTE,
    Column,
    Table,
    by_customer,
    customer_column,
    keyed,
    kind_of,
    same,
    texts,
    there,
    with_customer,
)
from crm_project.importing.errors import BadValue
from crm_project.importing.fields import Field, Row, Type
from crm_project.importing.load import STAGE, Load
from sales.actions.loyalty import AGAINST
from sales.models import LoyaltyBooking, LoyaltyEntry, Order

Kind = LoyaltyBooking.Kind
MOST = 2**31 - 1
SPENT = (Kind.REDEEM, Kind.EXPIRE)
FIELDS = (
    EXTERNAL_ID,
    *CUSTOMER_FIELDS,
    Field("at", gettext_lazy("when"), Type.MOMENT, required=True, headers=("At", "Date", "Time", "时间", "日期")),
    Field("kind", gettext_lazy("earned, taken back, redeemed or expired"), Type.CHOICE, default="earn", choices=tuple(Kind.values), headers=("Kind", "Type", "类型")),
    Field("points", gettext_lazy("points, as many as were moved"), Type.WHOLE, required=True, headers=("Points", "积分")),
    Field("order_number", gettext_lazy("number of the order that brought them"), longest=60, headers=("Order", "Order No", "订单号", "订单编号")),
    NOTE,
)  # fmt: skip


def movement(row: Row, seen: dict[str, Any]) -> None:
    """What is earned is added, everything else takes off, however the file signs it."""
    if not 0 < abs(row["points"]) <= MOST:
        raise BadValue(_("%s is no number of points to move") % row["points"])
    if row["kind"] == Kind.EARN and row["points"] < 0:
        raise BadValue(_("earned points are not negative; what is taken back is “reverse”"))
    row["points"] = row["points"] if row["kind"] == Kind.EARN else -abs(row["points"])


def refuse_overdrafts(load: Load) -> None:
    """Nobody redeems, and nothing expires of, points they do not have at that moment; a booking once made stays."""
    load.temp(
        "booked_before",
        "SELECT b.external_id AS key, b.customer_id, b.at, b.kind, sum(e.points) AS points FROM sales_loyaltybooking b "
        "JOIN sales_loyaltyentry e ON e.booking_id = b.id AND e.account = 'balance' "
        f"WHERE b.source = %(source)s AND b.external_id IN (SELECT key FROM {STAGE}) GROUP BY b.id",
    )
    load.reject(
        f"SELECT s.line FROM {STAGE} s JOIN booked_before b USING (key) LEFT JOIN ref_customer c ON c.given = s.customer_key "
        "LEFT JOIN accounts_customer k ON k.id = c.id WHERE (b.customer_id, b.at, b.kind, b.points) "
        "IS DISTINCT FROM (coalesce(k.merged_into_id, k.id), s.at, s.kind, s.points::numeric)",
        _("was booked otherwise before, and a booking stays: book the difference"),
    )
    load.temp(
        "moving",
        f"SELECT s.line, coalesce(k.merged_into_id, k.id) AS customer_id, s.at, s.kind, s.points FROM {STAGE} s "
        "JOIN ref_customer c ON c.given = s.customer_key JOIN accounts_customer k ON k.id = c.id "
        "WHERE NOT EXISTS (SELECT FROM booked_before b WHERE b.key = s.key) UNION ALL "
        "SELECT NULL, coalesce(o.merged_into_id, o.id), b.at, b.kind, e.points FROM sales_loyaltybooking b "
        "JOIN sales_loyaltyentry e ON e.booking_id = b.id AND e.account = 'balance' JOIN accounts_customer o "
        "ON o.id = b.customer_id WHERE coalesce(o.merged_into_id, o.id) IN (SELECT coalesce(k.merged_into_id, k.id) "
        "FROM ref_customer c JOIN accounts_customer k ON k.id = c.id)",
    )
    for line, has in overdrawn(
        load.rows("SELECT line, customer_id, kind, points FROM moving ORDER BY at, points DESC, line")
    ):
        load.reject(
            "SELECT %(line)s::int, %(has)s::bigint",
            _("the customer had only %s points then"),
            {"line": line, "has": has},
        )


def overdrawn(rows: list[tuple[int | None, int, str, int]]) -> list[tuple[int, int]]:
    """The lines that take more than there is, in the order of time, with what there is: then, and in the end."""
    then: dict[int, int] = defaultdict(int)
    last: dict[int, int] = defaultdict(int)
    for line, customer, kind, points in rows:
        last[customer] += 0 if line is not None and kind in SPENT else points
    found = []
    for line, customer, kind, points in rows:
        if line is not None and kind in SPENT:
            has = max(min(then[customer], last[customer]), 0)
            if has + points < 0:
                found.append((line, has))
                continue
            last[customer] += points
        then[customer] += points
    return found


def entries(load: Load) -> None:
    """Both sides of every new booking: what the balance gains, the other account loses."""
    load.run(
        "INSERT INTO sales_loyaltyentry (booking_id, account, points) SELECT b.id, e.account, e.points FROM changed_record n "
        f"JOIN sales_loyaltybooking b ON b.id = n.id JOIN {STAGE} s ON s.key = b.external_id AND b.source = %(source)s "
        "JOIN unnest(%(kinds)s::text[], %(others)s::text[]) AS o(kind, account) ON o.kind = b.kind CROSS JOIN LATERAL "
        "(VALUES (%(balance)s, s.points), (o.account, -s.points)) AS e(account, points) ORDER BY b.id, e.points",
        {
            "kinds": [str(kind) for kind in AGAINST],
            "others": [str(account) for account in AGAINST.values()],
            "balance": str(LoyaltyEntry.Account.BALANCE),
        },
    )


POINTS = kind_of(
    "points",
    gettext_lazy("loyalty points"),
    FIELDS,
    Table(
        LoyaltyBooking,
        same("at", "kind")
        | texts("note")
        | customer_column()
        | {"order_id": Column("ref_order_number.id", ("order_number",)), "by_id": Column("%(actor)s::bigint", ())},
        (
            by_customer("at"),
            there("order_number", Order, "number", gettext_lazy("there is no order “%s”")),
        ),
        known=EXTERNAL,
        never_changes=True,
        before=refuse_overdrafts,
        after=entries,
    ),
    with_customer,
    movement,
    keyed("customer_id", "customer", "at", "kind", "points", "order_number"),
)
