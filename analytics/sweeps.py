"""Filling cells of facts whose days do not add up, all days in one statement.

An order opens an interval ("bought in the last 365 days" holds from its day until 365 days later, or until the next
order takes over); interval ends are +1 and −1 events, and their running sum is the exact figure of every day.
``o`` is one row per slice, key, customer ``c`` and day ``d`` with ``n`` orders.

A short window counts on from the day before it, where that day's cells stand: only customers with an event in the
window are looked at then.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection
from django.db.models import F

from accounts.models import Organisation
from analytics.cells import digest, slice_name, slices_of
from analytics.fact import Ask, Fact, Relation, Standing, WholePeriod, compiled
from analytics.facts.customers import TRAILING, identified, of_same_buyers, ordered_on
from analytics.facts.sales import STAMPS
from analytics.models import FactFill
from analytics.periods import DAY, Window
from analytics.to_date import ToDate

INSERT = "INSERT INTO analytics_cell (fact, slice, day, team, key, amounts) "
KEYS = "s, team, key"  # s: the place of the slice in the fact's list; numbers sort faster than names
SHORT = 31  # days
LENGTH = {"month": "1 month", "quarter": "3 months", "year": "1 year"}
SHARED = "kpi_buyers"  # what three sweeps of a long window all start from, for the length of a transaction


def fill_standing(fact: Standing, organisation: Organisation, window: Window) -> Relation:
    """Cells of what stands at the end of each day of the window."""
    on = fact.moved is not None and counts_on(fact, organisation, window)
    sql, params = fact.intervals(Ask(organisation, window), only_moved=on)
    count = len(fact.measures)
    amounts = [f"x_{n}" for n in range(count)]
    slices = [columns(names) for names in slices_of(fact)]
    keyed = " UNION ALL ".join(
        f"SELECT {n} AS s, {team} AS team, {key} AS key, x_start, x_end, {', '.join(amounts)} FROM i"
        for n, (team, key) in enumerate(slices)
    )
    plus = ", ".join(f"coalesce({a}, 0) AS v{n}" for n, a in enumerate(amounts))
    minus = ", ".join(f"-coalesce({a}, 0)" for a in amounts)
    return (
        f"""{INSERT}
        WITH i AS MATERIALIZED (SELECT * FROM ({sql}) r WHERE x_start <= %s AND (x_end IS NULL OR x_end {">=" if on else ">"} %s)),
        k AS ({keyed}),
        {"v" if on else "e"} AS (SELECT {KEYS}, x_start AS d, {plus} FROM k WHERE x_start < coalesce(x_end, 'infinity')
              UNION ALL SELECT {KEYS}, x_end, {minus} FROM k WHERE x_end > x_start),
        {counting_on(fact, count) if on else ""}
        {running(count)}
        SELECT %s, {named(fact)}, day, team, key, ARRAY[{", ".join(f"v{n}" for n in range(count))}]::numeric[] FROM filled
        WHERE {some_amount(count)}""",
        (*params, window.last, window.first, *(started(fact, window) if on else ()), *span(window), fact.name),
    )


def named(fact: Fact) -> str:
    """The name of slice ``s``."""
    names = ", ".join(f"'{slice_name(names)}'" for names in slices_of(fact))
    return f"(ARRAY[{names}])[s + 1]"


def numbered(fact: Fact) -> str:
    """The number of a cell's slice."""
    names = ", ".join(f"'{slice_name(names)}'" for names in slices_of(fact))
    return f"array_position(ARRAY[{names}], slice::text) - 1"


def columns(names: tuple[str, ...]) -> tuple[str, str]:
    """The team and key columns of a slice, over ``x_<dimension>``."""
    team = "coalesce(x_team, 0)" if "team" in names else "0"
    key = next((f"coalesce(x_{name}, 0)" for name in names if name != "team"), "0")
    return team, key


