"""How long customers of each segment take from one order to the next, as their own orders say."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F

from accounts.models import Organisation, Segment
from analytics.fact import Ask, compiled, fetch, today
from analytics.facts.customers import identified
from analytics.periods import EPOCH, Window

ENOUGH = 30  # gaps; fewer say nothing of a segment


@dataclass(frozen=True)
class Pace:
    """Days between orders of a segment's customers: the median, and what nine of ten gaps keep within."""

    segment: Segment
    gaps: int
    median: int | None
    ninety: int | None

    @property
    def known(self) -> bool:
        return self.gaps >= ENOUGH

    @property
    def proposed(self) -> int | None:
        """After how many days without an order a customer has most likely gone."""
        return max(1, self.ninety) if self.known and self.ninety else None


def paces(organisation: Organisation) -> list[Pace]:
    """Every segment with its gaps: days from an order day to the customer's next one, by the segment of the latter."""
    ask = Ask(organisation, Window(EPOCH, today(organisation)))
    orders = identified(ask).order_by().values(c=F("party"), d=ask.trunc("ordered_at"), s=F("segment_id"))
    sql, params = compiled(orders)
    found = {
        segment: (gaps, median, ninety)
        for segment, gaps, median, ninety in fetch(
            f"""SELECT s, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY gap), percentile_cont(0.9) WITHIN GROUP (ORDER BY gap)
            FROM (SELECT s, d - lag(d) OVER (PARTITION BY c ORDER BY d) AS gap
                FROM (SELECT c, d, max(s) AS s FROM ({sql}) o GROUP BY c, d) q) g
            WHERE gap IS NOT NULL GROUP BY s""",
            params,
        )
    }
    return [Pace(segment, *days_of(found.get(segment.pk))) for segment in Segment.objects.order_by("position", "name")]


def days_of(row: tuple[int, float, float] | None) -> tuple[int, int | None, int | None]:
    return (row[0], round(row[1]), round(row[2])) if row else (0, None, None)
