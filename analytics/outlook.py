"""What comes next, and what is odd: monthly forecasts, the weighted pipeline, and days unlike the others."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from django.db.models import F

from analytics.dashboards import PageReader
from analytics.fact import Ask, compiled, fetch, kept_keys
from analytics.facts.sales import PIPELINE
from analytics.figures import Reader
from analytics.kpi import Kpi
from analytics.kpis import KPIS
from analytics.periods import DAY, Window, month_of, shift_month, trailing
from analytics.statistics.anomalies import Odd, far_residuals, outside_funnel, same_weekday
from analytics.statistics.smoothing import (
    Smoothed,
    holt,
    holt_winters,
    mape,
    rmse,
    seasonal_naive,
    simple,
    trend_times_season,
)
from analytics.statistics.unfit import Unfit

SEASON = 12
AHEAD = 6
HELD = 6  # months held out


@dataclass(frozen=True)
class Method:
    """A way to forecast: what it says of the months to come, and how it did on the months held out."""

    code: str
    forecast: list[float]
    mape: float | None = None
    rmse: float | None = None
    reason: str = ""


@dataclass(frozen=True)
class Outlook:
    """Months gone by with their amounts, months to come, and each method's forecast, the best first."""

    months: list[dt.date]
    actual: list[Decimal]
    ahead: list[dt.date]
    methods: list[Method]


def predict(code: str, series: list[float], steps: int) -> list[float] | Unfit:
    if code == "seasonal_naive":
        found = seasonal_naive(series, steps, SEASON)
        return found if isinstance(found, Unfit) else found.tolist()
    if code == "trend_season":
        found = trend_times_season(series, steps, SEASON)
        return found if isinstance(found, Unfit) else found.tolist()
    fitted = {"simple": simple, "holt": holt, "holt_winters": holt_winters}[code](series)
    return fitted.next(steps).tolist() if isinstance(fitted, Smoothed) else fitted


METHODS = ("holt_winters", "holt", "simple", "trend_season", "seasonal_naive")


def outlook(reader: Reader, kpi: Kpi, today: dt.date, months: int = 36) -> Outlook:
    """Whole months only: the one under way would look like a fall."""
    starts = [shift_month(today.replace(day=1), -n) for n in range(months, 0, -1)]
    amounts = [reader.figure(kpi, month_of(start)).value or Decimal(0) for start in starts]
    first = next((n for n, amount in enumerate(amounts) if amount), len(amounts))
    starts, amounts = starts[first:], amounts[first:]
    series = [float(amount) for amount in amounts]
    methods = sorted((method(code, series) for code in METHODS), key=lambda one: (one.mape is None, one.mape or 0))
    ahead = [shift_month(today.replace(day=1), n) for n in range(AHEAD)]
    return Outlook(starts, amounts, ahead, methods)


def method(code: str, series: list[float]) -> Method:
    found = predict(code, series, AHEAD)
    if isinstance(found, Unfit):
        return Method(code, [], reason=found.reason)
    held = predict(code, series[:-HELD], HELD)
    if isinstance(held, Unfit):
        return Method(code, found)
    return Method(code, found, mape(series[-HELD:], held), rmse(series[-HELD:], held))


@dataclass(frozen=True)
class Expected:
    """Open deals expected to close in a month (None: no month given): list value, and weighted by probability."""

    month: dt.date | None
    deals: int
    value: Decimal
    weighted: Decimal


def pipeline_by_month(reader: Reader, today: dt.date) -> list[Expected]:
    ask = Ask(reader.organisation, Window(today, today), None, reader.filters)
    names = {f"x_{name}": PIPELINE.path_of[name] for name in ask.filters}
    rows = PIPELINE.within(PIPELINE.rows(ask), ask)
    columns = {"close": "deal__expected_close", "value": "amount_home", "chance": "probability"}
    sql, params = compiled(rows.order_by().values(**as_f({**columns, **names})))
    where, keys = kept_keys(ask)
    found = fetch(
        f"""SELECT date_trunc('month', close::timestamp)::date, count(*), sum(value), sum(value * chance)
        FROM ({sql}) p WHERE true{where} GROUP BY 1 ORDER BY 1 NULLS LAST""",
        (*params, *keys),
    )
    return [Expected(*row) for row in found]


def as_f(paths: dict[str, str]) -> dict[str, object]:
    return {name: F(path) for name, path in paths.items()}


@dataclass(frozen=True)
class Alarm:
    """A day of a KPI that is unlike the others: ``rule`` says by which rule."""

    kpi: Kpi
    day: dt.date
    value: float
    expected: float
    score: float
    rule: str


SPAN = 7 * 26


def alarms(reader: PageReader, kpis: list[Kpi], today: dt.date, show: int = 30) -> list[Alarm]:
    """Odd days of the last ``show``, the newest first. Shares are held to the funnel of their own number, anything else to
    its weekday and to the days around it."""
    days = list(trailing(today - DAY, SPAN))
    reader.load(kpis, [Window(day, day) for day in days])
    since, found = today - show * DAY, []
    for kpi in kpis:
        for odd, rule in odd_days(reader, kpi, days):
            if days[odd.index] >= since:
                found.append(Alarm(kpi, days[odd.index], odd.value, odd.expected, odd.score, rule))
    return sorted(found, key=lambda alarm: (alarm.day, abs(alarm.score)), reverse=True)


def odd_days(reader: PageReader, kpi: Kpi, days: list[dt.date]) -> list[tuple[Odd, str]]:
    figures = [reader.figure(kpi, Window(day, day)) for day in days]
    values = [math.nan if figure.value is None else float(figure.value) for figure in figures]
    if kpi.unit.code == "ratio":
        upper = [float(figure.numerator or 0) for figure in figures]
        lower = [float(figure.denominator or 0) for figure in figures]
        if all(0 <= k <= n for k, n in zip(upper, lower, strict=True)):
            return [(odd, "funnel") for odd in outside_funnel(upper, lower)]
    weekday = [(odd, "weekday") for odd in same_weekday(values)]
    known = {odd.index for odd, _rule in weekday}
    if np.isnan(values).all():
        return weekday
    return weekday + [(odd, "residual") for odd in far_residuals(values) if odd.index not in known]


def watched(kpis: list[Kpi]) -> list[Kpi]:
    """KPIs whose days stand for themselves: flows."""
    return [kpi for kpi in kpis if kpi.additive and kpi.period.code == "day" and kpi.code in KPIS]
