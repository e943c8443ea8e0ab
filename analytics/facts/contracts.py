"""Facts of contracts, documents and departures."""

from __future__ import annotations

import datetime as dt

from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.functions import Least
from django.utils.translation import gettext_lazy as _

from analytics.fact import Ask, Fact, LeftOut, Standing
from analytics.facts import reasons
from analytics.facts.sales import CATEGORY, STAMPS, SUBCATEGORY
from sales.models import Contract, ContractDocument, Departure


def renewed(ask: Ask) -> Q:
    """Continued by the end of the grace days after the agreed end, as far as was known on the as-of day."""
    grace = dt.timedelta(days=ask.organisation.renewal_grace_days)
    in_time = Q(renewed_on__lte=F("ends_on") + grace)
    return in_time & Q(renewed_on__lte=ask.as_of) if ask.as_of else in_time


def found_by(ask: Ask) -> Q:
    """Found again, as far as was known on the as-of day."""
    found = Q(found_on__isnull=False)
    return found & Q(found_on__lte=ask.as_of) if ask.as_of else found


def still_lost(ask: Ask) -> Q:
    return ~found_by(ask)


def on_file(ask: Ask) -> QuerySet:
    """Documents from the day they were filed until they were lost for good or discarded."""
    lost = Case(When(Q(lost_on__isnull=False) & ~found_by(ask), then=F("lost_on")))
    return ContractDocument.objects.annotate(x_from=F("filed_on"), x_until=Least(lost, F("discarded_on")))


def moved_on_file(ask: Ask) -> QuerySet:
    return on_file(ask).filter(ask.on("filed_on") | ask.on("lost_on") | ask.on("discarded_on"))


KEPT = {"owner": "owner_id", "team": "team_id", "segment": "segment_id", "channel": "channel_id"}
CONTRACTS_DUE = Fact(
    name="contracts_due",
    label=_("contracts that reached their end"),
    model=Contract,
    rows=lambda ask: Contract.objects.counted(),
    on="ends_on",
    dimensions=STAMPS | CATEGORY,
    also=SUBCATEGORY | {"product": "product_id"},
    sources=("contract",),
    columns=("number", "customer", "ends_on", "annual_value", "renewed_on", "owner"),
    excluded=LeftOut(Contract, reasons.DRAFT_CONTRACTS, on="ends_on", paths=STAMPS | CATEGORY),
    entered="sales:contract_list",
)
DOCUMENTS_LOST = Fact(
    name="documents_lost",
    label=_("documents reported lost"),
    model=ContractDocument,
    rows=lambda ask: ContractDocument.objects.all(),
    on="lost_on",
    dimensions=KEPT,
    also={"department": "team__name", "kind": "kind"},
    sources=("document",),
    columns=("name", "kind", "customer", "lost_on", "found_on", "owner"),
    entered="sales:contractdocument_list",
)
DOCUMENTS_ON_FILE = Standing(
    name="documents_on_file",
    label=_("documents on file"),
    model=ContractDocument,
    rows=on_file,
    swept=on_file,
    moved=moved_on_file,
    dimensions=KEPT,
    also={"department": "team__name", "kind": "kind"},
    sources=("document_file",),
    columns=("name", "kind", "customer", "filed_on", "lost_on", "owner"),
    entered="sales:contractdocument_list",
)
DEPARTURES = Fact(
    name="departures",
    label=_("customers lost"),
    model=Departure,
    rows=lambda ask: Departure.objects.counted(),
    on="left_on",
    dimensions=STAMPS,
    also={"reason": "reason_id", "kind": "kind", "competitor": "competitor_id"},
    sources=("departure",),
    columns=("customer", "left_on", "kind", "reason", "competitor", "owner"),
    excluded=LeftOut(Departure, reasons.unreal_customers(), on="left_on", paths=STAMPS),
    entered="sales:departure_list",
)

DECLARED: list[Fact] = [CONTRACTS_DUE, DOCUMENTS_LOST, DOCUMENTS_ON_FILE, DEPARTURES]
