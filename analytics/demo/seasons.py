"""How busy a day is in a Chinese trading house, and when it is shut."""

from __future__ import annotations

import datetime as dt
import functools
import random
from collections.abc import Iterator

WEEKDAYS = (1.05, 1.12, 1.08, 1.04, 1.10, 0.72, 0.55)
MONTHS = (0.98, 0.86, 1.00, 1.00, 1.04, 1.14, 0.94, 0.95, 1.08, 1.00, 1.45, 1.18)
YEARLY_GROWTH = 0.22

SPRING_FESTIVALS = {
    2022: dt.date(2022, 2, 1),
    2023: dt.date(2023, 1, 22),
    2024: dt.date(2024, 2, 10),
    2025: dt.date(2025, 1, 29),
    2026: dt.date(2026, 2, 17),
    2027: dt.date(2027, 2, 6),
    2028: dt.date(2028, 1, 26),
    2029: dt.date(2029, 2, 13),
    2030: dt.date(2030, 2, 3),
    2031: dt.date(2031, 1, 23),
    2032: dt.date(2032, 2, 11),
}

FIXED_HOLIDAYS = (
    (1, 1, 1, "元旦 New Year's Day"),
    (4, 5, 1, "清明节 Qingming Festival"),
    (5, 1, 5, "劳动节 Labour Day"),
    (10, 1, 7, "国庆节 National Day"),
)


def days(start: dt.date, end: dt.date) -> Iterator[dt.date]:
    """Every day from ``start`` up to, not including, ``end``."""
    for number in range((end - start).days):
        yield start + dt.timedelta(days=number)


def holidays(year: int) -> dict[dt.date, str]:
    """The closed days of a year and their names."""
    found = {}
    for month, day, length, name in FIXED_HOLIDAYS:
        first = dt.date(year, month, day)
        found |= dict.fromkeys(days(first, first + dt.timedelta(days=length)), name)
    if festival := SPRING_FESTIVALS.get(year):
        eve = festival - dt.timedelta(days=1)
        found |= dict.fromkeys(days(eve, eve + dt.timedelta(days=8)), "春节 Spring Festival")
    return found


@functools.cache
def _closed(year: int) -> frozenset[dt.date]:
    return frozenset(holidays(year))


def is_working(day: dt.date) -> bool:
    return day.isoweekday() <= 5 and day not in _closed(day.year)


def next_working(day: dt.date) -> dt.date:
    while not is_working(day):
        day += dt.timedelta(days=1)
    return day


def last_working(day: dt.date) -> dt.date:
    while not is_working(day):
        day -= dt.timedelta(days=1)
    return day


def festival_factor(day: dt.date) -> float:
    """Shops empty out before the spring festival and stay quiet for its week."""
    festival = SPRING_FESTIVALS.get(day.year)
    if festival is None:
        return 1.0
    distance = (day - festival).days
    if -1 <= distance <= 6:
        return 0.22
    return 0.65 if -8 <= distance < -1 or 6 < distance <= 10 else 1.0


def shopping_factor(day: dt.date) -> float:
    """The two big shopping days and the run-up to the bigger one."""
    if (day.month, day.day) == (11, 11):
        return 2.6
    if (day.month, day.day) == (6, 18):
        return 1.8
    return 1.25 if day.month == 11 and day.day < 11 else 1.0


def demand(day: dt.date, start: dt.date) -> float:
    """How much is bought on a day; 1 is an average day at ``start``."""
    growth = (1 + YEARLY_GROWTH) ** ((day - start).days / 365)
    season = MONTHS[day.month - 1] * festival_factor(day) * shopping_factor(day)
    return WEEKDAYS[day.weekday()] * season * growth


def office(day: dt.date, start: dt.date) -> float:
    """How much is done in the offices on a day: little at weekends and on holidays."""
    growth = (1 + YEARLY_GROWTH / 2) ** ((day - start).days / 365)
    return (MONTHS[day.month - 1] ** 0.5) * growth * (1.0 if is_working(day) else 0.06)


def spread(rng: random.Random, total: int, weights: list[float]) -> list[int]:
    """Split ``total`` events over days by weight, with the unevenness of real days."""
    whole = sum(weights)
    return [_about(rng, total * weight / whole) for weight in weights]


def _about(rng: random.Random, mean: float) -> int:
    noisy = rng.gauss(mean, mean**0.5 * 0.9)
    return max(0, int(noisy + rng.random()))
