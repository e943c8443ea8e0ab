"""Orders from a file: one row a line; rows with the same number are one order, wherever they stand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.importing.customer_refs import CUSTOMER_FIELDS, KEY, key_of
from crm_project.importing.errors import BadValue
from crm_project.importing.fields import Field, Kind, Row, Type
from crm_project.importing.values import rounded
from sales.importing.order_load import load_orders
from sales.importing.product_refs import CATEGORY_PATH, PRODUCT_NAME, SKU, product_key
from sales.models import Order, Product

HEAD = (
    Field("order_number", gettext_lazy("order number"), required=True, longest=60,
          headers=("Order ID", "Order No", "InvoiceNo", "Invoice", "订单编号", "订单号", "单号")),
    Field("ordered_at", gettext_lazy("ordered"), Type.MOMENT, required=True,
          headers=("Order Date", "InvoiceDate", "Date", "下单时间", "订单日期", "下单日期", "日期")),
    *CUSTOMER_FIELDS,
    Field("segment", gettext_lazy("customer segment at the time"), longest=120, headers=("Segment", "客户分类", "细分")),
    Field("channel", gettext_lazy("channel"), longest=120, headers=("Channel", "Sales Channel", "渠道", "销售渠道")),
    Field("region", gettext_lazy("region"), longest=120, headers=("Region", "Territory", "Country", "地区", "区域", "大区")),
    Field("owner", gettext_lazy("who sold it"), longest=120, headers=("Owner", "Sales Rep", "Salesperson", "业务员", "销售", "负责人")),
    Field("team", gettext_lazy("team"), longest=120, headers=("Team", "Department", "团队", "部门")),
    Field("currency", gettext_lazy("currency, three letters"), longest=3, headers=("Currency", "币种")),
    Field("status", gettext_lazy("status"), Type.CHOICE, default="completed", choices=tuple(Order.Status.values),
          headers=("Status", "Order Status", "状态", "订单状态")),
    Field("cancelled_at", gettext_lazy("cancelled"), Type.MOMENT, headers=("Cancelled At", "取消时间")),
    Field("is_test", gettext_lazy("test order"), Type.YES_NO, default=False, headers=("Test", "测试")),
    Field("note", gettext_lazy("note"), headers=("Note", "备注")),
    Field("recorded_at", gettext_lazy("recorded"), Type.MOMENT, headers=("Recorded At", "录入时间")),
)  # fmt: skip
LINE = (
    SKU,
    PRODUCT_NAME,
    CATEGORY_PATH,
    Field("line_kind", gettext_lazy("product, service or shipping"), Type.CHOICE, choices=tuple(Product.Kind.values),
          headers=("Line Type", "行类型")),
    Field("quantity", gettext_lazy("quantity"), Type.NUMBER, default=Decimal(1), places=3,
          headers=("Quantity", "Qty", "数量")),
    Field("unit_price", gettext_lazy("unit price, before discount"), Type.NUMBER,
          headers=("Unit Price", "UnitPrice", "Price", "单价")),
    Field("discount", gettext_lazy("discount of the line, an amount"), Type.NUMBER, guess=False, headers=("Discount Amount", "折扣金额")),
    Field("discount_rate", gettext_lazy("discount of the line, a share"), Type.NUMBER, places=6,
          headers=("Discount Rate", "折扣率")),
    Field("amount", gettext_lazy("amount of the line after discount, before tax"), Type.NUMBER,
          headers=("Sales", "Amount", "Line Total", "Total", "金额", "销售额", "成交金额")),
    Field("cost", gettext_lazy("cost of the line"), Type.NUMBER, headers=("Cost", "成本")),
    Field("profit", gettext_lazy("profit of the line"), Type.NUMBER, headers=("Profit", "利润")),
)  # fmt: skip


def check(row: Row, seen: dict[str, Any]) -> None:
    """Complete a line: amount from price, price from amount, cost from profit."""
    key_of(row)
    product_key(row)
    if row["discount_rate"] is not None and not 0 <= row["discount_rate"] <= 1:
        raise BadValue(_("a discount rate lies between 0 and 1, or is written with %"))
    row["currency"] = (row["currency"] or "").upper() or None
    row["net"] = amount = line_amount(row)
    _complete_price(row, amount)
    row["line_cost"] = row["cost"]
    if row["cost"] is None:
        row["line_cost"] = amount - row["profit"] if row["profit"] is not None else None
    if row["cancelled_at"] and row["status"] != Order.Status.CANCELLED:
        row["cancelled_at"] = None


def _complete_price(row: Row, amount: Decimal) -> None:
    """Price and discount, for people to read: figures use the amount."""
    quantity, share = row["quantity"], row["discount_rate"]
    if row["unit_price"] is not None:
        full = quantity * row["unit_price"]
    else:
        full = amount / (1 - share) if share is not None and share < 1 else amount + (row["discount"] or 0)
        row["unit_price"] = rounded(full / quantity) if quantity else Decimal(0)
    if row["discount"] is None:
        row["discount"] = rounded(full - amount) if share is not None else Decimal(0)


def line_amount(row: Row) -> Decimal:
    """The file's amount, else quantity times price less the discount, rounded once."""
    if row["amount"] is not None:
        return row["amount"]
    if row["unit_price"] is None:
        raise BadValue(_("neither an amount nor a unit price"))
    full = row["quantity"] * row["unit_price"]
    share = row["discount_rate"]
    return rounded(full * (1 - share) if share is not None else full - (row["discount"] or 0))


ORDERS = Kind(
    name="orders",
    label=gettext_lazy("orders"),
    fields=(*HEAD, *LINE),
    check=check,
    load=load_orders,
    extra={**KEY, "product_key": Type.TEXT, "net": Type.NUMBER, "line_cost": Type.NUMBER},
    creates=("customers", "products", "categories", "segments", "channels", "regions", "owners", "teams"),
    options=("incomplete_orders",),
    group="order_number",
)
