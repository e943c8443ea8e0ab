"""Staged order rows into orders and lines."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.importing.customer_refs import customers, fill_segments, segments
from accounts.importing.refs import named, people, team_on, teams
from accounts.models import Channel, ExchangeRate, Region
from crm_project.importing.errors import ImportBroken
from crm_project.importing.load import STAGE, Counts, Load, half_even, local_day
from sales.importing.earned_points import note_beginners, settle_imported
from sales.importing.product_refs import categories, products
from sales.models import Order, OrderLine, RefundLine

ORDER, LINE = Order._meta.db_table, OrderLine._meta.db_table
HEAD_FIELDS = (
    "ordered_at", "customer_key", "segment", "channel", "region", "owner", "team", "currency", "status", "is_test",
)  # fmt: skip
HEAD_UPDATES = {
    "ordered_at": ("ordered_at",), "customer_id": ("customer_id", "customer"), "segment_id": ("segment",),
    "channel_id": ("channel",), "region_id": ("region",), "owner_id": ("owner",), "team_id": ("team",),
    "currency": ("currency",), "rate": ("currency", "ordered_at"), "status": ("status",),
    "cancelled_at": ("cancelled_at", "status"), "is_test": ("is_test",), "note": ("note",),
    "recorded_at": ("recorded_at",),
}  # fmt: skip
LINE_COLUMNS = (
    "product_id", "kind", "category_id", "quantity", "unit_price", "discount", "amount", "amount_home", "cost_home",
)  # fmt: skip
# What the database keeps on the head; written at once so that its trigger finds nothing to do.
TOTALS = (
    ("net", "amount", "kind <> 'shipping'"),
    ("net_home", "amount_home", "kind <> 'shipping'"),
    ("cost_home", "cost_home", "kind <> 'shipping'"),
    ("items", "quantity", "kind = 'product'"),
)


def load_orders(load: Load) -> None:
    """Find what rows refer to, take the head of each order from its first row, write heads, then lines."""
    if load.mapping.options.get("incomplete_orders", "reject") not in {"reject", "keep"}:
        raise ImportBroken(_("“incomplete_orders” is “reject” or “keep”."))
    _reject_without_rate(load)
    _reject_halves(load)
    _references(load)
    _reject_halves(load)
    _heads(load)
    _lines(load)
    _reject_refunded_lines(load)
    _warn_of_conflicts(load)
    load.temp(
        "order_rows",
        "SELECT n.*, l.net, l.net_home, l.cost_home, l.items FROM new_order n JOIN (SELECT order_number, "
        + ", ".join(f"coalesce(sum({what}) FILTER (WHERE {which}), 0) AS {name}" for name, what, which in TOTALS)
        + " FROM new_line GROUP BY order_number) l ON l.order_number = n.number",
    )
    note_beginners(load)
    counts = load.upsert(Order, "order_rows", update=load.pick(HEAD_UPDATES), changed="changed_order")
    load.counts = _with_lines(load, counts)
    fill_segments(load, "ordered_at")
    settle_imported(load)


def _references(load: Load) -> None:
    teams(load)
    people(load, "owner", role="rep", at="ordered_at", team="team")
    segments(load)
    named(load, "channel", Channel, "channels")
    named(load, "region", Region, "regions")
    customers(load, at="ordered_at", status="customer", owner="owner", team="team", segment="segment")
    categories(load)
    products(load, kind="line_kind")


def _reject_halves(load: Load) -> None:
    if load.mapping.options.get("incomplete_orders") != "keep":
        load.reject_groups(_("order %s: its row %s was rejected, so the whole order was"))


def rate_on(currency: str, moment: str) -> str:
    """SQL for the exchange rate of the local day of a moment; null when none is known."""
    return (
        f"CASE WHEN coalesce({currency}, %(home)s) = %(home)s THEN 1 ELSE (SELECT x.rate FROM {ExchangeRate._meta.db_table} x "
        f"WHERE x.currency = {currency} AND x.day <= {local_day(moment)} ORDER BY x.day DESC LIMIT 1) END"
    )


def _reject_without_rate(load: Load) -> None:
    load.reject(
        f"SELECT line, currency, {local_day('ordered_at')} FROM {STAGE} "
        f"WHERE currency <> %(home)s AND ({rate_on('currency', 'ordered_at')}) IS NULL",
        _("there is no exchange rate for %s on %s"),
    )


def _heads(load: Load) -> None:
    load.temp(
        "head", f"SELECT DISTINCT ON (order_number) * FROM {STAGE} ORDER BY order_number, line", index="order_number"
    )
    load.temp(
        "new_order",
        f"SELECT s.line, o.id, s.order_number AS number, s.order_number AS external_id, %(source)s::text AS source, "
        f"s.ordered_at, c.id AS customer_id, coalesce(ref_segment.id, k.segment_id) AS segment_id, "
        f"ref_channel.id AS channel_id, ref_region.id AS region_id, ref_owner.id AS owner_id, "
        f"coalesce(ref_team.id, {team_on('ref_owner.id', 's.ordered_at')}) AS team_id, "
        f"coalesce(s.currency, %(home)s) AS currency, ({rate_on('s.currency', 's.ordered_at')})::numeric(18,8) AS rate, "
        f"s.status, s.cancelled_at, s.is_test, coalesce(s.note, '') AS note, coalesce(s.recorded_at, %(now)s) AS recorded_at "
        f"FROM head s LEFT JOIN {ORDER} o ON o.number = s.order_number "
        "LEFT JOIN ref_customer c ON c.given = s.customer_key LEFT JOIN accounts_customer k ON k.id = c.id "
        + " ".join(
            f"LEFT JOIN ref_{name} ON ref_{name}.given = s.{name}"
            for name in ("segment", "channel", "region", "owner", "team")
        ),
        index="number",
    )
    load.run("UPDATE new_order n SET currency = o.currency, rate = o.rate FROM sales_order o "
             "WHERE n.id = o.id AND NOT %(mapped)s", {"mapped": load.mapped("currency")})  # fmt: skip


def _lines(load: Load) -> None:
    """The lines of the file beside those of the table, first to first, second to second."""
    load.temp(
        "new_line",
        f"SELECT s.line, n.id AS order_id, s.order_number, p.id AS product_id, "
        f"coalesce(s.line_kind, a.kind, 'product') AS kind, coalesce(r.id, a.category_id) AS category_id, s.quantity, "
        f"s.unit_price, s.discount, s.net AS amount, {half_even('s.net * n.rate')} AS amount_home, "
        f"coalesce({half_even('s.line_cost * n.rate')}, 0) AS cost_home, "
        f"row_number() OVER (PARTITION BY s.order_number ORDER BY s.line) AS place "
        f"FROM {STAGE} s JOIN new_order n ON n.number = s.order_number LEFT JOIN ref_product p ON p.given = s.product_key "
        "LEFT JOIN sales_product a ON a.id = p.id LEFT JOIN ref_category r ON r.given = s.category",
        index="order_number",
    )
    load.temp(
        "old_line",
        f"SELECT l.*, row_number() OVER (PARTITION BY l.order_id ORDER BY l.id) AS place FROM {LINE} l "
        "JOIN new_order n ON n.id = l.order_id",
        index="order_id, place",
    )


def _reject_refunded_lines(load: Load) -> None:
    """A line that was refunded cannot vanish."""
    load.temp(
        "gone_line",
        "SELECT o.id, o.order_id, n.number FROM old_line o JOIN new_order n ON n.id = o.order_id WHERE NOT EXISTS "
        "(SELECT 1 FROM new_line l WHERE l.order_id = o.order_id AND l.place = o.place)",
    )
    load.reject(
        f"SELECT s.line, s.order_number FROM {STAGE} s WHERE s.order_number IN (SELECT g.number FROM gone_line g "
        f"JOIN {RefundLine._meta.db_table} f ON f.line_id = g.id)",
        _("order %s has a refund on a line that is missing in the file"),
    )
    for table, column in (("new_order", "number"), ("new_line", "order_number"), ("gone_line", "number")):
        load.run(f"DELETE FROM {table} n WHERE NOT EXISTS (SELECT 1 FROM {STAGE} s WHERE s.order_number = n.{column})")


def _warn_of_conflicts(load: Load) -> None:
    for name in HEAD_FIELDS:
        load.warn(
            f"SELECT s.line FROM {STAGE} s JOIN head h ON h.order_number = s.order_number "
            f"WHERE s.line <> h.line AND s.{name} IS DISTINCT FROM h.{name}",
            _("%s differs between rows of one order; the first row counts") % name.removesuffix("_key"),
        )


def _with_lines(load: Load, heads: Counts) -> Counts:
    """Write the lines that are new or different; an order whose lines changed counts as updated."""
    columns = ", ".join(LINE_COLUMNS)
    old, new = (", ".join(f"{side}.{name}" for name in LINE_COLUMNS) for side in "on")
    load.empty_temp("changed_line", "order_id bigint")
    load.run(f"WITH gone AS (DELETE FROM {LINE} l USING gone_line g WHERE l.id = g.id RETURNING l.order_id) "
             "INSERT INTO changed_line SELECT order_id FROM gone")  # fmt: skip
    sets = ", ".join(f"{name} = n.{name}" for name in LINE_COLUMNS)
    load.run(
        f"WITH done AS (UPDATE {LINE} l SET {sets} FROM new_line n, old_line o WHERE o.id = l.id "
        f"AND n.order_id = o.order_id AND n.place = o.place AND ({old}) IS DISTINCT FROM ({new}) RETURNING l.order_id) "
        "INSERT INTO changed_line SELECT order_id FROM done"
    )
    load.run(
        f"WITH made AS (INSERT INTO {LINE} (order_id, {columns}) SELECT o.id, {', '.join(f'n.{name}' for name in LINE_COLUMNS)} "
        f"FROM new_line n JOIN {ORDER} o ON o.number = n.order_number WHERE NOT EXISTS (SELECT 1 FROM old_line x "
        "WHERE x.order_id = n.order_id AND x.place = n.place) ORDER BY n.line RETURNING order_id) "
        "INSERT INTO changed_line SELECT order_id FROM made"
    )
    more = load.rows(
        "SELECT count(DISTINCT l.order_id) FROM changed_line l "
        "WHERE NOT EXISTS (SELECT 1 FROM changed_order o WHERE o.id = l.order_id)"
    )
    return Counts(heads.created, heads.updated + more[0][0], heads.unchanged - more[0][0])
