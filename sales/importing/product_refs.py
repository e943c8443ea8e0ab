"""The products and categories rows name, created where the mapping allows."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_project.importing.fields import Field, Row, Type
from crm_project.importing.load import STAGE, Load, insert_defaults
from sales.models import Product, ProductCategory

CATEGORY = ProductCategory._meta.db_table
PRODUCT = Product._meta.db_table
DEPTH = 6

SKU = Field("sku", gettext_lazy("article number"), longest=80,
            headers=("SKU", "Product ID", "StockCode", "Item Code", "Article", "货号", "产品编号", "商品编码", "产品ID"))  # fmt: skip
PRODUCT_NAME = Field("product", gettext_lazy("product's name"), longest=250,
                     headers=("Product Name", "Product", "Item", "Description", "产品名称", "商品名称", "产品", "商品"))  # fmt: skip
CATEGORY_PATH = Field("category", gettext_lazy("category, from the top down"), Type.PATH,
                      headers=("Category", "Product Category", "类别", "分类", "产品类别", "产品分类"))  # fmt: skip


def product_key(row: Row) -> None:
    """An article is known by its number, else by its name."""
    sku, name = row["sku"], row["product"]
    row["product_key"] = f"#{sku}" if sku else f"={name}" if name else None


def categories(load: Load) -> None:
    """Make ``ref_category`` (given = the path, id), level by level from the top."""
    load.temp(
        "ref_category",
        f"SELECT DISTINCT category AS given, NULL::bigint AS id, NULL::bigint AS top_id FROM {STAGE} "
        "WHERE category IS NOT NULL",
    )
    load.run("INSERT INTO ref_category SELECT DISTINCT given[:n] FROM ref_category, generate_series(1, %(depth)s) n "
             "WHERE n < cardinality(given) EXCEPT SELECT given FROM ref_category", {"depth": DEPTH})  # fmt: skip
    for level in range(1, DEPTH + 1):
        _find_level(load, level)
        if load.creates("categories"):
            _create_level(load, level)
            _find_level(load, level)
    load.reject(
        f"SELECT s.line, array_to_string(s.category, ' > ') FROM {STAGE} s JOIN ref_category r ON r.given = s.category "
        "WHERE r.id IS NULL",
        _("there is no product category “%s”"),
    )


def _parent(level: int) -> str:
    """SQL condition and join for the parent of the paths of a level."""
    return (
        "LEFT JOIN ref_category p ON p.given = r.given[:%(level)s - 1]"
        if level > 1
        else "LEFT JOIN ref_category p ON false"
    )


def _find_level(load: Load, level: int) -> None:
    load.run(
        f"UPDATE ref_category f SET id = c.id, top_id = coalesce(c.top_id, c.id) FROM ref_category r {_parent(level)} "
        f"JOIN {CATEGORY} c ON c.name = r.given[%(level)s] AND c.parent_id IS NOT DISTINCT FROM p.id "
        "WHERE f.given = r.given AND cardinality(r.given) = %(level)s AND f.id IS NULL "
        "AND (%(level)s = 1 OR p.id IS NOT NULL)",
        {"level": level},
    )


def _create_level(load: Load, level: int) -> None:
    defaults = {
        k: v for k, v in insert_defaults(ProductCategory, load.now).items() if k not in {"name", "parent_id", "top_id"}
    }
    number = load.run(
        f"INSERT INTO {CATEGORY} (name, parent_id, top_id, {', '.join(defaults)}) "
        f"SELECT r.given[%(level)s], p.id, p.top_id, {', '.join(f'%({name})s' for name in defaults)} "
        f"FROM ref_category r {_parent(level)} WHERE cardinality(r.given) = %(level)s AND r.id IS NULL "
        "AND (%(level)s = 1 OR p.id IS NOT NULL) ORDER BY r.given",
        defaults | {"level": level},
    )
    if level == 1 and number:
        load.run(f"UPDATE {CATEGORY} SET top_id = id WHERE parent_id IS NULL AND top_id IS NULL")
    load.note_beside("categories", number)


def products(load: Load, *, kind: str = "") -> None:
    """Make ``ref_product`` (given = product_key, id). Of several names for one number the first in the file is kept.

    ``kind`` names the field that says whether a new article is a product, a service or shipping.
    """
    load.temp(
        "ref_product",
        f"SELECT DISTINCT ON (s.product_key) s.product_key AS given, s.line, NULL::bigint AS id, "
        f"left(s.product_key, 1) = '#' AS by_sku, substr(s.product_key, 2) AS word, "
        f"coalesce(s.product, substr(s.product_key, 2)) AS name, {f's.{kind}' if kind else 'NULL::text'} AS kind, "
        f"r.id AS category_id FROM {STAGE} s LEFT JOIN ref_category r ON r.given = s.category "
        "WHERE s.product_key IS NOT NULL ORDER BY s.product_key, s.product IS NULL, s.line",
        index="given",
    )
    _find(load)
    if load.creates("products"):
        _create(load)
        _find(load)
    load.reject(
        f"SELECT s.line, r.word FROM {STAGE} s JOIN ref_product r ON r.given = s.product_key WHERE r.id IS NULL",
        _("there is no product “%s”"),
    )


def _find(load: Load) -> None:
    load.run(f"UPDATE ref_product r SET id = p.id FROM {PRODUCT} p WHERE r.id IS NULL AND r.by_sku AND p.sku = r.word")
    load.run(
        f"UPDATE ref_product r SET id = m.id FROM (SELECT DISTINCT ON (w.given) w.given, p.id FROM ref_product w "
        f"JOIN (SELECT id, name AS word, 1 AS rank FROM {PRODUCT} UNION ALL SELECT id, sku, 2 FROM {PRODUCT}) p "
        "ON p.word = w.word WHERE NOT w.by_sku AND w.id IS NULL ORDER BY w.given, p.rank, p.id) m WHERE r.given = m.given"
    )


def _create(load: Load) -> None:
    values = {
        "sku": "CASE WHEN length(r.word) > 80 THEN left(r.word, 70) || '-' || left(md5(r.word), 8) ELSE r.word END",
        "name": "r.name",
        "kind": "coalesce(r.kind, 'product')",
        "category_id": "r.category_id",
        "source": "%(source)s",
        "external_id": "''",
    }
    defaults = {k: v for k, v in insert_defaults(Product, load.now).items() if k not in values}
    number = load.run(
        f"INSERT INTO {PRODUCT} ({', '.join([*values, *defaults])}) "
        f"SELECT {', '.join([*values.values(), *(f'%({name})s' for name in defaults)])} FROM ref_product r "
        "WHERE r.id IS NULL ORDER BY r.line ON CONFLICT (sku) DO NOTHING",
        defaults,
    )
    load.note_beside("products", number)
