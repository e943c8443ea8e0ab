"""Refunds from a file: one row, one refund, at the exchange rate of its order.

A credit note whose order nobody knows can be kept too (``unknown_orders = "credit"``): a draft order of its own number
carries it, which is never a transaction, with lines of quantity and amount zero that say what came back.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.importing.customer_refs import CUSTOMER_FIELDS, KEY, key_of
from crm_project.importing.errors import BadValue
from crm_project.importing.fields import Field, Kind, Row, Type
from crm_project.importing.keys import derived_key, once
from crm_project.importing.values import rounded
from sales.importing.product_refs import CATEGORY_PATH, PRODUCT_NAME, SKU, product_key
from sales.importing.refund_load import load_refunds

FIELDS = (
    Field("order_number", gettext_lazy("order number"), required=True, longest=60,
          headers=("Order ID", "Order No", "InvoiceNo", "Invoice", "订单编号", "订单号")),
    Field("refunded_at", gettext_lazy("refunded"), Type.MOMENT, required=True,
          headers=("Refund Date", "Return Date", "Date", "InvoiceDate", "退款时间", "退款日期", "退货日期", "日期")),
    Field("amount", gettext_lazy("amount given back, in the order's currency"), Type.NUMBER,
          headers=("Refund Amount", "Amount", "退款金额", "金额")),
    Field("external_id", gettext_lazy("id in the other system"), longest=120, headers=("Refund ID", "ID", "退款编号", "退款单号")),
    Field("reason", gettext_lazy("reason"), longest=300, headers=("Reason", "退款原因", "原因")),
    SKU,
    PRODUCT_NAME,
    CATEGORY_PATH,
    Field("quantity", gettext_lazy("quantity that came back"), Type.NUMBER, places=3,
          headers=("Quantity", "Qty", "数量", "退货数量")),
    Field("unit_price", gettext_lazy("unit price"), Type.NUMBER, headers=("Unit Price", "UnitPrice", "Price", "单价")),
    *CUSTOMER_FIELDS,
    Field("currency", gettext_lazy("currency of a credit note without order"), longest=3, headers=("Currency", "币种")),
    Field("recorded_at", gettext_lazy("recorded"), Type.MOMENT, headers=("Recorded At", "录入时间")),
)  # fmt: skip


def check(row: Row, seen: dict[str, Any]) -> None:
    """The amount, positive, and a key that is the same next time."""
    key_of(row)
    product_key(row)
    row["currency"] = (row["currency"] or "").upper() or None
    if row["amount"] is None:
        if row["quantity"] is None or row["unit_price"] is None:
            raise BadValue(_("neither an amount nor quantity and unit price"))
        row["amount"] = rounded(abs(row["quantity"]) * row["unit_price"])
    if row["amount"] < 0:
        raise BadValue(_("the amount is negative; write sign = “negate” or “absolute” in the mapping"))
    row["quantity"] = abs(row["quantity"] or Decimal(0))
    row["key"] = row["external_id"] or derived_key(
        seen, row["order_number"], row["refunded_at"], row["amount"], row["product_key"]
    )
    once(seen, row["key"])


REFUNDS = Kind(
    name="refunds",
    label=gettext_lazy("refunds"),
    fields=FIELDS,
    check=check,
    load=load_refunds,
    extra={**KEY, "product_key": Type.TEXT, "key": Type.TEXT},
    creates=("customers", "products", "categories"),
    options=("unknown_orders",),
)
