"""What analytics shows on the pages of other apps."""

from __future__ import annotations

from typing import Any

from django import template

from accounts.current import organisation
from analytics import access
from analytics.facts.rfm import BY_CODE
from analytics.figures import Reader
from analytics.kpis import KPIS
from analytics.models import CustomerScore
from analytics.periods import Window
from analytics.scopes import COMPANY

CAMPAIGN_KPIS = (
    "campaign_response_rate", "campaign_participation", "transaction_rate", "campaign_sales_growth",
    "marketing_roi",
)  # fmt: skip
register = template.Library()


@register.inclusion_tag("analytics/_customer_score.html", takes_context=True)
def customer_score(context: Any, customer: Any) -> dict[str, Any]:
    """What a customer looked like when scores were last made, in words, as far as the reader may see it."""
    user = context["request"].user
    if not user.can("view", CustomerScore):
        return {"sees": False}
    score = CustomerScore.objects.visible_to(user).filter(customer=customer).order_by("-day").first()
    readable = user.may("read", CustomerScore)
    return {
        "sees": True,
        "score": score,
        "rule": BY_CODE.get(score.rfm_segment) if score else None,
        "sees_money": "clv12" in readable and "monetary" in readable,
    }


@register.inclusion_tag("analytics/_campaign_figures.html", takes_context=True)
def campaign_kpis(context: Any, campaign: Any) -> dict[str, Any]:
    """What the KPIs say of one campaign over its own days, for those who read the company's figures."""
    user = context["request"].user
    if access.own_scope(user) != COMPANY:
        return {"figures": []}
    reader = Reader(organisation(), {"campaign": [campaign.pk]})
    window = Window(campaign.starts_on, campaign.ends_on)
    kpis = [KPIS[code] for code in CAMPAIGN_KPIS if access.may_read(user, KPIS[code])]
    return {"figures": [reader.figure(kpi, window) for kpi in kpis], "window": window}
