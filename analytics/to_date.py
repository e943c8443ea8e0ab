"""Facts whose rows count once per person in a period: distinct customers, latest answers.

Days do not add up, but within a period to date every change has its day: a person who counts for a measure from some
day on is +1 on that day and −1 when the period is over. Running sums of these steps are the exact figure of every day
of the period; asked live, the same rows are grouped by person over whatever window.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, QuerySet

from accounts.models import Organisation
from analytics.fact import Ask, Fact, Relation, WholePeriod, compiled, kept_keys
from analytics.formula import Lazy, Measure
from analytics.periods import PERIODS, Window


@dataclass(eq=False)
class ToDate(WholePeriod):
    """``once`` names the person. ``keep="any"``: a person counts for a measure as soon as one of their rows in the
    period does (counts only). ``keep="latest"``: only a person's last row in the period counts. ``keep="sum"``: the rows
    are made so that they add up.

    Its cells hold, per day, the ``grain`` (month, quarter, year) up to that day. ``row`` is what is shown when the
    figure is opened: a key of ``model``.
    """

    once: tuple[str, ...] = ()
    keep: str = "any"
    grain: str = "month"
    row: str = "pk"
    sweep: str = "to_date"
    window_of: Any = field(default=None)
    reaches: Any = field(default=None)

    def __post_init__(self) -> None:
        period = PERIODS[self.grain]
        self.window_of = lambda day: Window(period(day).first, day)
        self.reaches = self.reaches or (lambda day, organisation: Window(day, period(day).last))

    def total(self, label: Lazy, value: Any, where: Any = None, **more: Any) -> Measure:
        if self.keep == "any":
            raise ValueError(f"{self.name} counts persons; amounts of theirs do not add up")
        return Fact.total(self, label, value, where, **more)

    def relation(self, ask: Ask, dimensions: Iterable[str] = ()) -> Relation:
        names = list(dimensions)
        sql, params = self.happened(ask, names)
        keys = [f"x_{name}" for name in names] + self.person
        many = "sum" if self.keep == "sum" else "max"
        if self.keep == "latest":
            order = ", ".join(keys)
            return f"SELECT DISTINCT ON ({order}) * FROM ({sql}) h ORDER BY {order}, x_at DESC, x_row DESC", params
        amounts = [f"{many}(x_{n}) AS x_{n}" for n in range(len(self.measures))]
        picked = ", ".join(["min(x_row) AS x_row", *(f"x_{name}" for name in names), *amounts])
        return f"SELECT {picked} FROM ({sql}) h GROUP BY {', '.join(keys)}", params

    @property
    def person(self) -> list[str]:
        return [f"x_once{n}" for n in range(len(self.once))]

    def happened(self, ask: Ask, names: Iterable[str]) -> Relation:
        """Every row of the window, with its instant and person."""
        columns = self.columns_of(ask, dict.fromkeys([*names, *(ask.filters if self.outer else ())]))
        columns |= {f"x_once{n}": F(path) for n, path in enumerate(self.once)}
        columns |= {"x_row": F(self.row), "x_at": F(self.at or self.on)}
        if not self.outer:
            rows: QuerySet = self.filtered(Fact.within(self, self.rows(ask), ask), ask)
            return compiled(rows.order_by().values(**columns))
        sql, params = compiled(self.rows(ask).order_by().values(**columns))
        where, keys = kept_keys(ask)
        sql = f"SELECT * FROM ({sql}) q WHERE x_day BETWEEN %s AND %s{where}"
        return sql, (*params, ask.window.first, ask.window.last, *keys)

    def busy(self, organisation: Organisation, window: Window) -> tuple[Window, ...]:
        """Days of orders that can have a step in the window, where not everybody has to be looked at; else none."""
        return ()

    def steps(
        self,
        organisation: Organisation,
        window: Window,
        slices: list[tuple[str, str, str, str]],
        busy: tuple[Window, ...] = (),
    ) -> Relation:
        """What each person adds to each slice, and when, as CTEs ending in ``steps`` (s, team, key, d, p, v0…).

        ``slices``: number, team and key columns, and what to join for the teams above.
        """
        whole = Window(self.window_of(window.first).first, window.last)
        sql, params = self.happened(Ask(organisation, whole, busy=busy, grid=self.grain), list(self.dimensions))
        amounts = [f"x_{n}" for n in range(len(self.measures))]
        once = ", ".join(self.person)
        keyed = " UNION ALL ".join(
            f"SELECT {s} AS s, {team} AS team, {key} AS key, {once}, x_day, x_at, x_row, {', '.join(amounts)} FROM h {join}"
            for s, team, key, join in slices
        )
        values = ", ".join(f"v{n}" for n in range(len(amounts)))
        return (
            f"""h AS MATERIALIZED ({sql}),
            k AS (SELECT q.*, x_day AS d, date_trunc('{self.grain}', x_day::timestamp)::date AS p FROM ({keyed}) q),
            {self.moves(f"s, team, key, p, {once}", amounts)},
            steps AS (SELECT s, team, key, d, p, {values} FROM moved)""",
            params,
        )

    def moves(self, by: str, amounts: list[str]) -> str:
        """The CTE ``moved``: what changes on each day, from the rows ``k``."""
        if self.keep == "sum":
            sums = ", ".join(f"coalesce(sum({a}), 0) AS v{n}" for n, a in enumerate(amounts))
            return f"moved AS (SELECT s, team, key, p, d, {sums} FROM k GROUP BY s, team, key, p, d)"
        if self.keep == "any":
            return self.firsts(by, amounts)
        daily = f"SELECT DISTINCT ON ({by}, d) * FROM k ORDER BY {by}, d, x_at DESC, x_row DESC"
        moved = [f"coalesce({a}, 0) - coalesce(lag({a}) OVER w, 0)" for a in amounts]
        values = ", ".join(f"{change} AS v{n}" for n, change in enumerate(moved))
        return f"""daily AS ({daily}),
            moved AS (SELECT {by}, d, {values} FROM daily WINDOW w AS (PARTITION BY {by} ORDER BY d))"""

    @staticmethod
    def firsts(by: str, amounts: list[str]) -> str:
        """A person is counted from the first day a row of theirs is: no need to sort the days of millions."""
        days = ", ".join(f"min(d) FILTER (WHERE {a} > 0) AS d{n}" for n, a in enumerate(amounts))
        counted = " UNION ALL ".join(
            "SELECT s, team, key, p, d{0} AS d, {1} FROM firsts WHERE d{0} IS NOT NULL GROUP BY s, team, key, p, d{0}".format(
                n, ", ".join(f"{'count(*)' if m == n else '0'} AS v{m}" for m in range(len(amounts)))
            )
            for n in range(len(amounts))
        )
        return f"""firsts AS MATERIALIZED (SELECT {by}, {days} FROM k GROUP BY {by}),
            moved AS ({counted})"""
