"""Facts of the quality of customer data: how complete it stands, and which values were found right."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import CustomerQuality, FieldQuality, ValueCheck
from analytics.fact import Ask, Fact, LeftOut, Standing
from analytics.facts import reasons
from analytics.facts.sales import STAMPS, under

WHOSE = {"owner": "owner_id", "team": "team_id", "segment": "segment_id"}


def living(ask: Ask, path: str = "customer") -> Q:
    """Of customers that count for themselves: not merged, or merged after the as-of day."""
    alone = Q(**{f"{path}__merged_into__isnull": True})
    return alone | Q(**{f"{path}__merged_at__gte": ask.known_before}) if ask.known_before else alone


def completeness(ask: Ask) -> QuerySet:
    """What stood about each customer's fields; on a past as-of day, what had been found out by then."""
    rows = CustomerQuality.objects.counted().filter(living(ask))
    if ask.known_before:
        rows = rows.filter(recorded_at__lt=ask.known_before)
    return rows.annotate(x_from=ask.trunc("at"), x_until=ask.trunc("until"))


def moved_completeness(ask: Ask) -> QuerySet:
    return completeness(ask).filter(ask.during("at") | ask.during("until"))


def completeness_by_field(ask: Ask) -> QuerySet:
    rows = FieldQuality.objects.filter(living(ask), customer__is_test=False, customer__is_internal=False)
    if ask.known_before:
        rows = rows.filter(quality__recorded_at__lt=ask.known_before)
    return rows.annotate(x_from=ask.trunc("quality__at"), x_until=ask.trunc("quality__until"))


def moved_by_field(ask: Ask) -> QuerySet:
    return completeness_by_field(ask).filter(ask.during("quality__at") | ask.during("quality__until"))


COMPLETENESS = Standing(
    name="customer_quality",
    label=_("customers with their required fields"),
    model=CustomerQuality,
    rows=completeness,
    moved=moved_completeness,
    dimensions=WHOSE,
    sources=("quality",),
    columns=("customer", "required", "filled", "missing_words", "at", "owner"),
    entered="accounts:datarule_list",
)
COMPLETENESS_BY_FIELD = Standing(
    name="field_quality",
    label=_("required fields of customers"),
    model=FieldQuality,
    rows=completeness_by_field,
    moved=moved_by_field,
    also={"field": "field"} | under("quality", WHOSE),
    sources=("quality",),
    columns=("customer", "field", "filled"),
    entered="accounts:datarule_list",
)
CHECKS = Fact(
    name="value_checks",
    label=_("values checked"),
    model=ValueCheck,
    rows=lambda ask: ValueCheck.objects.counted(),
    on="checked_on",
    dimensions=STAMPS,
    also={"field": "field", "source": "how"},
    sources=("value_check",),
    columns=("customer", "field", "value", "checked_on", "how", "valid"),
    entered="accounts:valuecheck_list",
    excluded=LeftOut(ValueCheck, reasons.unreal_customers(), on="checked_on", paths=STAMPS),
)
COMPLETE = Q(filled=F("required"))

# Fields are asked of the rows: kept by day they would be as many intervals as there are fields of customers.
DECLARED = [COMPLETENESS, CHECKS]
