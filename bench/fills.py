"""Filling two years of every KPI, and one changed day, beside SQL written by hand for the same figures."""

from __future__ import annotations

import datetime as dt

from django.db import connection, transaction

from analytics.fill import fill
from bench.clock import compare
from bench.company import DAYS, ZONE, statements

HAND = ("totals.sql", "sweeps.sql", "kpis.sql")

DIFFERENCES = """
    SELECT coalesce(h.kpi, s.kpi) AS kpi, count(*) AS rows, count(*) FILTER (
        WHERE h.kpi IS NULL OR s.kpi IS NULL OR (round(h.num, 9), round(h.den, 9), round(h.value, 9))
            IS DISTINCT FROM (round(s.numerator, 9), round(s.denominator, 9), round(s.value, 9))) AS different
    FROM hand_kpi h FULL JOIN analytics_snapshot s ON (s.kpi, s.day, s.scope, s.scope_id) = (h.kpi, h.d, h.scope, h.id)
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
    if names := run("SELECT string_agg(tablename, ', ') FROM pg_tables WHERE tablename LIKE 'hand\\_%%'")[0][0]:
        run(f"DROP TABLE {names}")
    run("DISCARD TEMP")
    run("CHECKPOINT")


def by_hand(today: dt.date) -> None:
    """The same totals and figures, written straight down, with the engine's memory settings."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '128MB'")
        cursor.execute("SET LOCAL jit = off")
        for name in HAND:
            for statement in statements(name, first=today - dt.timedelta(days=DAYS), end=today, zone=ZONE):
                cursor.execute(statement)


def from_scratch(today: dt.date, n: int) -> None:
    compare(
        "two years of all KPIs from scratch",
        lambda: fill(from_scratch=True),
        lambda: by_hand(today),
        n,
        beside="hand SQL",
        aim="ratio at most 1.5",
        before=empty,
    )
    by_hand(today)  # the engine's figures stand since the counted turn
    rows = run(DIFFERENCES)
    different = ", ".join(f"{kpi} {count}" for kpi, _rows, count in rows if count)
    print(f"same figures: {len(rows)} KPIs, {sum(row[1] for row in rows):,} rows; different: {different or 'none'}")


def dirty_day(today: dt.date, n: int) -> None:
    """An order line of a day is changed; what follows is one run of the filler."""
    for name, days_ago in (("yesterday", 1), ("a year ago", 365)):
        moment = dt.datetime.combine(today - dt.timedelta(days=days_ago), dt.time(2), dt.UTC)
        compare(
            f"one dirty day, {name}",
            fill,
            None,
            n,
            aim="under 1,000 ms",
            before=lambda moment=moment: run(TOUCH, moment),
        )


def settle() -> None:
    """Statistics are fresh before pages are timed."""
    run("VACUUM ANALYZE")