def running(count: int) -> str:
    """From events ``e`` (slice, team, key, d, v0…) to the standing of every day (``filled``); days without events too."""
    sums = ", ".join(f"sum(v{n}) AS v{n}" for n in range(count))
    totals = ", ".join(f"sum(v{n}) OVER w AS v{n}" for n in range(count))
    values = ", ".join(f"v{n}" for n in range(count))
    return f"""days AS (SELECT {KEYS}, d, {sums} FROM e GROUP BY {KEYS}, d),
        stood AS (SELECT {KEYS}, d, lead(d) OVER w AS following, {totals} FROM days WINDOW w AS (PARTITION BY {KEYS} ORDER BY d)),
        filled AS (SELECT {KEYS}, {values}, g::date AS day FROM stood,
            LATERAL generate_series(greatest(d, %s::date), least(coalesce(following - 1, %s::date), %s::date), '1 day') g)"""


def span(window: Window) -> tuple[dt.date, dt.date, dt.date]:
    return window.first, window.last, window.last


def some_amount(count: int) -> str:
    return "(" + " OR ".join(f"v{n} <> 0" for n in range(count)) + ")"


def counts_on(fact: Fact, organisation: Organisation, window: Window) -> bool:
    """Whether the day before a short window is filled, so that its days can be counted on from there. It may hold
    nothing: a day on which nothing stood has no cells."""
    before = window.first - DAY
    if len(window) > SHORT:
        return False
    row = FactFill.objects.filter(fact=fact.name, since__lte=before, until__gte=before).first()
    return row is not None and row.signature == digest(fact, organisation)


def counting_on(fact: Fact, count: int) -> str:
    """Events ``e`` of the window (from all events ``v``), after what stood the day before."""
    stood = ", ".join(f"amounts[{n + 1}]" for n in range(count))
    return f"""e AS (SELECT * FROM v WHERE d BETWEEN %s AND %s
            UNION ALL SELECT {numbered(fact)}, team, key, %s, {stood} FROM analytics_cell WHERE fact = %s AND day = %s),"""


def started(fact: Fact, window: Window) -> tuple[Any, ...]:
    """The parameters of ``counting_on``."""
    return window.first, window.last, window.first, fact.name, window.first - DAY


def earlier(window: Window, days: int) -> Window:
    return Window(window.first - days * DAY, window.last - days * DAY)


def buyers_by_day(
    organisation: Organisation, since: dt.date, until: dt.date, fact: WholePeriod, busy: tuple[Window, ...] = ()
) -> tuple[str, list[Any]]:
    """The CTE ``o``; a team's slice holds the team with all teams below it. ``busy``: only customers with an order on
    one of those days."""
    if not busy and since < until and shared():
        return f"WITH o AS (SELECT * FROM {SHARED} WHERE d BETWEEN %s AND %s)", [since, until]
    ask = Ask(organisation, Window(since, until))
    start, end = ask.window.instants(organisation.zone)
    rows = identified(ask)
    if busy:
        rows = of_same_buyers(ask, ordered_on(ask, busy))
    rows = rows.filter(ordered_at__gte=start, ordered_at__lt=end).order_by()
    base, params = compiled(
        rows.values(c=F("party"), d=ask.trunc("ordered_at"), **{f"x_{name}": F(STAMPS[name]) for name in STAMPS})
    )
    places = {slice_name(names): n for n, names in enumerate(slices_of(fact))}
    keyed = [
        f"SELECT {places['all']} AS s, 0::bigint AS team, 0::bigint AS key, c, d FROM buying",
        f"SELECT {places['team']}, t.ancestor_id, 0, c, d FROM buying JOIN accounts_teamtree t ON t.team_id = x_team",
        f"SELECT {places['team']}, 0, 0, c, d FROM buying WHERE x_team IS NULL",
        *(
            f"SELECT {n}, 0, coalesce(x_{name}, 0), c, d FROM buying"
            for name, n in places.items()
            if name not in ("all", "team")
        ),
    ]
    sql = f"""WITH buying AS MATERIALIZED ({base}),
        o AS MATERIALIZED (SELECT {KEYS}, c, d, count(*) AS n FROM ({" UNION ALL ".join(keyed)}) u GROUP BY {KEYS}, c, d)"""
    return sql, list(params)


def share_buyers(fact: WholePeriod, organisation: Organisation, window: Window) -> None:
    """Make ``o`` once for all sweeps of a long window, reaching back as far as the farthest of them."""
    since = min(dt.date(window.first.year - 1, 1, 1), window.first - TRAILING * DAY)
    unshare_buyers()
    sql, params = buyers_by_day(organisation, since, window.last, fact)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE {SHARED} ON COMMIT DROP AS {sql} SELECT * FROM o", params)
        cursor.execute(f"ANALYZE {SHARED}")


