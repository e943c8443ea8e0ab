"""The areas of the policy and the rights of tokens in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.access import VERB_WORDS

AREA_NAMES: dict[str, Any] = {
    "organisation": pgettext_lazy("area", "organisation"),
    "lists": pgettext_lazy("area", "short lists and exchange rates"),
    "people": pgettext_lazy("area", "users and teams"),
    "audit": pgettext_lazy("area", "audit log"),
    "tokens": pgettext_lazy("area", "API tokens"),
    "imports": pgettext_lazy("area", "imports"),
    "customers": pgettext_lazy("area", "customers"),
    "contacts": pgettext_lazy("area", "contacts"),
    "consents": pgettext_lazy("area", "consents"),
    "privacy": pgettext_lazy("area", "erasures and retention"),
    "webhooks": pgettext_lazy("area", "webhooks"),
    "touches": pgettext_lazy("area", "interactions"),
    "referrals": pgettext_lazy("area", "referrals"),
    "campaigns": pgettext_lazy("area", "campaigns"),
    "engagement": pgettext_lazy("area", "engagement"),
    "surveys": pgettext_lazy("area", "surveys"),
    "invitations": pgettext_lazy("area", "survey invitations"),
    "answers": pgettext_lazy("area", "survey answers"),
    "feedback": pgettext_lazy("area", "feedback"),
    "spend": pgettext_lazy("area", "marketing spend"),
    "expenses": pgettext_lazy("area", "expenses"),
    "trainings": pgettext_lazy("area", "trainings"),
    "catalogue": pgettext_lazy("area", "products and stages"),
    "sales": pgettext_lazy("area", "leads, deals and orders"),
    "contracts": pgettext_lazy("area", "contracts and departures"),
    "points": pgettext_lazy("area", "loyalty points"),
    "programme": pgettext_lazy("area", "loyalty programme"),
    "tickets": pgettext_lazy("area", "tickets"),
    "calls": pgettext_lazy("area", "calls"),
    "complaints": pgettext_lazy("area", "complaints"),
    "shifts": pgettext_lazy("area", "agents' time"),
    "reviews": pgettext_lazy("area", "call reviews"),
    "jobs": pgettext_lazy("area", "field jobs"),
    "incidents": pgettext_lazy("area", "incidents"),
    "queues": pgettext_lazy("area", "queues and calendars"),
    "kpi": pgettext_lazy("area", "KPIs"),
    "targets": pgettext_lazy("area", "targets"),
    "goals": pgettext_lazy("area", "goals"),
    "cards": pgettext_lazy("area", "score cards"),
    "scores": pgettext_lazy("area", "customer scores"),
    "fits": pgettext_lazy("area", "fitted models"),
    "selftests": pgettext_lazy("area", "self-test"),
    "fills": pgettext_lazy("area", "fills"),
}


def right_name(right: str) -> str:
    """ "view customers" in words; a star stands for all."""
    verb, _space, area = right.partition(" ")
    names = {"*": str(_("all"))}
    return f"{area_name(area)}: {names.get(verb) or verb_name(verb)}"


def verb_name(verb: str) -> str:
    return str(VERB_WORDS.get(verb, verb))


def area_name(area: str) -> str:
    return str(_("all")) if area == "*" else str(AREA_NAMES.get(area, area))
