"""Staged refund rows into refunds and the parts of them that belong to order lines."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.importing.customer_refs import customers
from crm_project.importing.errors import ImportBroken
from crm_project.importing.load import STAGE, Load, half_even, insert_defaults
from sales.importing.earned_points import settle
from sales.importing.order_load import rate_on
from sales.importing.product_refs import categories, products
from sales.models import Order, OrderLine, Refund, RefundLine

ORDER, LINE = Order._meta.db_table, OrderLine._meta.db_table
REFUND, PART = Refund._meta.db_table, RefundLine._meta.db_table
UPDATES = {
    "order_id": ("order_number",), "refunded_at": ("refunded_at",), "amount": ("amount", "quantity", "unit_price"),
    "amount_home": ("amount", "quantity", "unit_price"), "reason": ("reason",), "recorded_at": ("recorded_at",),
}  # fmt: skip


def load_refunds(load: Load) -> None:
    """Find the orders, or stand in for them; write the refunds and then their parts."""
    unknown = load.mapping.options.get("unknown_orders", "reject")
    if unknown not in {"reject", "credit"}:
        raise ImportBroken(_("“unknown_orders” is “reject” or “credit”."))
    if unknown == "reject":
        load.reject(
            f"SELECT s.line, s.order_number FROM {STAGE} s WHERE NOT EXISTS "
            f"(SELECT 1 FROM {ORDER} o WHERE o.number = s.order_number)",
            _("there is no order “%s”"),
        )
    categories(load)
    products(load)
    if unknown == "credit":
        _stand_in_orders(load)
    _new_refunds(load)
    _warn_of_excess(load)
    load.counts = load.upsert(Refund, "new_refund", update=load.pick(UPDATES), changed="changed_refund")
    _parts(load)
    last = (
        "(SELECT max(f.refunded_at) FROM sales_refund f JOIN changed_refund c ON c.id = f.id WHERE f.order_id = o.id)"
    )
    settle(load, "SELECT f.order_id FROM sales_refund f JOIN changed_refund c ON c.id = f.id", at=last)


def _stand_in_orders(load: Load) -> None:
    load.reject(
        f"SELECT line, currency FROM {STAGE} WHERE currency <> %(home)s AND ({rate_on('currency', 'refunded_at')}) IS NULL",
        _("there is no exchange rate for %s on the day of the refund"),
    )
    customers(load, at="refunded_at", status="customer")
    load.temp(
        "credit_order",
        f"SELECT DISTINCT ON (s.order_number) s.line, NULL::bigint AS id, s.order_number AS number, "
        f"s.order_number AS external_id, %(source)s::text AS source, c.id AS customer_id, k.segment_id, k.owner_id, "
        f"k.team_id, 'draft'::text AS status, s.refunded_at AS ordered_at, coalesce(s.currency, %(home)s) AS currency, "
        f"{rate_on('s.currency', 's.refunded_at')} AS rate, %(note)s::text AS note FROM {STAGE} s "
        f"LEFT JOIN ref_customer c ON c.given = s.customer_key LEFT JOIN accounts_customer k ON k.id = c.id WHERE NOT EXISTS "
        f"(SELECT 1 FROM {ORDER} o WHERE o.number = s.order_number) ORDER BY s.order_number, s.line",
        {"note": _("Credit note without its order")},
    )
    load.note_beside("credit_notes", load.upsert(Order, "credit_order", update=()).created)
    defaults = {k: v for k, v in insert_defaults(OrderLine, load.now).items()
                if k not in {"order_id", "product_id", "kind", "category_id", "quantity"}}  # fmt: skip
    load.run(
        f"INSERT INTO {LINE} (order_id, product_id, kind, category_id, quantity, {', '.join(defaults)}) "
        f"SELECT o.id, a.id, a.kind, a.category_id, 0, {', '.join(f'%({name})s' for name in defaults)} "
        f"FROM (SELECT DISTINCT order_number, product_key FROM {STAGE}) s JOIN {ORDER} o ON o.number = s.order_number "
        f"AND o.status = 'draft' JOIN ref_product p ON p.given = s.product_key JOIN sales_product a ON a.id = p.id "
        f"WHERE NOT EXISTS (SELECT 1 FROM {LINE} l WHERE l.order_id = o.id AND l.product_id = a.id) ORDER BY o.id, a.id",
        defaults,
    )


def _new_refunds(load: Load) -> None:
    """Home amounts at the order's rate; the refund that empties an order brings its home amount to exactly zero."""
    load.temp(
        "wanted",
        f"SELECT s.*, o.id AS order_id, o.rate, o.net, o.net_home, o.status AS order_status, t.id AS known_id, "
        f"{half_even('s.amount * o.rate')} AS plain_home FROM {STAGE} s JOIN {ORDER} o ON o.number = s.order_number "
        f"LEFT JOIN {REFUND} t ON t.source = %(source)s AND t.external_id = s.key",
        index="order_id",
    )
    load.temp(
        "earlier",
        f"SELECT f.order_id, sum(f.amount) AS amount, sum(f.amount_home) AS home FROM {REFUND} f "
        "WHERE f.order_id IN (SELECT order_id FROM wanted) AND NOT EXISTS "
        "(SELECT 1 FROM wanted w WHERE w.known_id = f.id) GROUP BY f.order_id",
    )
    load.temp(
        "running",
        "SELECT w.*, coalesce(e.amount, 0) + sum(w.amount) OVER upto AS given_back, coalesce(e.home, 0) "
        "+ sum(w.plain_home) OVER upto - w.plain_home AS home_before FROM wanted w LEFT JOIN earlier e USING (order_id) "
        "WINDOW upto AS (PARTITION BY w.order_id ORDER BY w.refunded_at, w.line ROWS UNBOUNDED PRECEDING)",
    )
    load.temp(
        "new_refund",
        "SELECT line, known_id AS id, key AS external_id, %(source)s::text AS source, order_id, refunded_at, amount, "
        "CASE WHEN given_back = net AND order_status <> 'draft' THEN net_home - home_before ELSE plain_home END "
        "AS amount_home, coalesce(reason, '') AS reason, coalesce(recorded_at, %(now)s) AS recorded_at FROM running",
    )


