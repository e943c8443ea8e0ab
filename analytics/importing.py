"""Every kind of record a file can bring, by name."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.importing import CONSENTS, CUSTOMERS, INTERACTIONS, REFERRALS, VALUE_CHECKS
from crm_project.importing.errors import ImportBroken
from crm_project.importing.fields import Kind
from marketing.importing import AD_RESULTS, ANSWERS, DATA_USES, ENGAGEMENT, FEEDBACK, SPEND
from sales.importing import (
    CONTRACTS,
    DEALS,
    DEPARTURES,
    DOCUMENTS,
    EXPENSES,
    LEADS,
    MARKET_SIZES,
    MILESTONES,
    ORDERS,
    POINTS,
    PRODUCTS,
    REFUNDS,
    TRAININGS,
)
from service.importing import AGENT_STATES, CALL_REVIEWS, CALLS, COMPLAINTS, FIELD_JOBS, INCIDENTS, TICKETS

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        CUSTOMERS,
        PRODUCTS,
        ORDERS,
        REFUNDS,
        LEADS,
        DEALS,
        CALLS,
        TICKETS,
        INTERACTIONS,
        EXPENSES,
        AD_RESULTS,
        ENGAGEMENT,
        AGENT_STATES,
        FIELD_JOBS,
        INCIDENTS,
        ANSWERS,
        FEEDBACK,
        COMPLAINTS,
        REFERRALS,
        VALUE_CHECKS,
        CONSENTS,
        DATA_USES,
        SPEND,
        MARKET_SIZES,
        TRAININGS,
        CONTRACTS,
        DOCUMENTS,
        DEPARTURES,
        POINTS,
        MILESTONES,
        CALL_REVIEWS,
    )
}


def kind_named(name: str) -> Kind:
    """The kind of this name; ImportBroken lists those there are."""
    try:
        return KINDS[name]
    except KeyError:
        raise ImportBroken(
            _("There is no kind “%(name)s”; there are: %(known)s.") % {"name": name, "known": ", ".join(KINDS)}
        ) from None
