"""Filling two years of every KPI, and one changed day, beside SQL written by hand for the same figures."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from django.db import connection, transaction

from accounts.actions.organisation import ensure_organisation
from analytics.fact import Ask
from analytics.facts.rfm import scored
from analytics.fill import fill
from analytics.periods import Window
from bench.clock import Result, compare
from bench.company import DAYS, ZONE, statements
from bench.words import PUBLISHED, Words

HAND = (
    *("sales.sql", "service.sql", "centre.sql", "marketing.sql", "voice.sql", "money.sql", "contracts.sql"),
    *("sweeps.sql", "loyalty.sql", "engagement.sql", "kpis_sales.sql", "kpis_customers.sql", "kpis_service.sql"),
    *("kpis_voice.sql", "kpis_money.sql", "kpis_engagement.sql"),
)
OF_ORDERS = ("sales.sql", "sweeps.sql", "loyalty.sql", "kpis_sales.sql", "kpis_customers.sql")

RFM = ("first_on", "last_on", "recency", "frequency", "monetary", "x", "z", "r", "f", "m")

DIFFERENCES = """
    SELECT coalesce(h.kpi, s.kpi) AS kpi, count(*) AS rows, count(*) FILTER (
        WHERE h.kpi IS NULL OR s.kpi IS NULL OR (round(h.num, 9), round(h.den, 9), round(h.value, 9))
            IS DISTINCT FROM (round(s.numerator, 9), round(s.denominator, 9), round(s.value, 9))) AS different
    FROM hand_kpi h FULL JOIN (SELECT DISTINCT ON (kpi, scope, scope_id, day) * FROM analytics_snapshot
        WHERE day >= %s ORDER BY kpi, scope, scope_id, day, revision DESC) s ON (s.kpi, s.day, s.scope, s.scope_id) = (h.kpi, h.d, h.scope, h.id)
    GROUP BY 1 ORDER BY 1"""

TOUCH = """
    UPDATE sales_orderline SET amount = amount + 1, amount_home = amount_home + rate FROM (
        SELECT l.id, o.rate FROM sales_orderline l JOIN sales_order o ON o.id = l.order_id
        WHERE o.ordered_at >= %s AND o.status = 'completed' AND l.kind = 'product' ORDER BY o.ordered_at LIMIT 1) one
    WHERE sales_orderline.id = one.id"""


def run(sql: str, *params: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)
        return cursor.fetchall() if cursor.description else []


def empty() -> None:
    """Nothing filled, nothing published, no hand-made table; what was written before is on disk."""
    run("TRUNCATE analytics_cell, analytics_snapshot, analytics_factfill, analytics_dirtyday")
    forget_hand()
    run("CHECKPOINT")


def hand_written(words: Words, files: tuple[str, ...] = HAND) -> Iterator[str]:
    """All statements; what is kept for the length of the run is analysed, as the filler's tables are."""
    since = words.since("quarter") if words.narrow else words.first
    said = {"first": words.first, "since": since, "end": words.end, "zone": ZONE, "published": PUBLISHED} | words.all()
    for name in files:
        for statement in statements(name, **said):
            yield statement
            if made := re.match(r"CREATE TEMP TABLE (\w+)", statement):
                yield f"ANALYZE {made[1]}"
    yield "CREATE INDEX ON hand_kpi (kpi, scope, id, d)"


