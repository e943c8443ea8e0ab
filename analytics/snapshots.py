"""Publishing: a closed day's figures become rows that are never changed; a restatement is one more row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import connection

from accounts.models import Organisation
from analytics.derived import derived_rows
from analytics.fact import Fact, WholePeriod, today
from analytics.facts import FACTS
from analytics.formula import Sum
from analytics.hands import Job, together
from analytics.kpi import Derived, Kpi, Period
from analytics.kpis import KPIS
from analytics.models import FactFill, Snapshot
from analytics.periods import DAY, EPOCH, PERIODS, Window, cut, merged, month_of, quarter_of, shift_month

TO_DATE = {  # periods over which what happened is summed up to the day
    Period.MONTH_TO_DATE: "month",
    Period.QUARTER_TO_DATE: "quarter",
    Period.YEAR_TO_DATE: "year",
    Period.TRAILING_YEAR: "trailing",
    Period.SO_FAR: "ever",
}
AT_ONCE = 6  # sources whose amounts one statement joins
PUBLISHED = "(published)"  # the ledger's row that says until which day figures were published


@dataclass(frozen=True)
class Filled:
    """What a run of the filler did, per fact: the windows of days whose cells it filled, and the days of the rows that
    made it do so; the windows of days whose quotas moved."""

    windows: dict[str, list[Window]]
    days: dict[str, list[Window]]
    targets: list[Window]


def published() -> FactFill | None:
    """The ledger's row that says until which day figures were published."""
    return FactFill.objects.filter(fact=PUBLISHED).first()


def forget_published() -> int:
    """Have the next run look at every day's figures; only those that differ are published."""
    FactFill.objects.filter(fact=PUBLISHED).delete()
    return 0


def publish(organisation: Organisation, filled: Filled, first: dt.date, row: FactFill | None, hands: int = 1) -> int:
    """Publish the KPIs of the filled facts on the closed days of the filled windows. How many rows were added.

    ``row`` is what ``published`` said when the run began. A run that filled only some facts says nothing of KPIs that
    need others, and leaves days newly closed to the next full run.
    """
    last = today(organisation) - DAY
    if last < first:
        return 0
    whole = Window(first, last)
    some = len(filled.windows) < len(FACTS)
    fresh = [] if some else [Window(row.until + DAY, last)] if row and row.until < last else [] if row else [whole]
    jobs: list[Job] = []
    for windows, kpis in grouped(filled, fresh, whole):
        for window in windows:
            derived = [kpi for kpi in kpis if isinstance(kpi, Derived)]
            jobs = [partial(publish_derived, kpi, organisation, window) for kpi in derived] + jobs
            jobs += [
                partial(publish_plain, portion, window) for portion in portions([k for k in kpis if k not in derived])
            ]
    added = together(jobs, hands)
    if not some:
        FactFill.objects.update_or_create(fact=PUBLISHED, defaults={"signature": "", "since": first, "until": last})
    return added


def grouped(filled: Filled, fresh: list[Window], whole: Window) -> Iterable[tuple[list[Window], list[Kpi]]]:
    """KPIs that need the same windows together, so that one statement publishes them."""
    groups: dict[tuple[Window, ...], list[Kpi]] = {}
    for kpi in KPIS.values():
        if kpi.scored or not {fact.name for fact in kpi.facts} <= filled.windows.keys():
            continue
        of_fact = filled.days if isinstance(kpi, Derived) and kpi.own_days else filled.windows
        windows = [reach(kpi, fact, window) for fact in kpi.facts for window in of_fact[fact.name]]
        if isinstance(kpi, Derived):
            windows = [reach_of_period(kpi, window) for window in windows] + filled.targets
        key = tuple(cut(merged([*windows, *fresh]), whole))
        groups.setdefault(key, []).append(kpi)
    return [(list(windows), kpis) for windows, kpis in groups.items() if windows]


def reach(kpi: Kpi, fact: Fact, window: Window) -> Window:
    """The days whose published figures a filled window moves: sums to date carry it to the end of their period."""
    if not fact.flow or kpi.period not in TO_DATE:
        return window
    if kpi.period == Period.TRAILING_YEAR:
        return Window(window.first, window.last + 364 * DAY)
    if kpi.period == Period.SO_FAR:
        return Window(window.first, window.last + 100 * 366 * DAY)
    return Window(window.first, PERIODS[TO_DATE[kpi.period]](window.last).last)


def reach_of_period(kpi: Derived, window: Window) -> Window:
    """A figure to date, or one compared with the period before, moves until the end of the next month or quarter."""
    if kpi.period == Period.QUARTER_TO_DATE:
        return Window(window.first, quarter_of(quarter_of(window.last).last + DAY).last)
    return Window(window.first, month_of(shift_month(window.last.replace(day=1), 1)).last)


