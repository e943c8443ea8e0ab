"""What sales shows on the pages of other apps."""

from __future__ import annotations

from typing import Any

from django import template

from sales.models import Contract, Deal, LoyaltyBooking, Order
from sales.queries import points_of

register = template.Library()


@register.inclusion_tag("sales/_customer_panel.html", takes_context=True)
def customer_sales(context: Any, customer: Any) -> dict[str, Any]:
    """A customer's latest deals, orders and contracts, and their points, as far as the reader may see them."""
    user = context["request"].user
    deals = Deal.objects.visible_to(user).filter(customer=customer).select_related("stage", "owner")
    orders = Order.objects.visible_to(user).filter(customer=customer)
    contracts = Contract.objects.visible_to(user).filter(customer=customer)
    pointed = LoyaltyBooking.objects.visible_to(user).filter(customer=customer).exists()
    return {
        "contracts": list(contracts.order_by("-ends_on", "-id")[:5]),
        "points": points_of(customer) if pointed else None,
        "request": context["request"],
        "customer": customer,
        "sees_money": "amount" in user.may("read", Deal),
        "deals": list(deals.order_by("-id")[:5]) if user.can("view", Deal) else None,
        "orders": list(orders.order_by("-ordered_at", "-id")[:5]) if user.can("view", Order) else None,
    }
