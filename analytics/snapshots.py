"""Publishing: a closed day's figures become rows that are never changed; a restatement is one more row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import connection

from accounts.models import Organisation
from analytics.derived import derived_rows
from analytics.fact import Fact, WholePeriod, today
from analytics.facts import FACTS
from analytics.formula import Sum
from analytics.kpi import Derived, Kpi, Period
from analytics.kpis import KPIS
from analytics.models import FactFill, Snapshot
from analytics.periods import DAY, Window, cut, merged, month_of, shift_month

PUBLISHED = "(published)"  # the ledger's row that says until which day figures were published


def publish(organisation: Organisation, filled: dict[str, list[Window]], targets: list[Window], first: dt.date) -> int:
    """Publish the KPIs of the filled facts on the closed days of the filled windows. How many rows were added.

    A run that filled only some facts says nothing of KPIs that need others, and leaves days newly closed to the next
    full run.
    """
    last = today(organisation) - DAY
    if last < first:
        return 0
    whole = Window(first, last)
    partial = len(filled) < len(FACTS)
    row = FactFill.objects.filter(fact=PUBLISHED).first()
    fresh = [] if partial else [Window(row.until + DAY, last)] if row and row.until < last else [] if row else [whole]
    added = 0
    for windows, kpis in grouped(filled, targets, fresh, whole):
        for window in windows:
            added += publish_plain([kpi for kpi in kpis if not isinstance(kpi, Derived)], window)
            for kpi in kpis:
                if isinstance(kpi, Derived):
                    added += publish_rows(kpi, derived_rows(kpi, organisation, window), window)
    if not partial:
        FactFill.objects.update_or_create(fact=PUBLISHED, defaults={"signature": "", "since": first, "until": last})
    return added


def grouped(
    filled: dict[str, list[Window]], targets: list[Window], fresh: list[Window], whole: Window
) -> Iterable[tuple[list[Window], list[Kpi]]]:
    """KPIs that need the same windows together, so that one statement publishes them."""
    groups: dict[tuple[Window, ...], list[Kpi]] = {}
    for kpi in KPIS.values():
        if not {fact.name for fact in kpi.facts} <= filled.keys():
            continue
        windows = [window for fact in kpi.facts for window in filled[fact.name]]
        if isinstance(kpi, Derived):
            windows = [reach_of_month(window) for window in windows] + targets
        key = tuple(cut(merged([*windows, *fresh]), whole))
        groups.setdefault(key, []).append(kpi)
    return [(list(windows), kpis) for windows, kpis in groups.items() if windows]


def reach_of_month(window: Window) -> Window:
    """A month-to-date figure, or one compared with the month before, moves until the end of the next month."""
    return Window(window.first, month_of(shift_month(window.last.replace(day=1), 1)).last)


def publish_plain(kpis: list[Kpi], window: Window) -> int:
    """One statement: cells of the scopes → both sides of each KPI → the rows that differ from the latest published."""
    if not kpis:
        return 0
    facts = list(dict.fromkeys(fact for kpi in kpis for fact in kpi.facts))
    values = ", ".join(
        f"('{kpi.code}', {kpi.version}, {since(kpi)}, {side(kpi.formula.numerator)}, {side(kpi.formula.denominator)}, "
        f"{kpi.unit.scale}, {'true' if kpi.formula.denominator else 'false'}, {seen(kpi)})"
        for kpi in kpis
    )
    inserting, params = append("figures", [kpi.code for kpi in kpis], window)
    sql = f"""
    WITH {scopes(facts, window)}, {", ".join(scoped_cells(fact, window) for fact in facts)},
    figures AS (
        SELECT v.kpi, v.version, v.since, g.day, g.scope, g.scope_id, v.num / v.scale AS num, v.den AS den, v.is_ratio
        FROM scopes g {" ".join(f"LEFT JOIN {fact.name} USING (day, scope, scope_id)" for fact in facts)}
        CROSS JOIN LATERAL (VALUES {values}) v(kpi, version, since, num, den, scale, is_ratio, seen)
        WHERE g.scope <> 'owner' OR v.seen)
    {inserting}"""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.rowcount


def days_of(window: Window) -> str:
    return f"day BETWEEN DATE '{window.first}' AND DATE '{window.last}'"


def scopes(facts: list[Fact], window: Window) -> str:
    """Every day of the company and each team, and of each person with something that day."""
    names = ", ".join(f"'{fact.name}'" for fact in facts)
    days = f"generate_series(DATE '{window.first}', DATE '{window.last}', interval '1 day') d"
    return f"""scopes AS MATERIALIZED (
        SELECT d::date AS day, 'company' AS scope, 0::bigint AS scope_id FROM {days}
        UNION ALL SELECT d::date, 'team', t.id FROM {days}, accounts_team t
        UNION ALL SELECT DISTINCT day, 'owner', key FROM analytics_cell
            WHERE slice = 'owner' AND key > 0 AND fact IN ({names}) AND {days_of(window)})"""


def scoped_cells(fact: Fact, window: Window) -> str:
    """The cells of a fact by day and scope; teams with those below them. Whole-period cells hold them already."""
    where = f"FROM analytics_cell c WHERE fact = '{fact.name}' AND {days_of(window)}"
    teams = f"SELECT day, 'team', team, amounts {where} AND slice = 'team' AND team > 0"
    if not isinstance(fact, WholePeriod):
        sums = ", ".join(f"sum(amounts[{n + 1}])" for n in range(len(fact.measures)))
        teams = f"""SELECT day, 'team', t.ancestor_id, ARRAY[{sums}] FROM analytics_cell c
            JOIN accounts_teamtree t ON t.team_id = c.team
            WHERE fact = '{fact.name}' AND slice = 'team' AND {days_of(window)} GROUP BY day, t.ancestor_id"""
    return f"""{fact.name} AS MATERIALIZED (
        SELECT day, 'company' AS scope, 0::bigint AS scope_id, amounts {where} AND slice = 'all'
        UNION ALL SELECT day, 'owner', key, amounts {where} AND slice = 'owner' AND key > 0
        UNION ALL {teams})"""


def side(terms: Sum | None) -> str:
    """A sum of measures over the amounts of their facts."""
    if terms is None:
        return "NULL::numeric"
    parts = [f"{'-' if sign < 0 else '+'} coalesce({m.fact.name}.amounts[{m.index + 1}], 0)" for sign, m in terms]
    return " ".join(parts).removeprefix("+ ")


def seen(kpi: Kpi) -> str:
    return " OR ".join(f"{fact.name}.amounts IS NOT NULL" for fact in kpi.facts)


def since(kpi: Kpi) -> str:
    """The first day of the KPI's own period that ends with the day."""
    return {
        Period.DAY: "g.day",
        Period.END_OF_DAY: "g.day",
        Period.MONTH_TO_DATE: "date_trunc('month', g.day::timestamp)::date",
        Period.YEAR_TO_DATE: "date_trunc('year', g.day::timestamp)::date",
        Period.TRAILING_YEAR: "g.day - 364",
    }[kpi.period]


