"""Records of a window that a figure does not count, by reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, IntegerField, QuerySet, Value, When

from analytics.fact import Fact, LeftOut, in_keys
from analytics.figures import Reader
from analytics.kpi import Kpi
from analytics.periods import Window

COUNTED = -1


@dataclass(frozen=True)
class Left:
    """How many records of a fact's kind one reason keeps out of a window, in the reader's scope."""

    fact: Fact
    number: int
    reason: Any
    count: int


def left_out(reader: Reader, kpi: Kpi, window: Window) -> list[Left]:
    """What the inputs of a KPI leave out, as known today; a kind of record asked for once."""
    found: list[Left] = []
    seen: set[LeftOut] = set()
    for fact in kpi.facts:
        if fact.excluded and fact.excluded not in seen and knows(fact, reader):
            seen.add(fact.excluded)
            found += counts(reader, fact, window)
    return found


def knows(fact: Fact, reader: Reader) -> bool:
    """Whether records that do not count can be told apart by what the reader is narrowed to."""
    return fact.excluded is not None and set(reader.filters) <= set(fact.excluded.paths)


def counts(reader: Reader, fact: Fact, window: Window) -> list[Left]:
    rows = sorted_out(reader, fact, window).exclude(why=COUNTED)
    tally = dict(rows.order_by().values_list("why").annotate(n=Count("pk")))
    return [Left(fact, n, reason, tally[n]) for n, (reason, _q) in enumerate(said(fact).reasons) if tally.get(n)]


def said(fact: Fact) -> LeftOut:
    if fact.excluded is None:
        raise ValueError(f"{fact.name} says nothing of what it leaves out")
    return fact.excluded


def sorted_out(reader: Reader, fact: Fact, window: Window) -> QuerySet:
    """Every record of the kind in the window and scope with ``why``: the number of the reason, or COUNTED."""
    left = said(fact)
    rows: QuerySet = left.model._base_manager.all()
    if left.on:
        rows = rows.filter(**{f"{left.on}__gte": window.first, f"{left.on}__lte": window.last})
    else:
        start, end = window.instants(reader.organisation.zone)
        rows = rows.filter(**{f"{left.at}__gte": start, f"{left.at}__lt": end})
    for name, keys in reader.filters.items():
        rows = rows.filter(in_keys(left.paths[name], keys))
    whens = [When(reason, then=Value(n)) for n, (_label, reason) in enumerate(left.reasons)]
    return rows.annotate(why=Case(*whens, default=Value(COUNTED), output_field=IntegerField()))


def left_out_rows(reader: Reader, fact: Fact, number: int, window: Window, user: Any) -> QuerySet:
    """The records one reason keeps out, as far as ``user`` may see them."""
    ids = sorted_out(reader, fact, window).filter(why=number).values("pk")
    rows = said(fact).model._default_manager.filter(pk__in=ids)
    related = [f.name for f in rows.model._meta.fields if f.many_to_one]
    return rows.visible_to(user).select_related(*related).order_by("pk")  # type: ignore[attr-defined]


def counted(reader: Reader, fact: Fact, window: Window) -> QuerySet:
    """The records of the kind without a reason: they must be those the fact counts."""
    return sorted_out(reader, fact, window).filter(why=COUNTED).annotate(row=F("pk"))
