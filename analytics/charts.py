"""Trends: windows side by side, their figures, and the line they draw."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from analytics.dashboards import PageReader, own_window
from analytics.kpi import Derived, Kpi, Percentile
from analytics.models import Snapshot
from analytics.periods import DAY, Window, month_of, shift_month

STEPS = ("day", "week", "month")
MONTHS, WEEKS, DAYS = 13, 26, 31
MOST = 120


@dataclass(frozen=True)
class Point:
    """One figure of a trend."""

    window: Window
    label: str
    value: Decimal | None


def step_for(window: Window, asked: str = "") -> str:
    """Days for a few days, months for more, unless asked."""
    if asked in STEPS:
        return asked
    return "day" if len(window) <= 7 else "month"


def buckets(window: Window, step: str) -> list[Window]:
    """Windows of one step each that end with ``window``: all of it, and at least a good look back."""
    if step == "day":
        first = min(window.first, window.last - (DAYS - 1) * DAY)
        found = [Window(day, day) for day in Window(max(first, window.last - (MOST - 1) * DAY), window.last)]
    elif step == "week":
        monday = window.last - dt.timedelta(days=window.last.weekday())
        count = min(MOST, max(WEEKS, (monday - window.first).days // 7 + 2))
        starts = [monday - dt.timedelta(weeks=n) for n in reversed(range(count))]
        found = [Window(start, min(start + 6 * DAY, window.last)) for start in starts]
    else:
        found = months_to(window.last, min(MOST, max(MONTHS, window.months)))
    return found


def months_to(day: dt.date, count: int) -> list[Window]:
    """The last ``count`` calendar months, the last one up to ``day``."""
    starts = [shift_month(day.replace(day=1), -n) for n in reversed(range(count))]
    return [month_of(start).until(day) for start in starts]


def name_of(window: Window, step: str) -> str:
    chinese = (get_language() or "en").startswith("zh")
    if step == "month":
        return date_format(window.first, "Y年n月" if chinese else "M Y")
    return date_format(window.first, "n月j日" if chinese else "j M")


def trend(reader: PageReader, kpi: Kpi, window: Window, step: str, variant: str | None = None) -> list[Point]:
    """The figures of the buckets, from stored cells in one statement; none for what cells do not hold."""
    narrowed = reader.filters != reader.scope_filters
    if isinstance(kpi.variants.get(variant or ""), Percentile) or narrowed or reader.as_of or not reader.is_filled(kpi):
        return []
    spans = buckets(reader.filled_part(kpi, window), step)
    if isinstance(kpi, Derived) and (kpi.scored or kpi.from_published):
        return [] if variant else published_points(reader, kpi, spans, step)
    stored = PageReader(reader.organisation, reader.scope, filters=reader.scope_filters, stored_only=True, like=reader)
    stored.load([kpi], spans)
    return points(stored, kpi, spans, step, variant)


def published_points(reader: PageReader, kpi: Kpi, spans: list[Window], step: str) -> list[Point]:
    """Where every figure is worked out from the rows: what was published last about a day of each span."""
    if not spans:
        return []
    rows = Snapshot.objects.filter(
        kpi=kpi.code,
        scope=reader.scope.kind,
        scope_id=reader.scope.id,
        day__range=(spans[0].first, spans[-1].last),
    )
    known = {row.day: row for row in rows.order_by("day", "revision")}
    found = []
    for span in spans:
        last = max((day for day in known if span.first <= day <= span.last), default=None)
        shown = Window(known[last].since, last) if last else own_window(kpi, span)
        found.append(Point(shown, name_of(span, step), known[last].value if last else None))
    return found


def points(reader: PageReader, kpi: Kpi, spans: list[Window], step: str, variant: str | None = None) -> list[Point]:
    """One point a span, of windows the reader has loaded."""
    values = values_of(reader, kpi, spans, variant)
    return [Point(own_window(kpi, span), name_of(span, step), value) for span, value in zip(spans, values, strict=True)]


def values_of(reader: PageReader, kpi: Kpi, spans: list[Window], variant: str | None = None) -> list[Decimal | None]:
    """The figures of windows the reader has loaded."""
    owns = [own_window(kpi, span) for span in spans]
    return [reader.figure(kpi, own, variant=variant).value if since_filled(reader, kpi, own) else None for own in owns]


def since_filled(reader: PageReader, kpi: Kpi, span: Window) -> bool:
    """Before the first filled day there is nothing to show, not zero."""
    return all(fact.name in reader.ledger and reader.ledger[fact.name].since <= span.last for fact in kpi.facts)


def basis(kpi: Kpi) -> str:
    """What a point of the trend is over, when it is not simply its days."""
    return "" if kpi.additive else _("Each point: %(period)s.") % {"period": kpi.period.label}


def line(values: list[Decimal | None], width: int = 100, height: int = 28) -> list[str]:
    """Points of a sparkline, one string for each unbroken piece; flat series run through the middle."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return []
    low, high = min(known), max(known)
    span = high - low
    pieces: list[list[str]] = [[]]
    for n, value in enumerate(values):
        if value is None:
            pieces.append([])
            continue
        x = Decimal(width) * n / (len(values) - 1)
        y = Decimal(height) / 2 if not span else (high - value) / span * (height - 4) + 2
        pieces[-1].append(f"{x:.1f},{y:.1f}")
    return [" ".join(piece) for piece in pieces if len(piece) > 1]
