"""What service shows on the pages of other apps."""

from __future__ import annotations

from typing import Any

from django import template

from service.models import Call, Complaint, Ticket

register = template.Library()


@register.inclusion_tag("service/_customer_panel.html", takes_context=True)
def customer_service(context: Any, customer: Any) -> dict[str, Any]:
    """A customer's latest tickets, complaints and phone calls, as far as the reader may see them."""
    user = context["request"].user
    tickets = Ticket.objects.visible_to(user).filter(customer=customer).select_related("owner")
    calls = Call.objects.visible_to(user).filter(customer=customer).select_related("owner")
    complaints = Complaint.objects.visible_to(user).filter(customer=customer)
    return {
        "request": context["request"],
        "customer": customer,
        "tickets": list(tickets.order_by("-opened_at", "-id")[:5]) if user.can("view", Ticket) else None,
        "complaints": list(complaints.order_by("-received_at", "-id")[:5]) if user.can("view", Complaint) else None,
        "calls": list(calls.order_by("-entered_at", "-id")[:5]) if user.can("view", Call) else None,
    }
