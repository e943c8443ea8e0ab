"""Recency, frequency and monetary value of every buyer at the end of a day, in one statement; and what the combinations
are called."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from analytics.fact import Ask, Relation, compiled, survivor
from analytics.facts.customers import TRAILING, identified
from analytics.facts.sales import refunds
from analytics.formula import Lazy
from analytics.periods import Window, start_of

EPOCH = dt.date(1990, 1, 1)
TOP = "555"


@dataclass(frozen=True)
class Rule:
    """Who is called so: the lowest and highest R, F and M. The first rule that holds, holds."""

    code: str
    label: Lazy
    advice: Lazy
    r: tuple[int, int]
    f: tuple[int, int]
    m: tuple[int, int] = (1, 5)

    @property
    def words(self) -> str:
        """R 4–5, F 4–5, M 4–5; what may be anything is left out."""
        spans = {"R": self.r, "F": self.f, "M": self.m}
        said = [f"{name} {a}" if a == b else f"{name} {a}–{b}" for name, (a, b) in spans.items() if (a, b) != (1, 5)]
        return ", ".join(said)

    @property
    def sql(self) -> str:
        spans = {"r": self.r, "f": self.f, "m": self.m}
        held = " AND ".join(f"{name} BETWEEN {a} AND {b}" for name, (a, b) in spans.items())
        return f"WHEN {held} THEN '{self.code}'"


RULES = (
    Rule("champions", _("Champions"), _("Thank them; let them speak for us."), (4, 5), (4, 5), (4, 5)),
    Rule("loyal", _("Loyal customers"), _("Offer more of our range."), (3, 5), (4, 5)),
    Rule("potential", _("Potential loyal customers"), _("Invite them to come again soon."), (3, 5), (3, 3)),
    Rule("recent", _("Recent customers"), _("Help them start well."), (4, 5), (1, 2)),
    Rule("promising", _("Promising customers"), _("Remind them of what they looked for."), (3, 3), (1, 2)),
    Rule("cannot_lose", _("Cannot lose them"), _("Call them in person."), (1, 2), (4, 5), (4, 5)),
    Rule("at_risk", _("At risk"), _("Win them back while they remember us."), (1, 2), (3, 5)),
    Rule("hibernating", _("Hibernating"), _("Try a light, cheap touch."), (2, 2), (1, 2)),
    Rule("lost", _("Lost customers"), _("Spend nothing on them but a last question."), (1, 1), (1, 2)),
)
BY_CODE = {rule.code: rule for rule in RULES}
SEGMENT_OF = f"CASE {' '.join(rule.sql for rule in RULES)} ELSE '' END"


def purchases(ask: Ask, day: dt.date) -> Relation:
    """(c, d, n, net, repaid): orders and refunds of known customers by local day, up to ``day``; as known then."""
    until = Window(EPOCH, day).instants(ask.organisation.zone)[1]
    orders = identified(ask).filter(ordered_at__lt=until).order_by()
    bought, params = compiled(orders.values(c=F("party"), d=ask.trunc("ordered_at"), paid=F("net_home")))
    since = start_of(day - dt.timedelta(days=TRAILING - 1), ask.organisation.zone)
    back = refunds(ask).filter(order__customer__isnull=False, refunded_at__gte=since, refunded_at__lt=until).order_by()
    party = survivor("order__customer", ask.known_before)
    repaid, more = compiled(back.values(c=party, d=ask.trunc("refunded_at"), paid=F("amount_home")))
    return (
        f"""SELECT c, d, count(*) AS n, sum(paid) AS net, 0 AS repaid FROM ({bought}) o GROUP BY c, d
        UNION ALL SELECT c, d, 0, 0, sum(paid) FROM ({repaid}) b GROUP BY c, d""",
        (*params, *more),
    )


def scored(ask: Ask, day: dt.date) -> Relation:
    """One row per customer who ever bought, at the end of ``day``.

    c, first_on, last_on, recency, frequency, monetary (trailing 365 days, refunds taken off), r, f, m (quintiles by
    RANK over those with an order in them: ties share the lowest rank), rfm, rfm_segment; x, z: days of buying after the
    first, and what was spent on one of them (days of no value left out); owner, team, segment, channel as of the day.
    """
    sql, params = purchases(ask, day)
    since = day - dt.timedelta(days=TRAILING - 1)
    end = Window(day, day).instants(ask.organisation.zone)[1]
    return (
        f"""WITH days AS MATERIALIZED ({sql}),
        firsts AS (SELECT c, min(d) AS first_on FROM days WHERE n > 0 GROUP BY c),
        life AS (
            SELECT c, first_on, max(d) FILTER (WHERE n > 0) AS last_on, %s - max(d) FILTER (WHERE n > 0) AS recency,
                count(*) FILTER (WHERE n > 0) - 1 AS x,
                avg(net) FILTER (WHERE n > 0 AND d > first_on AND net > 0) AS z,
                coalesce(sum(n) FILTER (WHERE d >= %s), 0) AS frequency,
                coalesce(sum(net - repaid) FILTER (WHERE d >= %s), 0) AS monetary
            FROM days JOIN firsts USING (c) GROUP BY c, first_on),
        ranked AS (
            SELECT life.*, count(*) OVER w AS among,
                rank() OVER (w ORDER BY recency DESC) AS rr, rank() OVER (w ORDER BY frequency) AS rf,
                rank() OVER (w ORDER BY monetary) AS rm
            FROM life WINDOW w AS (PARTITION BY frequency > 0)),
        given AS (
            SELECT ranked.*, CASE WHEN frequency > 0 THEN 1 + 5 * (rr - 1) / among END AS r,
                CASE WHEN frequency > 0 THEN 1 + 5 * (rf - 1) / among END AS f,
                CASE WHEN frequency > 0 THEN 1 + 5 * (rm - 1) / among END AS m FROM ranked)
        SELECT g.c, first_on, last_on, recency, frequency, monetary, r, f, m, r::text || f || m AS rfm,
            {SEGMENT_OF} AS rfm_segment, x, z,
            CASE WHEN h.id IS NULL THEN a.owner_id ELSE h.owner_id END AS owner,
            CASE WHEN h.id IS NULL THEN a.team_id ELSE h.team_id END AS team,
            CASE WHEN h.id IS NULL THEN a.segment_id ELSE h.segment_id END AS segment,
            a.channel_id AS channel, to_char(first_on, 'YYYY-MM') AS cohort
        FROM given g JOIN accounts_customer a ON a.id = g.c
        LEFT JOIN LATERAL (SELECT id, owner_id, team_id, segment_id FROM accounts_customerstatus
            WHERE customer_id = g.c AND at < %s ORDER BY at DESC, id DESC LIMIT 1) h ON true""",
        (*params, day, since, since, end),
    )
