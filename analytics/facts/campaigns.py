"""Facts of campaigns: who took part and bought, what it sold, brought and cost, what each touch cost."""

from __future__ import annotations

from typing import Any

from django.db.models import (
    Case,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Least, NullIf
from django.utils.translation import gettext_lazy as _

from accounts.models import Customer, Interaction
from analytics.fact import Ask, Fact
from analytics.facts.expenses import expenses
from analytics.facts.sales import STAMPS, valid_orders
from analytics.to_date import ToDate
from analytics.worked_out import MONEY, DayPlus, StartOfDay, WorkedOut, revenue_between, summed
from marketing.models import Campaign, Member, Response, Spend
from sales.querysets import real_customer

ATTRIBUTED_DAYS = 30  # an order that names no campaign is the campaign's until so many days after its last day
PATHS = {"owner": "campaign__owner_id", "team": "campaign__team_id"}
PATHS |= {"segment": "segment_id", "channel": "campaign__channel_id"}


def counts_as(path: str) -> Coalesce:
    """The key of the customer that a row's customer counts as."""
    return Coalesce(f"{path}__merged_into_id", f"{path}_id")


def participants(ask: Ask) -> QuerySet:
    """Members who answered by themselves while the campaign ran, or took part, with ``joined_on``, the first such day,
    ``party``, the customer they count as, and ``bought``: a valid order of theirs is the campaign's."""
    until: Any = ExpressionWrapper(OuterRef("campaign__ends_on") + OuterRef("campaign__grace_days"), DateField())
    answers = Response.objects.filter(
        member=OuterRef("pk"), automatic=False, on__gte=OuterRef("campaign__starts_on"), on__lte=until
    ).exclude(kind="unsubscribe")
    answers = answers.filter(on__lte=ask.as_of) if ask.as_of else answers
    first = Subquery(answers.order_by().values("member").annotate(first=Min("on")).values("first"))
    rows = Member.objects.filter(real_customer()).annotate(
        joined_on=Least(first, F("took_part_on"), output_field=DateField()),
        party=Coalesce(counts_as("customer"), -F("pk")),
        counted_as=counts_as("customer"),
    )
    return rows.annotate(bought=Exists(orders_of_member(ask)), completed=completed(ask))


def completed(ask: Ask) -> Any:
    known = Q(completed_on__isnull=False) if ask.as_of is None else Q(completed_on__lte=ask.as_of)
    return Case(When(known, then=Value(True)), default=Value(False))


def orders_of_member(ask: Ask) -> QuerySet:
    """A member's valid orders that name the campaign, or none and were placed from its first day to 30 days after."""
    zone = ask.organisation.time_zone
    last = DayPlus(OuterRef("campaign__ends_on"), ATTRIBUTED_DAYS + 1)
    near = Q(
        campaign__isnull=True,
        ordered_at__gte=StartOfDay(OuterRef("campaign__starts_on"), zone),
        ordered_at__lt=StartOfDay(last, zone),
    )
    same = Customer.objects.annotate(party=Coalesce("merged_into", "id")).filter(party=OuterRef(OuterRef("counted_as")))
    return valid_orders(ask).filter(Q(campaign=OuterRef("campaign")) | near, customer__in=same.values("pk"))


PARTICIPANTS = ToDate(
    name="participants",
    once=("party",),
    label=_("campaign participants"),
    model=Member,
    rows=participants,
    on="joined_on",
    began="contacted_on",
    dimensions=PATHS,
    also={"campaign": "campaign_id"},
    sources=("participant",),
    columns=("customer", "campaign", "took_part_on", "completed_on"),
    entered="marketing:member_list",
)
TOUCHES = Fact(
    name="campaign_touches",
    label=_("interactions of campaigns"),
    model=Interaction,
    rows=lambda ask: Interaction.objects.done().filter(real_customer(), campaign_link__isnull=False),
    at="at",
    dimensions=STAMPS,
    also={"campaign": "campaign_link__campaign_id", "kind": "kind"},
    sources=("campaign_touch",),
    columns=("subject", "kind", "customer", "at", "cost", "owner"),
    entered="accounts:interaction_list",
)


def touched(ask: Ask) -> QuerySet:
    return TOUCHES.rows(ask).annotate(party=Coalesce(counts_as("customer"), -F("pk")))


def once_each(name: str, key: str) -> Fact:
    """The same interactions, each kind or customer once in the window; asked of the rows only."""
    return Fact(
        name=name,
        label=TOUCHES.label,
        model=Interaction,
        rows=touched,
        at="at",
        dimensions=TOUCHES.dimensions,
        also=TOUCHES.also,
        distinct_on=lambda asked: (key, *(TOUCHES.path_of[dimension] for dimension in asked)),
        columns=TOUCHES.columns,
    )


TOUCH_KINDS, TOUCHED_CUSTOMERS = once_each("touch_kinds", "kind"), once_each("touched_customers", "party")


def campaigns(ask: Ask) -> QuerySet:
    return Campaign.objects.exclude(status=Campaign.Status.CANCELLED)


def in_scope(rows: QuerySet, to_order: str) -> QuerySet:
    """Orders that name the campaign, or none and are of one of its members."""
    named = Q(**{f"{to_order}campaign": OuterRef("pk")})
    none = Q(**{f"{to_order}campaign__isnull": True})
    return rows.filter(named | none & Q(Exists(member_of(to_order))))


def of_members(rows: QuerySet, to_order: str) -> QuerySet:
    return rows.filter(Exists(member_of(to_order)))


def of_others(rows: QuerySet, to_order: str) -> QuerySet:
    """Orders of customers the campaign was not aimed at."""
    return rows.filter(~Exists(member_of(to_order))).exclude(**{f"{to_order}campaign": OuterRef("pk")})


def member_of(to_order: str) -> QuerySet:
    return Member.objects.filter(campaign=OuterRef(OuterRef("pk")), customer=OuterRef(f"{to_order}customer"))


def days_before() -> tuple[Any, Any]:
    """As many days as the campaign has, just before it."""
    first, last = OuterRef("starts_on"), OuterRef("ends_on")
    return DaysBack(first, last), DayPlus(first, -1)


class DaysBack(DayPlus):
    """The first date of a span as long as from the first to the second, just before the first."""

    template = "(%(expressions)s)"

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:  # type: ignore[override]
        (first, one), (last, two) = (compiler.compile(part) for part in self.source_expressions)
        return f"({first} - ({last} - {first} + 1))", (*one, *two, *one)


def campaign_columns(ask: Ask) -> dict[str, Any]:
    days, before = (OuterRef("starts_on"), OuterRef("ends_on")), days_before()
    spent, booked = (
        Spend.objects.filter(campaign=OuterRef("pk")),
        expenses(ask).filter(expense__campaign=OuterRef("pk")),
    )
    if ask.as_of:
        spent, booked = spent.filter(day__lte=ask.as_of), booked.filter(day__lte=ask.as_of)
    aimed = Exists(Member.objects.filter(campaign=OuterRef("pk")))
    usual = Case(When(aimed, then=revenue_between(ask, *before, of_members)), output_field=MONEY)
    return {
        "sales": revenue_between(ask, *days, in_scope),
        "baseline": Coalesce(F("baseline_sales"), usual, output_field=MONEY),
        "others_before": revenue_between(ask, *before, of_others),
        "others_then": revenue_between(ask, *days, of_others),
        "margin": Coalesce(F("margin_rate"), earned(ask), output_field=MONEY),
        "cost": summed(spent, "actual") + summed(booked, "amount_home"),
    }


def earned(ask: Ask) -> Subquery:
    """The margin of the campaign's orders whose cost is known; nothing where none is."""
    zone = ask.organisation.time_zone
    start, end = StartOfDay(OuterRef("starts_on"), zone), StartOfDay(DayPlus(OuterRef("ends_on"), 1), zone)
    rows = in_scope(valid_orders(ask).filter(ordered_at__gte=start, ordered_at__lt=end, cost_home__gt=0), "")
    net, cost = Sum("net_home"), Sum("cost_home")
    margin = (net - cost) / NullIf(net, Value(0), output_field=MONEY)
    return Subquery(rows.order_by().annotate(one=Value(1)).values("one").annotate(margin=margin).values("margin"))


def campaign_fact(name: str, *sources: str) -> WorkedOut:
    return WorkedOut(
        name=name,
        label=_("campaigns by their last day"),
        model=Campaign,
        rows=campaigns,
        on="ends_on",
        dimensions=STAMPS,
        also={"campaign": "id"},
        columns_for=campaign_columns,
        sources=sources,
        columns=("name", "starts_on", "ends_on", "baseline_sales", "margin_rate", "channel", "owner"),
        entered="marketing:campaign_list",
    )


CAMPAIGNS = campaign_fact("campaigns", "campaign")
CAMPAIGNS_COMPARED = campaign_fact("campaigns_compared")

DECLARED = [PARTICIPANTS, TOUCHES, CAMPAIGNS]
__all__ = ["CAMPAIGNS", "CAMPAIGNS_COMPARED", "PARTICIPANTS", "TOUCHED_CUSTOMERS", "TOUCHES", "TOUCH_KINDS"]
