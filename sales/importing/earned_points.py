"""Imported orders and refunds move points as those entered by hand do."""

from __future__ import annotations

from accounts.models import User
from crm_project.importing.load import Load
from sales.actions.loyalty import settle_orders
from sales.models import LoyaltyBooking, Order
from sales.queries import programme

BATCH = 5000


def note_beginners(load: Load) -> None:
    """Keep which known orders of ``order_rows`` are drafts yet: they begin to earn when the file places them."""
    load.temp(
        "draft_before",
        "SELECT o.id FROM order_rows n JOIN sales_order o ON o.id = n.id WHERE o.status = 'draft'",
    )


def settle_imported(load: Load) -> None:
    """New orders earn, changed ones are booked to what they are worth now."""
    old = "SELECT id FROM order_rows WHERE id IS NOT NULL EXCEPT SELECT id FROM draft_before"
    touched = "SELECT id FROM changed_order UNION SELECT order_id FROM changed_line"
    settle(load, f"({touched}) EXCEPT ({old})", new=True)
    settle(load, f"({touched}) INTERSECT ({old})")


def settle(load: Load, of: str, *, at: str = "", new: bool = False) -> None:
    """Settle the orders whose ids ``of`` selects; ``at`` is SQL for what happened to order ``o``, else now."""
    if not (programme().active if new else LoyaltyBooking.objects.filter(order__isnull=False).exists()):
        return
    at = at or ("o.ordered_at" if new else "coalesce(o.cancelled_at, %(now)s)")
    moments = dict(load.rows(f"SELECT o.id, {at} FROM sales_order o WHERE o.id IN ({of}) ORDER BY o.ordered_at, o.id"))
    by, ids = User.objects.filter(pk=load.actor_id).first(), list(moments)
    for start in range(0, len(ids), BATCH):
        orders = Order.objects.in_bulk(ids[start : start + BATCH])
        settle_orders([(orders[pk], moments[pk]) for pk in ids[start : start + BATCH]], by=by, new=new)
