"""What each channel brings and costs: the figures of other KPIs side by side. A channel without money booked to it is
named as such, never shown as free."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from accounts.models import Channel
from analytics.figures import Reader
from analytics.formula import divide
from analytics.kpi import Kpi, Pair
from analytics.kpis.campaigns import INTERACTION_COST, ROI, touches
from analytics.kpis.customer import ACQUISITION_COST, acquisition, acquisition_expense, new
from analytics.kpis.sales import CLOSE_RATE, REVENUE, leads
from analytics.periods import Window

COLUMNS = (REVENUE, ACQUISITION_COST, ROI, CLOSE_RATE, INTERACTION_COST)
MONEY, TRAFFIC = (acquisition, acquisition_expense), (new, leads, touches)


@dataclass(frozen=True)
class ChannelRow:
    """A channel with the figures of ``COLUMNS`` by code; ``lacks`` names the inputs nobody entered."""

    key: int | None
    name: str
    values: dict[str, Decimal | None]
    revenue_per_interaction: Decimal | None
    lacks: tuple[str, ...]


def inputs(reader: Reader, window: Window) -> dict[int, dict[str, Decimal]]:
    """By channel with anything in the window: the money booked to it, its revenue, and what the rest is made of."""
    found: dict[int, dict[str, Decimal]] = {}
    revenue = reader.figure(REVENUE, window, by="channel")
    sums = {part.key: part.numerator or Decimal(0) for part in revenue.parts}
    sides = {"revenue": sums} | {
        str(number): reader.totals(measure, window, "channel") for number, measure in enumerate((*MONEY, *TRAFFIC))
    }
    for name, totals in sides.items():
        for key, amount in totals.items():
            if isinstance(key, int) and key and amount:
                found.setdefault(key, {})[name] = amount
    return found


def booked(sums: dict[str, Decimal]) -> bool:
    return any(sums.get(str(number)) for number in range(len(MONEY)))


def complete(reader: Reader, window: Window) -> Pair:
    """Channels with money booked to them, over the channels with anything at all."""
    found = inputs(reader, window)
    return Decimal(sum(booked(sums) for sums in found.values())), Decimal(len(found))


def ranked(reader: Reader, window: Window) -> list[ChannelRow]:
    """The channels, the best return first, then the cheapest new customer; those without cost last."""
    found = inputs(reader, window)
    figures = {kpi.code: parts(reader, kpi, window) for kpi in COLUMNS}
    names = dict(Channel.objects.filter(pk__in=found).values_list("pk", "name"))
    rows = [row(key, names.get(key, str(key)), sums, figures) for key, sums in found.items()]
    return sorted(rows, key=rank)


def parts(reader: Reader, kpi: Kpi, window: Window) -> dict[int, Decimal | None]:
    return {part.key: part.value for part in reader.figure(kpi, window, by="channel").parts}


def row(key: int, name: str, sums: dict[str, Decimal], figures: dict[str, dict[int, Decimal | None]]) -> ChannelRow:
    values = {code: by_channel.get(key) for code, by_channel in figures.items()}
    interactions = sums.get(str(len(MONEY) + TRAFFIC.index(touches)))
    lacks: tuple[str, ...] = () if booked(sums) else ("cost",)
    if lacks:
        values |= {ACQUISITION_COST.code: None, ROI.code: None}
    lacks += () if interactions else ("interactions",)
    return ChannelRow(key, name, values, divide(sums.get("revenue"), interactions), lacks)


def rank(channel: ChannelRow) -> tuple[bool, bool, Decimal, bool, Decimal, str]:
    roi, cost = channel.values[ROI.code], channel.values[ACQUISITION_COST.code]
    gone = "cost" in channel.lacks
    return gone, roi is None, -(roi or Decimal(0)), cost is None, cost or Decimal(0), channel.name
