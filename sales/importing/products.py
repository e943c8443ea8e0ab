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
    Field("tier", _("tier: 1 for the simplest, higher for better"), Type.WHOLE, headers=("Tier", "Level", "档次", "等级")),
    Field("successor", _("article number of what took its place"), longest=80,
          headers=("Successor", "Replaced By", "替代品", "后继产品")),
    Field("external_id", _("id in the other system"), longest=120, headers=("ID", "编号")),
)  # fmt: skip
UPDATES = {
    "name": ("name",), "kind": ("kind",), "category_id": ("category",), "price": ("price",), "cost": ("cost",),
    "active": ("active",), "external_id": ("external_id",), "tier": ("tier",),
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
        f"s.active, s.tier, coalesce(s.external_id, '') AS external_id, %(source)s::text AS source FROM {STAGE} s "
        f"LEFT JOIN ref_category r ON r.given = s.category LEFT JOIN {Product._meta.db_table} p ON p.sku = s.sku",
    )
    load.counts = load.upsert(Product, "new_product", update=load.pick(UPDATES))
    successors(load)


def successors(load: Load) -> None:
    """Point at the last of each chain; a chain that comes back to itself, or an article not there, is left out."""
    table = Product._meta.db_table
    load.warn(
        f"SELECT line FROM {STAGE} s WHERE s.successor <> '' "
        f"AND (s.successor = s.sku OR NOT EXISTS (SELECT FROM {table} p WHERE p.sku = s.successor))",
        _("the successor is not another article there is; left out"),
    )
    load.run(
        f"UPDATE {table} p SET successor_id = n.id FROM {STAGE} s JOIN {table} n ON n.sku = s.successor "
        "WHERE p.sku = s.sku AND n.id <> p.id AND p.successor_id IS DISTINCT FROM n.id"
    )
    last = (
        f"WITH RECURSIVE chain AS (SELECT id, successor_id AS last, ARRAY[id] AS seen FROM {table} WHERE successor_id IS NOT NULL "
        f"UNION ALL SELECT c.id, p.successor_id, c.seen || p.id FROM chain c JOIN {table} p ON p.id = c.last "
        "WHERE p.successor_id IS NOT NULL AND p.id <> ALL(c.seen)) "
        "SELECT DISTINCT ON (id) id, last FROM chain ORDER BY id, array_length(seen, 1) DESC"
    )
    load.run(
        f"UPDATE {table} p SET successor_id = nullif(c.last, p.id) FROM ({last}) c "
        "WHERE c.id = p.id AND p.successor_id IS DISTINCT FROM nullif(c.last, p.id)"
    )


PRODUCTS = Kind(
    name="products", label=_("products"), fields=FIELDS, check=check, load=load_products, creates=("categories",)
)
