"""What marketing shows on the pages of other apps."""

from __future__ import annotations

from typing import Any

from django import template

from marketing.models import Answer

register = template.Library()


@register.inclusion_tag("marketing/_customer_panel.html", takes_context=True)
def customer_answers(context: Any, customer: Any) -> dict[str, Any]:
    """What a customer answered to surveys last, as far as the reader may see it."""
    user = context["request"].user
    answers = Answer.objects.visible_to(user).filter(customer=customer).select_related("survey")
    sees = user.can("view", Answer)
    return {
        "request": context["request"],
        "customer": customer,
        "answers": list(answers.order_by("-answered_at", "-id")[:5]) if sees else None,
    }
