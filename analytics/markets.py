"""Market share: own sales over what the market is said to be, for exactly the same days."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from analytics.figures import Reader
from analytics.kpi import Kpi, Pair
from analytics.periods import DAY, PERIODS, Window
from sales.models import MarketSize, ProductCategory

Place = tuple[int | None, int | None]  # region, top category


def share(revenue: Kpi) -> Callable[[Reader, Window], Pair]:
    """(own sales in the markets whose size is known for the window, their size); without a size, all own sales and
    None. Of overlapping markets the widest known count: everything, else categories, else regions, else both."""

    def compute(reader: Reader, window: Window) -> Pair:
        asked: dict[str, Any] = {
            name: reader.filters[name] for name in ("region", "category") if name in reader.filters
        }
        known = {place: size for place, size in sizes(reader, window).items() if fits(place, asked)}
        level = min((bounds(place) for place in known), default=None)
        chosen = {place: size for place, size in known.items() if bounds(place) == level}
        if not chosen:
            return reader.amount(revenue, window), None
        own = sum((narrowed(reader, place).amount(revenue, window) for place in chosen), Decimal(0))
        return own, sum(chosen.values(), Decimal(0))

    return compute


def bounds(place: Place) -> tuple[bool, bool]:
    """How narrow a market is; sorts from wide to narrow."""
    region, category = place
    return region is not None, category is not None


def fits(place: Place, asked: Mapping[str, Any]) -> bool:
    """Whether a market is one of those asked for: bound by what is asked, to one of its keys."""
    said = dict(zip(("region", "category"), place, strict=True))
    return all(said[name] is not None and said[name] in keys for name, keys in asked.items())  # type: ignore[operator]


def narrowed(reader: Reader, place: Place) -> Reader:
    said = {name: [key] for name, key in zip(("region", "category"), place, strict=True) if key is not None}
    return Reader(reader.organisation, {**reader.filters, **said}, as_of=reader.as_of, live=reader.live)


def sizes(reader: Reader, window: Window) -> dict[Place, Decimal]:
    """The size of each market whose periods cover the window exactly; nothing is guessed for the others."""
    rows = MarketSize.objects.filter(size__isnull=False, starts_on__range=(window.first, window.last))
    if reader.as_of:
        rows = rows.filter(recorded_at__lt=moment_after(reader, reader.as_of))
    found: dict[Place, dict[dt.date, list[tuple[dt.date, Decimal]]]] = defaultdict(lambda: defaultdict(list))
    tops = dict(ProductCategory.objects.values_list("pk", "top_id"))
    for row in rows:
        category = tops.get(row.category_id) or row.category_id if row.category_id else None
        last = PERIODS[row.period](row.starts_on).last
        if last <= window.last:
            found[(row.region_id, category)][row.starts_on].append((last, row.size))  # type: ignore[arg-type]
    covered = {place: tiled(parts, window) for place, parts in found.items()}
    return {place: size for place, size in covered.items() if size is not None}


def tiled(parts: dict[dt.date, list[tuple[dt.date, Decimal]]], window: Window) -> Decimal | None:
    """The sum of periods that follow one another from the first day to the last, the longest first; None with a gap."""
    day, total = window.first, Decimal(0)
    while day <= window.last:
        if day not in parts:
            return None
        last, size = max(parts[day])
        day, total = last + DAY, total + size
    return total


def moment_after(reader: Reader, day: dt.date) -> dt.datetime:
    return Window(day, day).instants(reader.organisation.zone)[1]


__all__ = ["share", "sizes"]
