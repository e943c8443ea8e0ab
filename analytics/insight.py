"""What the pages about customers, months and odd days show. Reads only; in a reader's scope."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F

from accounts.models import Organisation
from analytics.fact import Ask, compiled, fetch, kept_keys
from analytics.facts.customers import identified
from analytics.facts.models import SCORED, VALUED
from analytics.facts.rfm import EPOCH, RULES, Rule
from analytics.facts.sales import STAMPS
from analytics.models import CustomerScore
from analytics.periods import Window, month_of, shift_month
from analytics.scopes import Scope

Filters = dict[str, Collection[Any]]


def scored_day(yesterday: dt.date) -> dt.date:
    """The last day that was scored; the last closed one, worked out live, where none was."""
    found = CustomerScore.objects.order_by("-day").values_list("day", flat=True).first()
    return found or yesterday


def standing(organisation: Organisation, scope: Scope, day: dt.date, *, valued: bool = False) -> tuple[str, tuple]:
    """The buyers of a scope as they stood at the end of a day."""
    ask = Ask(organisation, Window(day, day), None, scope.filters())
    sql, params = (VALUED if valued else SCORED).standing(ask)
    where, keys = kept_keys(ask)
    names = "".join(f", {name} AS x_{name}" for name in ask.filters)
    return f"SELECT * FROM (SELECT s.*{names} FROM ({sql}) s) q WHERE true{where}", (*params, *keys)


@dataclass(frozen=True)
class Group:
    """Customers of one cell or segment: how many, what they spent in the year."""

    key: Any
    customers: int
    monetary: Decimal
    recency: float


def rfm_groups(rows: tuple[str, tuple], *by: str) -> list[Group]:
    """Customers with a score by one or more columns; the key of several is a tuple."""
    sql, params = rows
    names = ", ".join(by)
    found = fetch(
        f"""SELECT count(*), sum(monetary), avg(recency)::float, {names} FROM ({sql}) s
        WHERE r IS NOT NULL GROUP BY {names}""",
        params,
    )
    return [Group(key[0] if len(by) == 1 else tuple(key), n, spent, days) for n, spent, days, *key in found]


def rfm_segments(rows: tuple[str, tuple]) -> list[tuple[Rule, Group]]:
    """Every rule with the customers it names, in the order of the rules."""
    found = {group.key: group for group in rfm_groups(rows, "rfm_segment")}
    return [(rule, found.get(rule.code, Group(rule.code, 0, Decimal(0), 0.0))) for rule in RULES]


def rfm_ids(rows: tuple[str, tuple], chosen: dict[str, Any]) -> list[int]:
    """The customers of a cell or segment."""
    sql, params = rows
    where = " AND ".join(f"{name} = %s" for name in chosen) or "true"
    found = fetch(f"SELECT c FROM ({sql}) s WHERE r IS NOT NULL AND {where} ORDER BY c", (*params, *chosen.values()))
    return [row[0] for row in found]


@dataclass(frozen=True)
class Cohort:
    """Customers by the month of their first order: how many, and how many of them ordered so many months later (None:
    that month is not over)."""

    month: dt.date
    size: int
    back: tuple[int | None, ...]


def cohorts(organisation: Organisation, scope: Scope, today: dt.date, months: int) -> list[Cohort]:
    """The last cohorts, month by month. Who buys for whom is the stamp of the order."""
    first = shift_month(today.replace(day=1), -months)
    sql, params = visits(organisation, scope, today)
    rows = fetch(
        f"""SELECT first, (extract(year FROM age(m, first)) * 12 + extract(month FROM age(m, first)))::int,
            count(*) FROM ({sql}) v WHERE first >= %s GROUP BY 1, 2""",
        (*params, first),
    )
    counts: dict[dt.date, dict[int, int]] = {}
    for month, later, n in rows:
        counts.setdefault(month, {})[later] = n
    found = []
    for month in sorted(counts):
        back = tuple(
            counts[month].get(k, 0) if month_of(shift_month(month, k)).last < today else None
            for k in range(1, months + 1)
            if shift_month(month, k) <= today
        )
        found.append(Cohort(month, counts[month].get(0, 0), back))
    return found


def visits(organisation: Organisation, scope: Scope, today: dt.date) -> tuple[str, tuple]:
    """(c, first, m): each customer, the month of their first order, and every month with one."""
    ask = Ask(organisation, Window(EPOCH, today), None, scope.filters())
    paths = {name: F(STAMPS[name]) for name in ask.filters}
    rows = identified(ask).order_by()
    sql, params = compiled(
        rows.values(c=F("party"), d=ask.trunc("ordered_at"), **{f"x_{name}": path for name, path in paths.items()})
    )
    where, keys = kept_keys(ask)
    return (
        f"""SELECT DISTINCT c, date_trunc('month', min(d) OVER (PARTITION BY c)::timestamp)::date AS first,
            date_trunc('month', d::timestamp)::date AS m FROM ({sql}) o WHERE true{where}""",
        (*params, *keys),
    )


def cohort_ids(organisation: Organisation, scope: Scope, today: dt.date, month: dt.date, later: int) -> list[int]:
    """The customers of one cell of the grid."""
    sql, params = visits(organisation, scope, today)
    rows = fetch(
        f"SELECT c FROM ({sql}) v WHERE first = %s AND m = %s ORDER BY c", (*params, month, shift_month(month, later))
    )
    return [row[0] for row in rows]


def alive_histogram(rows: tuple[str, tuple]) -> list[tuple[str, int, int]]:
    """How many customers have which chance of still being one, in tenths: (label, repeat customers, one-time buyers)."""
    sql, params = rows
    found = fetch(
        f"""SELECT least(floor(p_alive * 10), 9)::int AS tenth, count(*) FILTER (WHERE x > 0),
            count(*) FILTER (WHERE x = 0) FROM ({sql}) s WHERE p_alive IS NOT NULL GROUP BY 1""",
        params,
    )
    by = {tenth: (again, once) for tenth, again, once in found}
    return [(f"{10 * n}–{10 * n + 10}%", *by.get(n, (0, 0))) for n in range(10)]


@dataclass(frozen=True)
class Total:
    """The value of a scope's customers."""

    customers: int
    valued: int
    one_time: int
    clv12: Decimal | None
    clv36: Decimal | None
    alive: float | None


def worth_of(rows: tuple[str, tuple]) -> Total:
    sql, params = rows
    row = fetch(
        f"""SELECT count(*), count(clv12), count(*) FILTER (WHERE x = 0), sum(clv12), sum(clv36), sum(p_alive)
        FROM ({sql}) s""",
        params,
    )[0]
    return Total(*row)


def dearest(rows: tuple[str, tuple], limit: int = 20) -> list[tuple[int, float, Decimal, Decimal]]:
    """The customers worth most: (id, chance of being one, 12 months, 36 months)."""
    sql, params = rows
    return fetch(
        f"""SELECT c, p_alive, clv12, clv36 FROM ({sql}) s WHERE clv12 IS NOT NULL
        ORDER BY clv12 DESC, c LIMIT {limit}""",
        params,
    )
