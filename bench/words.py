"""What hand-written SQL says again and again, said once: the splits of a source, its people and teams, sums to date.

A file of ``sql/`` uses them as ``{cut[stamps region]}``; arguments are parted by ``|``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from analytics.periods import quarter_of, shift_month
from bench.company import ZONE

STAMPS = ("owner", "team", "segment", "channel")
BESIDE_TEAMS = ("owner", "segment", "category", "channel", "region")  # split for each team as well


class Word:
    """Makes ``{name[argument|argument]}`` of a function; the way ``str.format`` asks for an item is all it needs."""

    def __init__(self, make: Callable[..., str]) -> None:
        self.make = make

    def __getitem__(self, told: str) -> str:
        return self.make(*(part.strip() for part in told.split("|")))


def names_of(told: str) -> list[str]:
    """``stamps`` stands for the four dimensions an event is stamped with."""
    return [name for word in told.split() for name in (STAMPS if word == "stamps" else (word,))]


def place(names: list[str], *kept: str) -> int:
    """The number ``grouping`` gives where only ``kept`` are split by."""
    return int("".join("0" if name in kept else "1" for name in names), 2)


class Words:
    """The words of one run by hand; it remembers which columns a table of scopes has."""

    def __init__(self, first: dt.date, end: dt.date, *, narrow: bool = False) -> None:
        """``narrow``: only the days from ``first`` are asked, so that no more is read than their periods to date need."""
        self.first, self.end, self.narrow = first, end, narrow
        self.columns: dict[str, list[str]] = {}

    def all(self) -> dict[str, Word]:
        made = (self.cut, self.sets, self.scoped, self.keyed, self.by_scope, self.latest, self.running, self.figures)
        made += (self.during, self.on, self.by_channel)
        return {make.__name__: Word(make) for make in made}

    def since(self, period: str) -> dt.date:
        """Where the period of the first day begins; of a quarter the one before, which figures are compared with."""
        if period == "years":
            return min(dt.date(self.first.year - 1, 1, 1), self.first - dt.timedelta(days=366))
        if period == "year":
            return self.first.replace(month=1, day=1)
        if period == "quarter":
            return shift_month(quarter_of(self.first).first, -3)
        return self.first.replace(day=1)

    def during(self, column: str, period: str = "month") -> str:
        """Instants of the days asked for."""
        if not self.narrow:
            return "true"
        start, end = (f"timestamp '{day}' AT TIME ZONE '{ZONE}'" for day in (self.since(period), self.end))
        return f"{column} >= {start} AND {column} < {end}"

    def on(self, column: str, period: str = "month") -> str:
        """Dates of the days asked for."""
        return f"{column} >= date '{self.since(period)}' AND {column} < date '{self.end}'" if self.narrow else "true"

    def cut(self, dimensions: str) -> str:
        """The columns a split source begins with."""
        names = ", ".join(names_of(dimensions))
        return f"grouping({names}) AS slice, d, {names}"

    def sets(self, dimensions: str) -> str:
        """The splits: the whole, each dimension, each team by some."""
        names = names_of(dimensions)
        sets = ["(d)", *(f"(d, {name})" for name in names)]
        if "team" in names:
            sets += [f"(d, team, {name})" for name in names if name in BESIDE_TEAMS]
        return f"GROUP BY GROUPING SETS ({', '.join(sets)})"

    def scoped(self, table: str, source: str, dimensions: str, columns: str) -> str:
        """A split source by company, person and team, the latter with those below it."""
        names = names_of(dimensions)
        self.columns[table] = [column.strip() for column in columns.split(",")]
        parts = [f"SELECT d, 'company' AS scope, 0::bigint AS id, {columns} FROM {source} WHERE slice = {place(names)}"]
        if "owner" in names:
            parts.append(f"SELECT d, 'owner', owner, {columns} FROM {source} WHERE slice = {place(names, 'owner')}")
        if "team" in names:
            sums = ", ".join(f"sum({column})" for column in self.columns[table])
            parts.append(
                f"SELECT d, 'team', t.ancestor_id, {sums} FROM {source} h JOIN accounts_teamtree t ON t.team_id = h.team "
                f"WHERE slice = {place(names, 'team')} GROUP BY d, t.ancestor_id"
            )
        return f"CREATE TEMP TABLE {table} AS SELECT * FROM ({' UNION ALL '.join(parts)}) q WHERE id IS NOT NULL"

    def by_channel(self, source: str, dimensions: str, what: str, value: str) -> str:
        """A split source by channel, of the company and of each team with those below it, as measure ``what``."""
        names = names_of(dimensions)
        chosen = f"channel, {what} AS what, {value} AS v"
        return (
            f"SELECT d, 'company' AS scope, 0::bigint AS id, {chosen} FROM {source} "
            f"WHERE slice = {place(names, 'channel')} AND channel IS NOT NULL "
            f"UNION ALL SELECT d, 'team', t.ancestor_id, {chosen} FROM {source} h "
            f"JOIN accounts_teamtree t ON t.team_id = h.team "
            f"WHERE slice = {place(names, 'team', 'channel')} AND channel IS NOT NULL"
        )

    def keyed(self, source: str, dimensions: str) -> str:
        """Rows once for each scope and key they belong to, 0 for none; a team holds those below it."""
        parts = [f"SELECT 'company' AS scope, 0::bigint AS id, {source}.* FROM {source}"]
        for name in names_of(dimensions):
            if name == "team":
                joined = f"{source} JOIN accounts_teamtree t ON t.team_id = {source}.team"
                parts.append(f"SELECT 'team', t.ancestor_id, {source}.* FROM {joined}")
                parts.append(f"SELECT 'team', 0, {source}.* FROM {source} WHERE team IS NULL")
            else:
                parts.append(f"SELECT '{name}', coalesce({name}, 0), {source}.* FROM {source}")
        return " UNION ALL ".join(parts)

    def by_scope(self, table: str, source: str, columns: str) -> str:
        """A source kept by scope and key already."""
        self.columns[table] = [column.strip() for column in columns.split(",")]
        return (
            f"CREATE TEMP TABLE {table} AS SELECT d, scope, id, {columns} FROM {source} "
            f"WHERE scope = 'company' OR scope IN ('team', 'owner') AND id > 0"
        )

    def latest(self, table: str, source: str, dimensions: str, columns: str) -> str:
        """What changes on each day where of a person's rows only the latest of the month counts."""
        names = columns.split(", ")
        plus, minus = columns, ", ".join(f"-{name}" for name in names)
        sums = ", ".join(f"sum({name}) AS {name}" for name in names)
        by = "scope, id, person, m"
        return (
            f"CREATE TEMP TABLE {table} AS WITH k AS ({self.keyed(source, dimensions)}), "
            f"l AS (SELECT DISTINCT ON ({by}, d) * FROM k ORDER BY {by}, d, at DESC, row DESC), "
            f"n AS (SELECT *, lead(d) OVER (PARTITION BY {by} ORDER BY d) AS following FROM l) "
            f"SELECT scope, id, d, {sums} FROM (SELECT scope, id, d, {plus} FROM n "
            f"UNION ALL SELECT scope, id, following, {minus} FROM n WHERE following IS NOT NULL) q GROUP BY 1, 2, 3"
        )

    def running(self, table: str, source: str, period: str, columns: str) -> str:
        """Sums to date by scope and key, for every day."""
        self.columns[table] = names = [column.strip() for column in columns.split(",")]
        restart = f", date_trunc('{period}', g)" if period in ("month", "quarter", "year") else ""
        frame = " ROWS 364 PRECEDING" if period == "trailing" else ""
        since = self.since(period) if self.narrow and period != "ever" else self.first
        first = f"least(date '{self.first}', (SELECT min(d) FROM {source}))" if period == "ever" else f"date '{since}'"
        sums = ", ".join(f"sum(coalesce({name}, 0)) OVER w AS {name}" for name in names)
        some = " OR ".join(f"{name} <> 0" for name in names)
        return (
            f"CREATE {'' if table.startswith('hand') else 'TEMP '}TABLE {table} AS SELECT * FROM (SELECT g::date AS d, k.scope, k.id, {sums} "
            f"FROM (SELECT DISTINCT scope, id FROM {source}) k "
            f"CROSS JOIN generate_series({first}, date '{self.end}', interval '1 day') g "
            f"LEFT JOIN {source} s ON s.d = g::date AND s.scope = k.scope AND s.id = k.id "
            f"WINDOW w AS (PARTITION BY k.scope, k.id{restart} ORDER BY g{frame})) q WHERE {some}"
        )

    def figures(self, tables: str, scopes: str = "company team owner") -> str:
        """The beginning of what publishes figures of tables of scopes: a list of (code, upper side, lower side,
        whether there is one, whether a team or person has anything) follows, then ``{{published}}``."""
        names = tables.split()
        some = " UNION ".join(f"SELECT d, scope, id FROM {name} WHERE scope <> 'company'" for name in names)
        days = f"generate_series(date '{self.first}', date '{self.end}' - 1, interval '1 day')"
        parts = [f"SELECT x::date AS d, 'company' AS scope, 0::bigint AS id FROM {days} x"]
        if "team" in scopes:
            parts.append(f"SELECT * FROM ({some}) p WHERE d >= date '{self.first}' AND d < date '{self.end}'")
        columns = ", ".join(
            f"coalesce({name}.{column}, 0) AS {column}" for name in names for column in self.columns[name]
        )
        seen = ", ".join(
            f"coalesce({' OR '.join(f'{name}.{column} <> 0' for column in self.columns[name])}, false) AS in_{name}"
            for name in names
        )
        joins = " ".join(f"LEFT JOIN {name} USING (d, scope, id)" for name in names)
        return f"""INSERT INTO hand_kpi
            SELECT v.kpi, d, scope, id, v.num, CASE WHEN v.ratio THEN v.den END,
                CASE WHEN v.ratio THEN v.num::numeric(48, 20) / nullif(v.den, 0) ELSE v.num END
            FROM (SELECT d, scope, id, {columns}, {seen} FROM ({" UNION ALL ".join(parts)}) g {joins}) g
            CROSS JOIN LATERAL (VALUES"""


PUBLISHED = ") v(kpi, num, den, ratio, seen) WHERE scope = 'company' OR v.seen"
