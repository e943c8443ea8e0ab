"""Why records do not count: the words and conditions facts share. Each mirrors a rule of the querysets, said the other
way round; a contract test holds the two together."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

Reasons = tuple[tuple[Any, Q], ...]


def unreal_customers(prefix: str = "") -> Reasons:
    """Test customers and our own company."""
    return (
        (_("of a test customer"), Q(**{f"{prefix}customer__is_test": True})),
        (_("of our own company"), Q(**{f"{prefix}customer__is_internal": True})),
    )


def invalid_orders(prefix: str = "") -> Reasons:
    return (
        (_("draft, not yet an order"), Q(**{f"{prefix}status": "draft"})),
        (_("cancelled"), Q(**{f"{prefix}status": "cancelled"})),
        (_("test order"), Q(**{f"{prefix}is_test": True})),
        *unreal_customers(prefix),
    )


ANONYMOUS = (_("without a known customer"), Q(customer__isnull=True))
SHIPPING = (_("shipping, not revenue"), Q(kind="shipping"))
REFUNDS_OF_NOTHING: Reasons = tuple(
    (label, reason) for label, reason in invalid_orders("order__") if reason != Q(order__status="draft")
)
NOT_REALLY_LEADS: Reasons = (
    (_("spam"), Q(disqualified_reason="spam")),
    (_("test"), Q(disqualified_reason="test")),
    (_("duplicate"), Q(disqualified_reason="duplicate")),
    *unreal_customers(),
)
TICKETS: Reasons = (
    (_("test ticket"), Q(is_test=True)),
    (_("spam"), Q(is_spam=True)),
    (_("duplicate, merged into another ticket"), Q(merged_into__isnull=False)),
    *unreal_customers(),
)


def unreal_calls(prefix: str = "") -> Reasons:
    """Tests and calls among ourselves."""
    return (
        (_("test call"), Q(**{f"{prefix}is_test": True})),
        (_("internal call"), Q(**{f"{prefix}is_internal": True})),
    )


def nobody_there(prefix: str = "") -> Reasons:
    return (
        (_("out of hours"), Q(**{f"{prefix}outcome": "out_of_hours"})),
        (_("phantom call: nobody on the line"), Q(**{f"{prefix}outcome": "phantom"})),
    )


BLOCKED = (_("busy signal: never reached the queue"), Q(outcome="blocked"))
CALLS: Reasons = (
    (_("outgoing"), Q(direction="out")),
    *unreal_calls(),
    BLOCKED,
    (_("hung up in the menu: never reached the queue"), Q(outcome="ivr")),
    *nobody_there(),
    (_("not reached"), Q(outcome="missed")),
)
DIALLED: Reasons = (
    (_("incoming"), Q(direction="in")),
    *unreal_calls(),
    (_("could not be put through"), Q(outcome="blocked")),
)
ENGAGEMENT: Reasons = (
    (_("done by a machine"), Q(is_bot=True)),
    (_("done by ourselves"), Q(is_internal=True)),
    *unreal_customers(),
)
REJECTED: Reasons = ((_("rejected"), Q(expense__status="rejected")),)
INTERACTIONS: Reasons = (
    (_("not a call"), ~Q(kind="call")),
    (_("the customer called us"), ~Q(direction="out")),
    (_("planned, not yet made"), Q(done=False)),
    *unreal_customers(),
)
DRAFT_CONTRACTS: Reasons = ((_("draft, not yet agreed"), Q(status="draft")), *unreal_customers())