def unshare_buyers() -> None:
    """What was shared holds for one run of the filler only."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {SHARED}")


def shared() -> bool:
    return SHARED in connection.introspection.table_names()


def fill_bought(fact: WholePeriod, organisation: Organisation, window: Window) -> Relation:
    """Trailing 365 days: buyers, their orders, those who bought at least twice."""
    on = counts_on(fact, organisation, window)
    busy = (window, earlier(window, TRAILING)) if on else ()
    o, params = buyers_by_day(organisation, window.first - TRAILING * DAY, window.last, fact, busy)
    return (
        f"""{INSERT}{o},
        w AS (SELECT o.*, lag(d) OVER p AS pv, lead(d) OVER p AS nx FROM o WINDOW p AS (PARTITION BY {KEYS}, c ORDER BY d)),
        {"v" if on else "e"} AS (
            SELECT {KEYS}, d, 1 AS v0, n AS v1, 0 AS v2 FROM w
            UNION ALL SELECT {KEYS}, least(d + {TRAILING}, nx), -1, 0, 0 FROM w
            UNION ALL SELECT {KEYS}, d + {TRAILING}, 0, -n, 0 FROM w
            UNION ALL SELECT {KEYS}, d, 0, 0, 1 FROM w WHERE {REPEATED}
            UNION ALL SELECT {KEYS}, {REPEAT}, 0, 0, -1 FROM w WHERE {REPEATED}),
        {counting_on(fact, 3) if on else ""}
        {running(3)}
        SELECT %s, {named(fact)}, day, team, key, ARRAY[v0, v1, v2]::numeric[] FROM filled WHERE {some_amount(3)}""",
        (*params, *(started(fact, window) if on else ()), *span(window), fact.name),
    )


# Until when a customer is a repeater on the strength of this day: twice today, or the day before it still counts.
REPEAT = f"least(CASE WHEN n >= 2 THEN d + {TRAILING} ELSE pv + {TRAILING} END, nx)"
REPEATED = f"(n >= 2 OR pv IS NOT NULL) AND {REPEAT} > d"


def fill_retained(fact: WholePeriod, organisation: Organisation, window: Window) -> Relation:
    """Year to date: who bought last year, and which of them came back this year by the day."""
    since = dt.date(window.first.year - 1, 1, 1)
    on = window.first.year == (window.first - DAY).year == window.last.year and counts_on(fact, organisation, window)
    o, params = buyers_by_day(organisation, since, window.last, fact, (window,) if on else ())
    return (
        f"""{INSERT}{o},
        y AS (SELECT {KEYS}, c, extract(year FROM d)::int AS year, min(d) AS d FROM o GROUP BY {KEYS}, c, year),
        {"v" if on else "e"} AS (
            SELECT {KEYS}, make_date(year + 1, 1, 1) AS d, 1 AS v0, 0 AS v1 FROM y
            UNION ALL SELECT {KEYS}, make_date(year + 2, 1, 1), -1, 0 FROM y
            UNION ALL SELECT n.s, n.team, n.key, n.d, 0, 1 FROM y n JOIN y b USING ({KEYS}, c) WHERE n.year = b.year + 1
            UNION ALL SELECT n.s, n.team, n.key, make_date(n.year + 1, 1, 1), 0, -1
                FROM y n JOIN y b USING ({KEYS}, c) WHERE n.year = b.year + 1),
        {counting_on(fact, 2) if on else ""}
        {running(2)}
        SELECT %s, {named(fact)}, day, team, key, ARRAY[v0, v1]::numeric[] FROM filled WHERE {some_amount(2)}""",
        (*params, *(started(fact, window) if on else ()), *span(window), fact.name),
    )


def fill_lapsed(fact: WholePeriod, organisation: Organisation, window: Window) -> Relation:
    """Month to date: who was active when the month began, and which of them no longer were by the day."""
    days = organisation.inactive_after_days
    month = window.first.replace(day=1)
    on = month < window.first and window.last.replace(day=1) == month and counts_on(fact, organisation, window)
    busy = (window, earlier(window, days)) if on else ()
    o, params = buyers_by_day(organisation, month - days * DAY, window.last, fact, busy)
    return (
        f"""{INSERT}{o},
        w AS (SELECT o.*, lead(d) OVER p AS nx FROM o WINDOW p AS (PARTITION BY {KEYS}, c ORDER BY d)),
        l AS (SELECT w.*, d + {days} AS f, date_trunc('month', (d + {days})::timestamp)::date AS m FROM w
              WHERE nx IS NULL OR nx >= d + {days}),
        b AS (SELECT {KEYS}, d, sum(n) AS n FROM (SELECT {KEYS}, d, 1 AS n FROM w
              UNION ALL SELECT {KEYS}, least(d + {days}, nx), -1 FROM w) x GROUP BY {KEYS}, d),
        r AS (SELECT {KEYS}, d, lead(d) OVER p AS following, sum(n) OVER p AS n FROM b WINDOW p AS (PARTITION BY {KEYS} ORDER BY d)),
        a AS (SELECT {KEYS}, g::date AS m, n FROM generate_series(%s::date, %s::date, interval '1 month') g
              JOIN r ON g > d AND g <= coalesce(following, 'infinity')),
        {"v" if on else "e"} AS (
            SELECT {KEYS}, m AS d, n AS v0, 0 AS v1 FROM a
            UNION ALL SELECT {KEYS}, (m + interval '1 month')::date, -n, 0 FROM a
            UNION ALL SELECT {KEYS}, f, 0, 1 FROM l WHERE d < m
            UNION ALL SELECT {KEYS}, least(nx, (m + interval '1 month')::date), 0, -1 FROM l WHERE d < m),
        {counting_on(fact, 2) if on else ""}
        {running(2)}
        SELECT %s, {named(fact)}, day, team, key, ARRAY[v0, v1]::numeric[] FROM filled WHERE {some_amount(2)}""",
        (*params, month, window.last, *(started(fact, window) if on else ()), *span(window), fact.name),
    )


def fill_to_date(fact: ToDate, organisation: Organisation, window: Window) -> Relation:
    """Periods to date: what each person adds, from the day they do until their period is over."""
    numbers = {slice_name(names): n for n, names in enumerate(slices_of(fact))}
    slices = []
    for name, n in numbers.items():
        if name == "team":
            slices.append((str(n), "t.ancestor_id", "0", "JOIN accounts_teamtree t ON t.team_id = x_team"))
            slices.append((str(n), "0", "0", "WHERE x_team IS NULL"))
        else:
            key = "0" if name == "all" else f"coalesce(x_{name}, 0)"
            slices.append((str(n), "0", key, ""))
    within = fact.window_of(window.last).first < window.first  # all in one period that began before
    busy = fact.busy(organisation, window) if within and counts_on(fact, organisation, window) else ()
    steps, params = fact.steps(organisation, window, slices, busy)
    count = len(fact.measures)
    back = ", ".join(f"-sum(v{n})" for n in range(count))
    values = ", ".join(f"v{n}" for n in range(count))
    events = f"""e AS (SELECT {KEYS}, d, {values} FROM steps WHERE {some_amount(count)}
            UNION ALL SELECT {KEYS}, (p + interval '{LENGTH[fact.grain]}')::date, {back} FROM steps GROUP BY {KEYS}, p),"""
    if busy:
        events = f"v AS (SELECT {KEYS}, d, {values} FROM steps), {counting_on(fact, count)}"
    return (
        f"""{INSERT}WITH {steps},
        {events}
        {running(count)}
        SELECT %s, {named(fact)}, day, team, key, ARRAY[{values}]::numeric[] FROM filled WHERE {some_amount(count)}""",
        (*params, *(started(fact, window) if busy else ()), *span(window), fact.name),
    )


def fill_nothing(fact: WholePeriod, organisation: Organisation, window: Window) -> Relation:
    """Facts too dear for every day: they are asked of the rows, or of what was stored of a day."""
    return "SELECT 1", ()


SWEEPS = {
    "asked": fill_nothing,
    "to_date": fill_to_date,
    "bought": fill_bought,
    "retained": fill_retained,
    "lapsed": fill_lapsed,
}
FROM_BUYERS = ("bought", "retained", "lapsed")  # start from the same rows
