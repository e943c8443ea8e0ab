"""Facts of sales: orders, refunds, deals, leads, the pipeline."""

from __future__ import annotations

from django.db.models import DateField, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.expressions import Value
from django.db.models.functions import Lead as Next
from django.utils.translation import gettext_lazy as _

from analytics.fact import Ask, Fact, LeftOut, Standing, once
from analytics.facts import reasons
from analytics.facts.bands import score_band, size_band
from sales.models import Deal, Lead, Order, OrderLine, Refund, RefundPart, StageChange
from sales.querysets import credit_note

STAMPS = {"owner": "owner_id", "team": "team_id", "segment": "segment_id", "channel": "channel_id"}
CATEGORY = {"category": "category__top_id"}
SUBCATEGORY = {"subcategory": "category_id"}


def under(prefix: str, paths: dict[str, str]) -> dict[str, str]:
    return {name: f"{prefix}__{path}" for name, path in paths.items()}


def valid_orders(ask: Ask) -> QuerySet:
    """Orders that count; on a past as-of day: those recorded by then, cancelled later or never."""
    if ask.known_before is None:
        return Order.objects.valid()
    return Order.objects.valid_before(ask.known_before)


def order_lines(ask: Ask) -> QuerySet:
    """Lines of orders that count; shipping is not revenue."""
    lines = OrderLine.objects.filter(order__in=valid_orders(ask)) if ask.as_of else OrderLine.objects.valid()
    return lines.exclude(kind="shipping")


def refunds(ask: Ask) -> QuerySet:
    if ask.known_before is None:
        return Refund.objects.valid()
    known = Q(order__in=valid_orders(ask)) | credit_note("order__")
    return Refund.objects.filter(known, recorded_at__lt=ask.known_before)


def closings(ask: Ask) -> QuerySet:
    """Deals with ``ended_at`` and ``result``: their last closing, as it was known on the as-of day."""
    deals = Deal.objects.counted()
    if ask.known_before is None:
        return deals.closed().annotate(
            ended_at=F("closed_at"), result=F("outcome"), stage_before=stage_before(), size_band=size_band()
        )
    last = StageChange.objects.filter(deal=OuterRef("pk"), at__lt=ask.known_before).order_by("-at", "-pk")
    known = deals.annotate(result=Subquery(last.values("outcome")[:1]), ended_at=Subquery(last.values("at")[:1]))
    known = known.annotate(stage_before=stage_before(Q(at__lt=ask.known_before)), size_band=size_band())
    return known.filter(result__in=["won", "lost"])


def stage_before(known: Q | None = None) -> Subquery:
    """The open stage a deal was in last before it closed."""
    opened = StageChange.objects.filter(known or Q(), deal=OuterRef("pk"), outcome="open")
    return Subquery(opened.order_by("-at", "-pk").values("stage")[:1])


def leads(ask: Ask) -> QuerySet:
    return Lead.objects.genuine().counted()


def pipeline(ask: Ask) -> QuerySet:
    """What stood about each open deal from ``x_from`` until the day its next change took effect.

    The next change is a subquery, not a window function: a window would see only what other filters leave.
    """
    changes = StageChange.objects.counted()
    later = Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk"))
    following = StageChange.objects.filter(later, deal=OuterRef("deal")).order_by("at", "pk")
    if ask.known_before:
        changes, following = (rows.filter(at__lt=ask.known_before) for rows in (changes, following))
    zone = Value(ask.organisation.time_zone)
    until = Day(Subquery(following.values("at")[:1]), zone)
    rows = changes.filter(outcome="open").annotate(score_band=score_band())
    return rows.annotate(x_from=ask.trunc("at"), x_until=until)


def swept_pipeline(ask: Ask) -> QuerySet:
    """The same of all deals, in one pass. Nothing may be filtered here: a window sees only what filters leave."""
    return deal_intervals(ask, StageChange.objects.counted())


def moved_pipeline(ask: Ask) -> QuerySet:
    """The same of the deals with a change in the window."""
    changed = once(StageChange.objects.filter(ask.during("at")), "deal_id")
    return deal_intervals(ask, StageChange.objects.counted().filter(deal__in=changed))


def deal_intervals(ask: Ask, changes: QuerySet) -> QuerySet:
    following = Window(Next("at"), partition_by="deal_id", order_by=["at", "id"])
    until = Day(following, Value(ask.organisation.time_zone))
    return changes.annotate(score_band=score_band(), x_from=ask.trunc("at"), x_until=until)


class Day(Func):
    """The local date of an instant in a named zone."""

    template = "(%(expressions)s)::date"
    arg_joiner = " AT TIME ZONE "

    def __init__(self, instant: object, zone: Value) -> None:
        super().__init__(instant, zone, output_field=DateField())


class DaysBetween(Func):
    """Local days from one instant to another."""

    template = "(%(expressions)s)"
    arg_joiner = " - "
    output_field = IntegerField()


