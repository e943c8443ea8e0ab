"""Facts of customers who stop buying, and of those who come back: rows made in SQL."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import Customer, Organisation, Segment
from analytics.fact import FIXED, Ask, Fact, Relation, compiled
from analytics.facts.customers import of_the_busy
from analytics.facts.loyalty import CUSTOMER_COLUMNS
from analytics.facts.returning import MadeRows, periods, table
from analytics.facts.sales import STAMPS
from analytics.periods import Window


@dataclass(eq=False)
class Lapsed(MadeRows):
    """Customers lost before the period began, as of their last order (0), and those who ordered again in it (1)."""

    def made(self, ask: Ask, columns: list[str]) -> Relation:
        days = ask.organisation.inactive_after_days
        orders = of_the_busy(ask)
        sql, params = compiled(
            orders.order_by().values(
                x_party=F("party"),
                x_day=ask.trunc("ordered_at"),
                x_at=F("ordered_at"),
                **{f"x_{name}": F(self.path_of[name]) for name in columns},
            )
        )
        names = "".join(f", x_{name}" for name in columns)
        return (
            f"""WITH p(f, l) AS (VALUES {table((w.first, w.last) for w in periods(ask, self.grain))}),
            o AS MATERIALIZED (SELECT x_party, x_day, x_at{names}, lead(x_day) OVER w AS nx, lead(x_at) OVER w AS nx_at
                FROM ({sql}) q WINDOW w AS (PARTITION BY x_party ORDER BY x_at))
            SELECT x_party AS x_row, f AS x_day, x_at, x_party AS x_once0{names}, 1 AS x_0, NULL::int AS x_1
                FROM o JOIN p ON f > x_day + {days} AND (nx IS NULL OR nx >= f)
            UNION ALL SELECT x_party, nx, nx_at, x_party{names}, NULL, 1
                FROM o JOIN p ON nx BETWEEN f AND l AND f > x_day + {days}""",
            params,
        )


LAPSED = Lapsed(
    name="lapsed_customers",
    label=_("customers lost before the period"),
    model=Customer,
    rows=lambda ask: Customer.objects.none(),
    once=("party",),
    dimensions=STAMPS,
    also={"region": "region_id", "campaign": "campaign_id"},
    sources=("order", "lapse"),
    columns=CUSTOMER_COLUMNS,
)


NO_PACE = "(NULL::bigint, NULL::int)"


@dataclass(eq=False)
class OwnPace(MadeRows):
    """Customers active when the period began (0), and those of them no longer active at its end (1); active for as
    many days as their segment takes between orders, where it says so, else as the company."""

    cached: bool = False

    def signature(self, organisation: Organisation) -> str:
        """The cells are made anew when a segment's pace changes; what the KPI means does not change with it."""
        return super().signature(organisation) + own_days()

    def busy(self, organisation: Organisation, window: Window) -> tuple[Window, ...]:
        """A customer's step is on the day of an order, or as many days after one as their segment takes."""
        own = Segment.objects.filter(inactive_after_days__isnull=False).values_list("inactive_after_days", flat=True)
        days = {organisation.inactive_after_days, *filter(None, own)}
        back = [dt.timedelta(days=number) for number in sorted(days)]
        return (window, *(Window(window.first - number, window.last - number) for number in back))

    def made(self, ask: Ask, columns: list[str]) -> Relation:
        names = "".join(f", x_{name}" for name in columns)
        of_a = names.replace("x_", "a.x_")
        also = dict.fromkeys([*columns, "segment"])
        sql, params = compiled(
            of_the_busy(ask)
            .order_by()
            .values(
                x_party=F("party"),
                x_day=ask.trunc("ordered_at"),
                x_at=F("ordered_at"),
                **{f"x_{name}": F(self.path_of[name]) for name in also},
            )
        )
        return (
            f"""WITH p(f, l) AS (VALUES {table((w.first, w.last) for w in periods(ask, self.grain))}),
            o AS MATERIALIZED (SELECT q.x_party, x_day, x_at{names.replace("x_", "q.x_")},
                    x_day + coalesce(g.days, {ask.organisation.inactive_after_days}) AS until, lead(x_day) OVER w AS nx
                FROM ({sql}) q LEFT JOIN (VALUES {NO_PACE if ask.window == FIXED else own_days()}) g(segment, days) ON g.segment = q.x_segment
                WINDOW w AS (PARTITION BY q.x_party ORDER BY x_at)),
            a AS MATERIALIZED (SELECT p.f, p.l, x_party, x_at{names} FROM o
                JOIN p ON x_day < f AND until >= f AND (nx IS NULL OR nx >= f))
            SELECT x_party AS x_row, f AS x_day, x_at, x_party AS x_once0{names}, 1 AS x_0, NULL::int AS x_1 FROM a
            UNION ALL SELECT a.x_party, until, o.x_at, a.x_party{of_a}, NULL, 1
                FROM a JOIN o ON o.x_party = a.x_party AND until BETWEEN f AND l AND (nx IS NULL OR nx > until)
            UNION ALL SELECT a.x_party, nx, o.x_at, a.x_party{of_a}, NULL, -1
                FROM a JOIN o ON o.x_party = a.x_party AND until BETWEEN f AND l AND nx > until AND nx <= l""",
            params,
        )


def own_days() -> str:
    """Segments with a pace of their own, as VALUES."""
    found = Segment.objects.filter(inactive_after_days__isnull=False).order_by("pk")
    rows = [f"({pk}::bigint, {days})" for pk, days in found.values_list("pk", "inactive_after_days")]
    return ", ".join(rows) or NO_PACE


OWN_PACE = OwnPace(
    name="own_pace",
    label=_("active customers, by the pace of their segment"),
    keep="sum",
    model=Customer,
    rows=lambda ask: Customer.objects.none(),
    once=("party",),
    dimensions=STAMPS,
    sources=("order", "lapse"),
    columns=CUSTOMER_COLUMNS,
)

DECLARED: list[Fact] = [LAPSED, OWN_PACE]
