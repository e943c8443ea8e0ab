"""Facts of engagement: what customers and visitors did, every touch with them, who is on file, what data was used for."""

from __future__ import annotations

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from accounts.models import Consent, Customer, CustomerStatus
from analytics.fact import Ask, Fact, LeftOut, Standing, once, survivor
from analytics.facts import reasons
from analytics.facts.customers import identified
from analytics.facts.quality import WHOSE, living
from analytics.facts.sales import STAMPS
from analytics.to_date import ToDate
from marketing.models import CustomerTouch, DataUse, EngagementEvent

CUSTOMER_COLUMNS = ("name", "kind", "segment", "owner", "since")


def engagement(ask: Ask) -> QuerySet:
    """Engagement that counts, with ``person``: the customer it counts for, or the visitor."""
    party = Cast(survivor(known_before=ask.known_before), TextField())
    visitor = Concat(Value("visitor "), F("visitor"), output_field=TextField())
    return EngagementEvent.objects.counted().annotate(person=Coalesce(party, visitor))


def touches(ask: Ask) -> QuerySet:
    rows = CustomerTouch.objects.filter(customer__is_test=False, customer__is_internal=False)
    return rows.annotate(party=survivor(known_before=ask.known_before))


def data_uses(ask: Ask) -> QuerySet:
    """Uses the customer consented to: what stood at the end of that day where a consent to this purpose (or its
    withdrawal) is on record, else what was noted with the use."""
    rows = DataUse.objects.real().annotate(party=survivor(known_before=ask.known_before))
    said = Consent.objects.annotate(day=ask.trunc("at"), of=survivor(known_before=ask.known_before))
    if ask.known_before:
        said = said.filter(recorded_at__lt=ask.known_before)
    said = said.filter(of=OuterRef("party"), purpose=OuterRef("use"), day__lte=OuterRef("on")).order_by("-at", "-pk")
    return rows.annotate(held=Coalesce(Subquery(said.values("given")[:1]), F("consented"))).filter(held=True)


def on_file(ask: Ask) -> QuerySet:
    """What stood about each customer from the day of a row of its history until the day of the next one."""
    rows = CustomerStatus.objects.filter(living(ask), customer__is_test=False, customer__is_internal=False)
    later = Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk"))
    following = CustomerStatus.objects.filter(later, customer=OuterRef("customer")).order_by("at", "pk")
    rows = rows.annotate(following=Subquery(following.values("at")[:1]))
    return rows.annotate(x_from=ask.trunc("at"), x_until=ask.trunc("following"))


def moved_on_file(ask: Ask) -> QuerySet:
    """The same of the customers whose history has a row in the window."""
    return on_file(ask).filter(customer__in=once(CustomerStatus.objects.filter(ask.during("at")), "customer_id"))


EVENTS = Fact(
    name="engagement",
    label=_("engagement"),
    model=EngagementEvent,
    rows=engagement,
    at="at",
    dimensions=STAMPS,
    also={"type": "kind"},
    sources=("engagement",),
    columns=("at", "customer", "visitor", "kind", "n", "weight", "points", "channel"),
    entered="marketing:engagementevent_list",
    excluded=LeftOut(EngagementEvent, reasons.ENGAGEMENT, at="at", paths=STAMPS),
)
VISITORS = ToDate(
    name="engaged",
    label=_("customers and visitors who engaged"),
    model=EngagementEvent,
    rows=engagement,
    at="at",
    once=("person",),
    dimensions=STAMPS,
    also={"type": "kind"},
    sources=("engagement",),
    columns=EVENTS.columns,
    entered="marketing:engagementevent_list",
)
ORDERERS = ToDate(
    name="active_to_date",
    label=_("active customers"),
    model=Customer,
    rows=identified,
    at="ordered_at",
    once=("party",),
    row="party",
    dimensions=STAMPS,
    sources=("order",),
    columns=CUSTOMER_COLUMNS,
    entered="sales:order_list",
)
TOUCHES = Fact(
    name="touches",
    label=_("touches with customers"),
    model=CustomerTouch,
    rows=touches,
    at="at",
    dimensions=STAMPS,
    also={"kind": "kind"},
    sources=("interaction", "engagement"),
    columns=("at", "customer", "kind", "n", "owner"),
    entered="accounts:interaction_list",
)
TOUCHED = ToDate(
    name="touched",
    label=_("customers with a touch"),
    model=Customer,
    rows=touches,
    at="at",
    once=("party",),
    row="party",
    dimensions=STAMPS,
    also={"kind": "kind"},
    sources=("interaction", "engagement"),
    columns=CUSTOMER_COLUMNS,
    entered="accounts:interaction_list",
)
ON_FILE = Standing(
    name="on_file",
    label=_("customers on file"),
    model=CustomerStatus,
    rows=on_file,
    moved=moved_on_file,
    dimensions=WHOSE,
    also={"channel": "customer__channel_id"},
    sources=("on_file",),
    columns=("customer", "status", "owner", "team", "at"),
    entered="accounts:customer_list",
)
DATA_USES = ToDate(
    name="data_used",
    label=_("customers whose data was used"),
    model=Customer,
    rows=data_uses,
    on="on",
    once=("party",),
    row="party",
    dimensions=STAMPS,
    also={"use": "use"},
    sources=("data_use",),
    columns=CUSTOMER_COLUMNS,
    entered="marketing:datause_list",
)

DECLARED = [EVENTS, VISITORS, ORDERERS, TOUCHES, TOUCHED, ON_FILE, DATA_USES]