def portions(kpis: list[Kpi]) -> Iterable[list[Kpi]]:
    """KPIs in groups of few sources: every join carries the amounts of all sources joined before it."""
    portion: list[Kpi] = []
    known: set[tuple[Fact, str]] = set()
    for kpi in kpis:
        sources = {source(kpi, fact) for fact in kpi.facts}
        if portion and len(known | sources) > AT_ONCE:
            yield portion
            portion, known = [], set()
        portion.append(kpi)
        known |= sources
    if portion:
        yield portion


def publish_plain(kpis: list[Kpi], window: Window) -> int:
    """One statement: cells of the scopes → both sides of each KPI → the rows that differ from the latest published."""
    sources = dict.fromkeys(source(kpi, fact) for kpi in kpis for fact in kpi.facts)
    values = ", ".join(
        f"('{kpi.code}', {kpi.version}, {since(kpi)}, {side(kpi, kpi.formula.numerator)}, "
        f"{side(kpi, kpi.formula.denominator)}, {kpi.unit.scale}, {'true' if kpi.formula.denominator else 'false'}, {kept(kpi, 'team')}, {kept(kpi, 'owner')}, {seen(kpi)}, {ripe(kpi)})"
        for kpi in kpis
    )
    inserting, params = append("figures", [kpi.code for kpi in kpis], window)
    sql = f"""
    WITH {", ".join(summed(fact, grain, window) if grain else scoped_cells(fact, window) for fact, grain in sources)},
    {scopes([named(*each) for each in sources], window)},
    figures AS (
        SELECT v.kpi, v.version, v.since, g.day, g.scope, g.scope_id, v.num / v.scale AS num, v.den AS den, v.is_ratio, v.ripe
        FROM scopes g {" ".join(f"LEFT JOIN {named(*each)} USING (day, scope, scope_id)" for each in sources)}
        CROSS JOIN LATERAL (VALUES {values}) v(kpi, version, since, num, den, scale, is_ratio, teams, people, seen, ripe)
        WHERE CASE g.scope WHEN 'owner' THEN v.people AND v.seen WHEN 'team' THEN v.teams AND v.seen ELSE true END)
    {inserting}"""
    with connection.cursor() as cursor:
        # Days come from generate_series, of which the planner knows nothing: it would merge by scope, day by day.
        cursor.execute("SET LOCAL enable_mergejoin = off")
        cursor.execute(sql, params)
        added = cursor.rowcount
        cursor.execute("SET LOCAL enable_mergejoin = on")
        return added


def source(kpi: Kpi, fact: Fact) -> tuple[Fact, str]:
    """A fact and over what its days are summed for a KPI; what stands, or is kept to date already, over nothing."""
    return fact, TO_DATE.get(kpi.period, "") if fact.flow else ""


def named(fact: Fact, grain: str) -> str:
    """The name of the CTE of a source."""
    return f"{fact.name}_{grain}" if grain else fact.name


def days_of(window: Window) -> str:
    return f"day BETWEEN DATE '{window.first}' AND DATE '{window.last}'"


def each_day(window: Window) -> str:
    return f"generate_series(DATE '{window.first}', DATE '{window.last}', interval '1 day') d"


def scopes(names: list[str], window: Window) -> str:
    """Every day of the company, and of each team and person with something that day."""
    some = " UNION ".join(
        f"SELECT day, scope, scope_id FROM {name} WHERE scope <> 'company' AND 0 <> ANY(amounts)" for name in names
    )
    return f"""scopes AS MATERIALIZED (
        SELECT d::date AS day, 'company' AS scope, 0::bigint AS scope_id FROM {each_day(window)}
        UNION ALL SELECT * FROM ({some}) p WHERE {days_of(window)})"""


def scoped_cells(fact: Fact, window: Window) -> str:
    """The cells of a fact by day and scope; teams with those below them. Whole-period cells hold them already."""
    return f"{fact.name} AS MATERIALIZED ({cells_of(fact, window)})"


def cells_of(fact: Fact, window: Window) -> str:
    where = f"FROM analytics_cell c WHERE fact = '{fact.name}' AND {days_of(window)}"
    teams = f"SELECT day, 'team', team, amounts {where} AND slice = 'team' AND team > 0"
    if not isinstance(fact, WholePeriod):
        sums = ", ".join(f"sum(amounts[{n + 1}])" for n in range(len(fact.measures)))
        teams = f"""SELECT day, 'team', t.ancestor_id, ARRAY[{sums}] FROM analytics_cell c
            JOIN accounts_teamtree t ON t.team_id = c.team
            WHERE fact = '{fact.name}' AND slice = 'team' AND {days_of(window)} GROUP BY day, t.ancestor_id"""
    return f"""SELECT day, 'company' AS scope, 0::bigint AS scope_id, amounts {where} AND slice = 'all'
        UNION ALL SELECT day, 'owner', key, amounts {where} AND slice = 'owner' AND key > 0
        UNION ALL {teams}"""