INSERT = """
    INSERT INTO analytics_snapshot
        (kpi, day, scope, scope_id, revision, since, numerator, denominator, value, definition, published_at, reason)"""
VALUE = "CASE WHEN f.is_ratio THEN f.num::numeric(48, 20) / nullif(f.den, 0) ELSE f.num END"


def append(figures: str, codes: list[str], window: Window) -> tuple[str, list[Any]]:
    """Add the figures that differ from the latest published row of their KPI, scope and day; a person whose rows are
    gone is restated to nothing. Where nothing was published yet, all are simply added."""
    if not Snapshot.objects.filter(kpi__in=codes, day__range=(window.first, window.last)).exists():
        added = f"SELECT kpi, day, scope, scope_id, 1, since, num, den, {VALUE}, version, clock_timestamp(), '' FROM {figures} f"
        return f"{INSERT} {added}", []
    restated = f"""
    , latest AS (
        SELECT DISTINCT ON (kpi, scope, scope_id, day) kpi, scope, scope_id, day, revision, numerator, denominator, since, definition
        FROM analytics_snapshot WHERE kpi = ANY(%s) AND day BETWEEN %s AND %s
        ORDER BY kpi, scope, scope_id, day, revision DESC)
    {INSERT}
    SELECT coalesce(f.kpi, l.kpi), coalesce(f.day, l.day), coalesce(f.scope, l.scope), coalesce(f.scope_id, l.scope_id),
        coalesce(l.revision, 0) + 1, coalesce(f.since, l.since), f.num, f.den, {VALUE},
        coalesce(f.version, l.definition), clock_timestamp(), CASE WHEN l.kpi IS NULL THEN '' ELSE 'restated' END
    FROM {figures} f
    FULL JOIN latest l ON (l.kpi, l.scope, l.scope_id, l.day) = (f.kpi, f.scope, f.scope_id, f.day)
    WHERE l.kpi IS NULL OR (round(f.num, 12), round(f.den, 12), coalesce(f.version, l.definition))
        IS DISTINCT FROM (l.numerator, l.denominator, l.definition)"""
    return restated, [codes, window.first, window.last]


def publish_rows(kpi: Derived, rows: Iterable[tuple[object, ...]], window: Window) -> int:
    """Publish figures that were made in Python: (day, scope, scope id, since, numerator, denominator)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE IF NOT EXISTS kpi_derived (day date, scope text, scope_id bigint, since date, num numeric, den numeric) ON COMMIT DROP"
        )
        cursor.execute("TRUNCATE kpi_derived")
        with cursor.copy("COPY kpi_derived FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        figures = f"""WITH figures AS (SELECT '{kpi.code}' AS kpi, {kpi.version} AS version, since, day, scope, scope_id,
            num, den, {"true" if kpi.over else "false"} AS is_ratio FROM kpi_derived)"""
        inserting, params = append("figures", [kpi.code], window)
        cursor.execute(figures + inserting, params)
        return cursor.rowcount


def latest(code: str, window: Window, scope: str = "company", scope_id: int = 0) -> list[Snapshot]:
    """The standing published figure of each day of a window."""
    rows = Snapshot.objects.filter(kpi=code, scope=scope, scope_id=scope_id, day__range=(window.first, window.last))
    return list(rows.order_by("day", "-revision").distinct("day"))
