"""The side bar: what a person's role may open, in the order of the work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

register = template.Library()


@dataclass(frozen=True)
class Item:
    """A line of the side bar: shown to those who have ``verb`` on ``model``."""

    name: str
    label: Any
    icon: str
    model: str
    verb: str = "view"
    roles: tuple[str, ...] = ()


SALES = ("rep", "sales_manager", "executive", "auditor", "admin", "marketer")
MONEY_ROLES = ("rep", "sales_manager", "executive", "auditor", "admin")
GROUPS: tuple[tuple[Any, tuple[Item, ...]], ...] = (
    (
        "",
        (
            Item("analytics:home", _("Home"), "house", "accounts.user"),
            Item("analytics:kpi_list", _("KPIs"), "chart-line", "analytics.kpi"),
            Item("analytics:goal_list", _("Goals"), "goal", "analytics.goal"),
            Item("analytics:scorecard", _("Score card"), "clipboard-list", "analytics.scorecard"),
            Item("analytics:forecast", _("Forecast"), "trending-up", "analytics.kpi", roles=MONEY_ROLES),
            Item("analytics:anomalies", _("Odd days"), "radar", "analytics.kpi"),
        ),
    ),
    (
        _("Customers"),
        (
            Item("accounts:customer_list", _("Customers"), "building-2", "accounts.customer"),
            Item("analytics:rfm", _("RFM"), "grid-3x3", "analytics.kpi"),
            Item("analytics:cohorts", _("Cohorts"), "calendar-range", "analytics.kpi"),
            Item("analytics:lifetime", _("Lifetime value"), "gem", "analytics.kpi", roles=MONEY_ROLES),
            Item("accounts:contact_list", _("Contacts"), "contact", "accounts.contact"),
            Item("accounts:referral_list", _("Referrals"), "share-2", "accounts.referral"),
            Item("accounts:interaction_list", _("Interactions"), "messages-square", "accounts.interaction"),
            Item("accounts:consent_list", _("Consents"), "file-check", "accounts.consent"),
            Item("accounts:quality", _("Data quality"), "shield-check", "accounts.customer"),
            Item("sales:departure_list", _("Lost customers"), "user-round-x", "sales.departure", roles=SALES),
            Item("sales:loyaltybooking_list", _("Loyalty points"), "gift", "sales.loyaltybooking", roles=SALES),
        ),
    ),
    (
        _("Sales"),
        (
            Item("sales:lead_list", _("Leads"), "magnet", "sales.lead"),
            Item("sales:deal_board", _("Pipeline"), "square-kanban", "sales.deal"),
            Item("sales:deal_list", _("Deals"), "handshake", "sales.deal"),
            Item("sales:order_list", _("Orders"), "shopping-cart", "sales.order"),
            Item("sales:contract_list", _("Contracts"), "signature", "sales.contract", roles=SALES),
            Item("sales:contractdocument_list", _("Documents"), "folder-lock", "sales.contractdocument", roles=SALES),
            Item("sales:expense_list", _("Expenses"), "receipt", "sales.expense"),
            Item("sales:training_list", _("Trainings"), "graduation-cap", "sales.training", roles=SALES),
            Item("sales:product_list", _("Products"), "package", "sales.product", roles=SALES),
        ),
    ),
    (
        _("Service"),
        (
            Item("service:ticket_list", _("Tickets"), "ticket", "service.ticket"),
            Item("service:call_list", _("Calls"), "phone", "service.call"),
            Item("service:fieldjob_queue", _("Field jobs"), "truck", "service.fieldjob"),
            Item("service:agentstate_list", _("Agents' time"), "timer", "service.agentstate"),
            Item("service:callreview_list", _("Call reviews"), "star", "service.callreview"),
            Item("service:processincident_list", _("Incidents"), "triangle-alert", "service.processincident"),
            Item("service:complaint_list", _("Complaints"), "frown", "service.complaint"),
            Item("marketing:feedback_list", _("Feedback"), "message-square-quote", "marketing.feedback"),
            Item("analytics:staffing", _("Staffing"), "users-round", "service.queue", verb="change"),
            Item("service:queue_list", _("Queues"), "list-ordered", "service.queue", verb="change"),
        ),
    ),
    (
        _("Marketing"),
        (
            Item("marketing:campaign_list", _("Campaigns"), "megaphone", "marketing.campaign"),
            Item("marketing:engagementevent_list", _("Engagement"), "activity", "marketing.engagementevent"),
            Item("analytics:channel_list", _("Channels"), "split", "marketing.spend"),
            Item("marketing:spend_list", _("Spend"), "wallet", "marketing.spend"),
            Item("marketing:adresult_list", _("Ad results"), "mouse-pointer-click", "marketing.adresult"),
            Item("sales:marketsize_list", _("Market sizes"), "chart-pie", "sales.marketsize"),
            Item("marketing:survey_list", _("Surveys"), "clipboard-list", "marketing.survey"),
            Item("marketing:answer_list", _("Survey answers"), "star", "marketing.answer"),
        ),
    ),
    (
        _("Administration"),
        (
            Item("analytics:quotas", _("Quotas"), "target", "analytics.target", verb="change"),
            Item("analytics:pace_list", _("Pace of segments"), "timer-reset", "accounts.segment", verb="configure"),
            Item("analytics:fill_list", _("Fills"), "database-zap", "analytics.fillrun"),
            Item("analytics:selftest", _("Self-test"), "shield-check", "analytics.selftestrun"),
            Item("analytics:import", _("Import"), "file-up", "accounts.importrun"),
            Item("accounts:user_list", _("Users"), "users", "accounts.user", verb="change"),
            Item(
                "accounts:apitoken_list", _("API tokens"), "key-square", "accounts.apitoken", roles=("admin", "auditor")
            ),
            Item("accounts:team_list", _("Teams"), "network", "accounts.team", verb="change"),
            Item(
                "sales:loyaltyprogramme_detail", _("Loyalty programme"), "gift", "sales.loyaltyprogramme", verb="change"
            ),
            Item("accounts:organisation_detail", _("Organisation"), "settings", "accounts.organisation", verb="change"),
            Item("accounts:webhook_list", _("Webhooks"), "webhook", "accounts.webhook"),
            Item("accounts:retentionrule_list", _("Retention"), "hourglass", "accounts.retentionrule"),
            Item("accounts:erasure_list", _("Erasures"), "eraser", "accounts.erasure"),
            Item("accounts:auditentry_list", _("Audit log"), "scroll-text", "accounts.auditentry"),
            Item("accounts:change_list", _("Changes"), "history", "accounts.change"),
            Item("admin:index", _("Admin site"), "wrench", "accounts.user", verb="change"),
        ),
    ),
)


@register.inclusion_tag("partials/navigation.html", takes_context=True)
def navigation(context: Any) -> dict[str, Any]:
    """Groups of lines; what the role may not open, or what has no page, is left out."""
    request = context["request"]
    groups = [(label, [line for item in items if (line := line_of(item, request))]) for label, items in GROUPS]
    matching = [line for _label, lines in groups for line in lines if request.path.startswith(line["url"])]
    if matching:
        nearest = max(matching, key=lambda line: len(line["url"]))
        nearest["here"] = nearest["url"] != "/" or request.path == "/"
    return {"groups": [(label, lines) for label, lines in groups if lines], "request": request}


def line_of(item: Item, request: Any) -> dict[str, Any] | None:
    user = request.user
    if not user.can(item.verb, item.model) or (item.roles and user.role not in item.roles):
        return None
    try:
        url = reverse(item.name)
    except NoReverseMatch:
        return None
    return {"url": url, "label": item.label, "icon": item.icon, "here": False}