def _warn_of_excess(load: Load) -> None:
    load.warn(
        "SELECT line FROM running WHERE given_back > net AND order_status <> 'draft'",
        _("more was given back than the order came to"),
    )


def _parts(load: Load) -> None:
    """Cut refunds that are new or different: to the line of the named article, else over all lines by amount."""
    load.run(f"DELETE FROM {PART} p USING changed_refund c WHERE p.refund_id = c.id")
    load.temp(
        "to_cut",
        f"SELECT f.id AS refund_id, f.order_id, f.amount_home, s.quantity, (SELECT l.id FROM {LINE} l "
        f"WHERE l.order_id = f.order_id AND l.product_id = p.id ORDER BY l.id LIMIT 1) AS line_id "
        f"FROM changed_refund c JOIN {REFUND} f ON f.id = c.id JOIN {STAGE} s ON s.key = f.external_id "
        "LEFT JOIN ref_product p ON p.given = s.product_key",
    )
    load.run(
        f"INSERT INTO {PART} (refund_id, line_id, quantity, amount_home) "
        "SELECT refund_id, line_id, quantity, amount_home FROM to_cut WHERE line_id IS NOT NULL"
    )
    load.temp(
        "shares",
        f"SELECT t.refund_id, l.id AS line_id, t.amount_home AS whole, {half_even('t.amount_home * l.amount_home / b.total')} "
        f"AS share, row_number() OVER (PARTITION BY t.refund_id ORDER BY l.amount_home DESC, l.id) AS rank "
        f"FROM to_cut t JOIN {LINE} l ON l.order_id = t.order_id AND l.kind <> 'shipping' AND l.amount_home > 0 "
        f"JOIN (SELECT order_id, sum(amount_home) AS total FROM {LINE} WHERE kind <> 'shipping' AND amount_home > 0 "
        "AND order_id IN (SELECT order_id FROM to_cut) GROUP BY order_id) b ON b.order_id = t.order_id "
        "WHERE t.line_id IS NULL",
    )
    load.run(
        f"INSERT INTO {PART} (refund_id, line_id, quantity, amount_home) SELECT refund_id, line_id, 0, "
        "share + CASE WHEN rank = 1 THEN whole - sum(share) OVER (PARTITION BY refund_id) ELSE 0 END FROM shares"
    )
