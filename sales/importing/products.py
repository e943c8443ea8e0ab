"""Products from a file: one row, one article, known by its number."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from crm_project.importing.fields import Field, Kind, Row, Type
from crm_project.importing.keys import once
from crm_project.importing.load import STAGE, Load
from sales.importing.product_refs import CATEGORY_PATH, SKU, categories
from sales.models import Product

FIELDS = (
    Field("sku", SKU.label, required=True, longest=80, headers=SKU.headers),
    Field("name", _("name"), required=True, longest=250,
          headers=("Product Name", "Name", "Description", "产品名称", "商品名称", "名称")),
    Field("kind", _("product, service or shipping"), Type.CHOICE, default="product",
          choices=tuple(Product.Kind.values), headers=("Type", "类型")),
    CATEGORY_PATH,
    Field("price", _("price, home currency"), Type.NUMBER, default=0,
          headers=("Price", "Unit Price", "List Price", "sales_price", "价格", "单价", "售价")),
    Field("cost", _("unit cost, home currency"), Type.NUMBER, headers=("Cost", "Unit Cost", "成本", "单位成本")),
    Field("active", _("for sale"), Type.YES_NO, default=True, headers=("Active", "For Sale", "在售")),
    Field("external_id", _("id in the other system"), longest=120, headers=("ID", "编号")),
)  # fmt: skip
UPDATES = {
    "name": ("name",), "kind": ("kind",), "category_id": ("category",), "price": ("price",), "cost": ("cost",),
    "active": ("active",), "external_id": ("external_id",),
}  # fmt: skip


def check(row: Row, seen: dict[str, Any]) -> None:
    """One article once in a file."""
    once(seen, row["sku"])


def load_products(load: Load) -> None:
    """Find the categories, then write what is new or different."""
    categories(load)
    load.temp(
        "new_product",
        f"SELECT s.line, p.id, s.sku, s.name, s.kind, r.id AS category_id, coalesce(s.price, 0) AS price, s.cost, "
        f"s.active, coalesce(s.external_id, '') AS external_id, %(source)s::text AS source FROM {STAGE} s "
        f"LEFT JOIN ref_category r ON r.given = s.category LEFT JOIN {Product._meta.db_table} p ON p.sku = s.sku",
    )
    load.counts = load.upsert(Product, "new_product", update=load.pick(UPDATES))


PRODUCTS = Kind(
    name="products", label=_("products"), fields=FIELDS, check=check, load=load_products, creates=("categories",)
)