ORDERS = Fact(
    name="orders",
    label=_("orders"),
    model=Order,
    rows=valid_orders,
    at="ordered_at",
    dimensions=STAMPS | {"region": "region_id"},
    also={"campaign": "campaign_id"},
    sources=("order",),
    columns=("number", "customer", "ordered_at", "net", "currency", "net_home", "items", "owner"),
    excluded=LeftOut(Order, reasons.invalid_orders(), at="ordered_at", paths=STAMPS | {"region": "region_id"}),
)
LINES = Fact(
    name="order_lines",
    label=_("order lines"),
    model=OrderLine,
    rows=order_lines,
    at="order__ordered_at",
    dimensions=CATEGORY | {"team": "order__team_id"},
    also=SUBCATEGORY | under("order", ORDERS.path_of) | {"product": "product_id"},
    sources=("order",),
    columns=("order", "product", "category", "quantity", "amount_home"),
    excluded=LeftOut(
        OrderLine,
        (*reasons.invalid_orders("order__"), reasons.SHIPPING),
        at="order__ordered_at",
        paths=under("order", STAMPS) | CATEGORY,
    ),
)
REFUNDS = Fact(
    name="refunds",
    label=_("refunds"),
    model=Refund,
    rows=refunds,
    at="refunded_at",
    dimensions=under("order", STAMPS | {"region": "region_id"}),
    also={"campaign": "order__campaign_id"},
    sources=("refund",),
    columns=("order", "refunded_at", "amount", "amount_home", "reason"),
    excluded=LeftOut(Refund, reasons.REFUNDS_OF_NOTHING, at="refunded_at", paths=under("order", STAMPS)),
)
REFUNDED_PARTS = Fact(
    name="refunded_parts",
    label=_("refunded lines"),
    model=RefundPart,
    rows=lambda ask: RefundPart.objects.filter(refund__in=refunds(ask)),
    at="refund__refunded_at",
    dimensions=CATEGORY | {"team": "refund__order__team_id"},
    also=SUBCATEGORY
    | under("refund__order", STAMPS | {"region": "region_id", "campaign": "campaign_id"})
    | {"product": "product_id"},
    sources=("refund",),
    columns=("refund", "category", "quantity", "amount_home"),
)
DEALS_CLOSED = Fact(
    name="deals_closed",
    label=_("closed deals"),
    model=Deal,
    rows=closings,
    at="ended_at",
    began="closed_at",
    dimensions=STAMPS | CATEGORY,
    also=SUBCATEGORY
    | {"product": "product_id", "loss_reason": "loss_reason_id", "competitor": "competitor_id"}
    | {"campaign": "campaign_id", "stage_before": "stage_before", "size_band": "size_band"},
    sources=("deal",),
    columns=("name", "customer", "outcome", "amount_home", "opened_at", "closed_at", "loss_reason", "owner"),
    excluded=LeftOut(Deal, reasons.unreal_customers(), at="closed_at", paths=STAMPS | CATEGORY),
)
LEADS = Fact(
    name="leads",
    label=_("leads"),
    model=Lead,
    rows=leads,
    at="received_at",
    dimensions=STAMPS | CATEGORY,
    also=SUBCATEGORY | {"campaign": "campaign_id"},
    sources=("lead",),
    columns=("name", "company", "status", "received_at", "won_at", "owner"),
    excluded=LeftOut(Lead, reasons.NOT_REALLY_LEADS, at="received_at", paths=STAMPS | CATEGORY),
)
LEADS_WON = Fact(
    name="leads_won",
    label=_("won leads"),
    model=Lead,
    rows=leads,
    at="won_at",
    dimensions=LEADS.dimensions,
    also=LEADS.also,
    sources=("lead",),
    columns=LEADS.columns,
    excluded=LeftOut(Lead, reasons.NOT_REALLY_LEADS, at="won_at", paths=STAMPS | CATEGORY),
)
PIPELINE = Standing(
    name="pipeline",
    label=_("open deals"),
    model=StageChange,
    rows=pipeline,
    swept=swept_pipeline,
    moved=moved_pipeline,
    dimensions={"owner": "owner_id", "team": "team_id", "segment": "segment_id", "channel": "deal__channel_id"}
    | {"category": "deal__category__top_id"},
    also={"subcategory": "deal__category_id", "stage": "stage_id", "expected_month": "deal__expected_close"}
    | {"product": "deal__product_id", "score_band": "score_band"},
    sources=("pipeline",),
    columns=("deal", "stage", "amount_home", "probability", "at", "owner"),
)


def lead_won(ask: Ask) -> Q:
    """A deal of the lead had been won by the as-of day."""
    return Q(won_at__lt=ask.known_before) if ask.known_before else Q(won_at__isnull=False)


def cycle_days(ask: Ask) -> DaysBetween:
    return DaysBetween(ask.trunc("ended_at"), ask.trunc("opened_at"))


DECLARED = [ORDERS, LINES, REFUNDS, REFUNDED_PARTS, DEALS_CLOSED, LEADS, LEADS_WON, PIPELINE]