def summed(fact: Fact, grain: str, window: Window) -> str:
    """The cells of a fact summed from the beginning of each day's period to the day."""
    back = {"trailing": window.first - 364 * DAY, "ever": EPOCH}
    first = back[grain] if grain in back else PERIODS[grain](window.first).first
    whole = Window(first, window.last)
    days = (
        f"generate_series(greatest((SELECT min(day) FROM r), DATE '{first}'), DATE '{window.last}', interval '1 day') d"
    )
    restart = f", date_trunc('{grain}', d)" if grain in PERIODS else ""
    frame = " ROWS 364 PRECEDING" if grain == "trailing" else ""
    sums = ", ".join(f"coalesce(sum(amounts[{n + 1}]) OVER w, 0)" for n in range(len(fact.measures)))
    return f"""{named(fact, grain)} AS MATERIALIZED (
        WITH r AS MATERIALIZED ({cells_of(fact, whole)})
        SELECT * FROM (SELECT d::date AS day, s.scope, s.scope_id, ARRAY[{sums}] AS amounts
            FROM (SELECT DISTINCT scope, scope_id FROM r) s CROSS JOIN {days}
            LEFT JOIN r ON r.day = d::date AND r.scope = s.scope AND r.scope_id = s.scope_id
            WINDOW w AS (PARTITION BY s.scope, s.scope_id{restart} ORDER BY d{frame})) q WHERE {days_of(window)})"""


def side(kpi: Kpi, terms: Sum | None) -> str:
    """A sum of measures over the amounts of their facts."""
    if terms is None:
        return "NULL::numeric"
    parts = [
        f"{'-' if sign < 0 else '+'} coalesce({named(*source(kpi, m.fact))}.amounts[{m.index + 1}], 0)"
        for sign, m in terms
    ]
    return " ".join(parts).removeprefix("+ ")


def seen(kpi: Kpi) -> str:
    """Whether a team or person has anything in one of the KPI's facts."""
    return " OR ".join(f"coalesce(0 <> ANY({named(*source(kpi, fact))}.amounts), false)" for fact in kpi.facts)


def ripe(kpi: Kpi) -> str:
    """Whether the figure of a day has a value yet."""
    return "extract(day FROM g.day + 1) = 1" if kpi.whole_months else "true"


def kept(kpi: Kpi, dimension: str) -> str:
    """Whether all of the KPI's facts keep cells by a dimension."""
    return "true" if all(dimension in fact.dimensions for fact in kpi.facts) else "false"


def since(kpi: Kpi) -> str:
    """The first day of the KPI's own period that ends with the day."""
    return {
        Period.DAY: "g.day",
        Period.END_OF_DAY: "g.day",
        Period.MONTH_TO_DATE: "date_trunc('month', g.day::timestamp)::date",
        Period.QUARTER_TO_DATE: "date_trunc('quarter', g.day::timestamp)::date",
        Period.YEAR_TO_DATE: "date_trunc('year', g.day::timestamp)::date",
        Period.TRAILING_YEAR: "g.day - 364",
        Period.SO_FAR: f"DATE '{EPOCH}'",
    }[kpi.period]


INSERT = """
    INSERT INTO analytics_snapshot
        (kpi, day, scope, scope_id, revision, since, numerator, denominator, value, definition, published_at, reason)"""
VALUE = """CASE WHEN NOT f.ripe OR f.den < 0 AND f.kpi IN ({above_zero}) THEN NULL
    WHEN f.is_ratio THEN f.num::numeric(48, 20) / nullif(f.den, 0) ELSE f.num END""".format(
    above_zero=", ".join(f"'{kpi.code}'" for kpi in KPIS.values() if kpi.above_zero)
)


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


def publish_derived(kpi: Derived, organisation: Organisation, window: Window) -> int:
    """Make the figures of a derived KPI and publish them."""
    return publish_rows(kpi, derived_rows(kpi, organisation, window), window)


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
            num, den, {"true" if kpi.over else "false"} AS is_ratio, true AS ripe FROM kpi_derived)"""
        inserting, params = append("figures", [kpi.code], window)
        cursor.execute(figures + inserting, params)
        return cursor.rowcount


def latest(code: str, window: Window, scope: str = "company", scope_id: int = 0) -> list[Snapshot]:
    """The standing published figure of each day of a window."""
    rows = Snapshot.objects.filter(kpi=code, scope=scope, scope_id=scope_id, day__range=(window.first, window.last))
    return list(rows.order_by("day", "-revision").distinct("day"))