def by_hand(words: Words, files: tuple[str, ...] = HAND) -> None:
    """The same totals and figures, written straight down, with the engine's settings of memory and planner."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '128MB'")
        cursor.execute("SET LOCAL jit = off")
        cursor.execute("SET LOCAL enable_mergejoin = off")
        for statement in hand_written(words, files):
            cursor.execute(statement)


def from_scratch(today: dt.date, n: int) -> None:
    words = Words(today - dt.timedelta(days=DAYS), today)
    compare(
        "two years of all KPIs from scratch",
        lambda: fill(from_scratch=True),
        lambda: by_hand(words),
        n,
        beside="hand SQL",
        aim="ratio at most 1.5",
        before=empty,
        before_floor=forget_hand,
    )
    if n > 1:
        by_hand(words)  # what stood was thrown away for the turn that counts statements
    Result.different = same_figures("same figures", words.first)


def same_figures(name: str, since: dt.date) -> list[str]:
    """Print how many published rows were compared with those by hand; which KPIs differ, and in how many rows."""
    rows = run(DIFFERENCES, since)
    different = [f"{kpi} {count}" for kpi, _rows, count in rows if count]
    total = sum(row[1] for row in rows)
    print(f"{name}: {len(rows)} KPIs, {total:,} rows; different: {', '.join(different) or 'none'}", flush=True)
    return different


def new_day(today: dt.date, n: int) -> None:
    """Yesterday is over and nothing of it is filled or published yet."""
    yesterday = today - dt.timedelta(days=1)

    def before() -> None:
        forget_hand()
        for table in ("cell", "snapshot"):
            run(f"DELETE FROM analytics_{table} WHERE day >= %s", yesterday)
        run("UPDATE analytics_factfill SET until = %s", yesterday - dt.timedelta(days=1))
        run("TRUNCATE analytics_dirtyday")

    words = Words(yesterday, today, narrow=True)
    compare(
        "one new day",
        fill,
        lambda: by_hand(words),
        n,
        beside="hand SQL for that day",
        aim="under 1,500 ms, ratio at most 1.5",
        before=before,
        before_floor=forget_hand,
    )
    if n > 1:
        by_hand(words)
    same_figures("same figures of the day", yesterday)


def late_orders(today: dt.date, n: int) -> None:
    """An order line of a past day is changed; what follows is one run of the filler."""
    for name, days_ago in (("one late order, yesterday", 1), ("one late order, a year ago", 365)):
        day = today - dt.timedelta(days=days_ago)
        moment = dt.datetime.combine(day, dt.time(2), dt.UTC)

        def before(moment: dt.datetime = moment) -> None:
            forget_hand()
            fill()
            run(TOUCH, moment)

        words = Words(day, today, narrow=days_ago == 1)
        compare(
            name,
            fill,
            lambda words=words: by_hand(words, OF_ORDERS),  # type: ignore[misc]
            n,
            beside="hand SQL for orders and customers since",
            aim="under 1,000 ms, ratio at most 1.5",
            before=before,
            before_floor=forget_hand,
        )


def rfm(today: dt.date, n: int) -> None:
    """Every buyer scored as of yesterday."""
    day = today - dt.timedelta(days=1)
    ask = Ask(ensure_organisation(), Window(day, day))

    def ours() -> None:
        sql, params = scored(ask, day)
        run(f"CREATE TABLE bench_rfm AS {sql}", *params)

    def hand() -> None:
        for statement in statements("rfm.sql", end=today, zone=ZONE):
            run(statement)

    def before() -> None:
        run("DROP TABLE IF EXISTS bench_rfm, hand_rfm")

    compare("RFM of all customers", ours, hand, n, beside="hand SQL", aim="ratio at most 1.5", before=before)
    before()
    ours()
    hand()
    same = ", ".join(f"{{0}}.{name}" for name in RFM)
    customers, different = run(f"""
        SELECT count(*), count(*) FILTER (WHERE ({same.format("h")}) IS DISTINCT FROM ({same.format("b")}))
        FROM hand_rfm h FULL JOIN bench_rfm b ON b.c = h.c""")[0]
    print(f"same scores: {customers:,} customers; different: {different or 'none'}", flush=True)
    before()


def forget_hand() -> None:
    if names := run("SELECT string_agg(tablename, ', ') FROM pg_tables WHERE tablename LIKE 'hand\\_%%'")[0][0]:
        run(f"DROP TABLE {names}")
    run("DISCARD TEMP")


def settle() -> None:
    """Statistics are fresh before pages are timed."""
    run("VACUUM ANALYZE")
