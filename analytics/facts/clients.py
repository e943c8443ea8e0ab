"""What customers brought and cost over a window: one row per customer who bought in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, DecimalField, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.models import Customer, Interaction, Organisation
from analytics.fact import Ask, Fact, Relation, WholePeriod, compiled, kept_keys, survivor
from analytics.facts.customers import identified
from analytics.facts.models import SCORED
from analytics.facts.rfm import TOP
from analytics.facts.sales import STAMPS, refunds, under
from analytics.periods import DAY, Window
from marketing.models import Member, Spend
from sales.models import OrderLine

NUMERIC = DecimalField(max_digits=30, decimal_places=8)
NO_KEY = Value(None, output_field=IntegerField())
SUMS = ("revenue", "goods", "touches", "bought", "blind")


@dataclass(eq=False)
class Clients(WholePeriod):
    """Columns for its measures: ``revenue`` (net of refunds), ``goods`` (cost of what was sold), ``touches`` (what was
    spent on them: interactions, and their share of the campaigns that reached them), ``blind`` (lines whose cost nobody
    knows), ``top`` (in the best RFM cell on the eve of the window). Never kept in cells."""

    sweep: str = "asked"

    def signature(self, organisation: Organisation) -> str:
        """Nothing is filled, so nothing has to be filled again."""
        return f"{self.name} 1"

    def relation(self, ask: Ask, dimensions: Iterable[str] = ()) -> Relation:
        names = list(dict.fromkeys([*dimensions, *ask.filters]))
        found = [events(ask, names) for events in (sales, returns, touches, campaigns)]
        union = " UNION ALL ".join(sql for sql, _params in found)
        where, keys = kept_keys(ask)
        by = "".join(f", x_{name}" for name in dimensions)
        sums = ", ".join(f"sum({name}) AS {name}" for name in SUMS)
        top, more = on_top(ask)
        return (
            f"""SELECT x_row{by}, {", ".join(self._column(measure) for measure in self.measures)} FROM (
                SELECT b.*, x_row IN ({top}) AS top FROM (
                    SELECT x_row{by}, {sums} FROM ({union}) e WHERE true{where} GROUP BY x_row{by}) b
                WHERE bought > 0) p""",
            (*more, *(param for _sql, params in found for param in params), *keys),
        )


def on_top(ask: Ask) -> Relation:
    """The best RFM cell on the eve of the window."""
    eve = ask.window.first - DAY
    sql, params = SCORED.standing(Ask(ask.organisation, Window(eve, eve), ask.as_of))
    return f"SELECT c FROM ({sql}) s WHERE rfm = '{TOP}'", params


def event(rows: QuerySet, party: Any, paths: dict[str, str], names: list[str], **sums: Any) -> Relation:
    """Rows that add something to a customer."""
    columns = {name: Cast(sums.get(name, Value(0)), NUMERIC) for name in SUMS}
    keys = {f"x_{name}": F(paths[name]) if name in paths else NO_KEY for name in names}
    sql, params = compiled(rows.order_by().values(x_row=party, **keys, **{f"e_{n}": c for n, c in columns.items()}))
    outer = ", ".join(["x_row", *keys, *(f"e_{name} AS {name}" for name in SUMS)])
    return f"SELECT {outer} FROM ({sql}) q", params


def sales(ask: Ask, names: list[str]) -> Relation:
    start, end = ask.window.instants(ask.organisation.zone)
    unknown = Q(product__isnull=True) | Q(product__cost__isnull=True)
    lines = OrderLine.objects.filter(unknown, order=OuterRef("pk"), kind="product", cost_home=0, amount_home__gt=0)
    rows = identified(ask).filter(ordered_at__gte=start, ordered_at__lt=end)
    blind = Cast(Exists(lines), IntegerField())
    return event(
        rows, F("party"), STAMPS, names, revenue=F("net_home"), goods=F("cost_home"), bought=Value(1), blind=blind
    )


def returns(ask: Ask, names: list[str]) -> Relation:
    start, end = ask.window.instants(ask.organisation.zone)
    rows = refunds(ask).filter(order__customer__isnull=False, refunded_at__gte=start, refunded_at__lt=end)
    party = survivor("order__customer", ask.known_before)
    return event(rows, party, under("order", STAMPS), names, revenue=-F("amount_home"))


def touches(ask: Ask, names: list[str]) -> Relation:
    start, end = ask.window.instants(ask.organisation.zone)
    rows = Interaction.objects.done().filter(customer__isnull=False, cost__gt=0, at__gte=start, at__lt=end)
    if ask.known_before:
        rows = rows.filter(recorded_at__lt=ask.known_before)
    return event(rows, survivor("customer", ask.known_before), STAMPS, names, touches=F("cost"))


def of_campaign(rows: QuerySet, total: Any) -> Subquery:
    """A total over the rows of the campaign at hand."""
    same = rows.filter(campaign=OuterRef("campaign")).order_by().values("campaign").annotate(total=total)
    return Subquery(same.values("total"), output_field=NUMERIC)


def campaigns(ask: Ask, names: list[str]) -> Relation:
    """A campaign's spend falls in equal parts on the members it reached, on the day it reached them."""
    rows = Member.objects.contacted().filter(
        customer__isnull=False, contacted_on__gte=ask.window.first, contacted_on__lte=ask.window.last
    )
    spent = of_campaign(Spend.objects.all(), Sum("actual"))
    reached = of_campaign(Member.objects.contacted(), Count("pk"))
    rows = rows.annotate(share=Coalesce(spent / reached, Value(0), output_field=NUMERIC)).filter(share__gt=0)
    paths = {name: f"campaign__{path}" for name, path in STAMPS.items()} | {"segment": "segment_id"}
    return event(rows, survivor("customer", ask.known_before), paths, names, touches=F("share"))


CLIENTS = Clients(
    name="clients",
    label=_("customers who bought"),
    model=Customer,
    rows=lambda ask: Customer.objects.none(),
    dimensions=STAMPS,
    sources=("order", "refund", "interaction", "member", "spend"),
    columns=SCORED.columns,
)

DECLARED: list[Fact] = [CLIENTS]
