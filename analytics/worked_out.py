"""Facts whose rows bring sums over other tables: worked out once a row, then counted in SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import DateField, DateTimeField, DecimalField, F, Func, IntegerField, QuerySet, Subquery, Sum
from django.db.models.expressions import Value
from django.db.models.functions import Coalesce

from analytics.fact import Ask, Fact, Relation, compiled
from analytics.facts.sales import refunds, valid_orders
from analytics.formula import Lazy, Measure

MONEY = DecimalField(max_digits=30, decimal_places=4)
Narrow = Callable[[QuerySet, str], QuerySet]  # (rows, path to the order with its dashes) -> rows


@dataclass(eq=False)
class WorkedOut(Fact):
    """A fact with ``columns_for``: named expressions of a row, each worked out once. Its measures are SQL over these
    names; a column no measure asks for costs nothing."""

    columns_for: Callable[[Ask], dict[str, Any]] = field(default=lambda ask: {})

    def total(self, label: Lazy, value: Any, where: Any = None, **more: Any) -> Measure:
        return self._add(Measure(self, label, value, where, **more))

    def relation(self, ask: Ask, dimensions: Iterable[str] = ()) -> Relation:
        names = list(dimensions)
        rows = self.filtered(self.within(self.rows(ask), ask), ask).order_by()
        keys = {"x_row": F("pk"), "x_day": self.day(ask)} | {f"x_{name}": F(self.path_of[name]) for name in names}
        sql, params = compiled(rows.values(**keys, **self.columns_for(ask)))
        picked = [*keys, *(f"{said(measure)} AS x_{n}" for n, measure in enumerate(self.measures))]
        # OFFSET keeps the planner from putting the sums into every measure that uses them.
        return f"SELECT {', '.join(picked)} FROM ({sql} OFFSET 0) w", params


def said(measure: Measure) -> str:
    value = measure.value or "1"
    return f"CASE WHEN {measure.where} THEN {value} END" if measure.where else str(value)


class StartOfDay(Func):
    """The instant a local date begins in a named zone."""

    template = "(%(expressions)s)"
    arg_joiner = "::timestamp AT TIME ZONE "
    output_field = DateTimeField()

    def __init__(self, day: Any, zone: str) -> None:
        super().__init__(day, Value(zone))


class DayPlus(Func):
    """A date some days later."""

    template = "((%(expressions)s)::date)"
    arg_joiner = " + "
    output_field = DateField()

    def __init__(self, day: Any, days: Any) -> None:
        super().__init__(day, days if hasattr(days, "resolve_expression") else Value(days, IntegerField()))


def summed(rows: QuerySet, column: str) -> Coalesce:
    """The total of a column over rows that refer to the outer row; nothing is 0."""
    one = rows.order_by().annotate(one=Value(1)).values("one").annotate(total=Sum(column)).values("total")
    return Coalesce(Subquery(one), Value(0), output_field=MONEY)


def revenue_between(ask: Ask, first: Any, last: Any, narrow: Narrow) -> Any:
    """Net sales from one local day to another, both inclusive (dates of the outer row): orders less refunds."""
    zone = ask.organisation.time_zone
    start, end = StartOfDay(first, zone), StartOfDay(DayPlus(last, 1), zone)
    orders = narrow(valid_orders(ask).filter(ordered_at__gte=start, ordered_at__lt=end), "")
    back = narrow(refunds(ask).filter(refunded_at__gte=start, refunded_at__lt=end), "order__")
    return summed(orders, "net_home") - summed(back, "amount_home")


__all__ = ["DayPlus", "StartOfDay", "WorkedOut", "revenue_between", "summed"]
