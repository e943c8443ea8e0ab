"""The CDNOW customers of Fader, Hardie and Lee: first bought early in 1997, looked at on 30 September 1997."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
from functools import cache
from pathlib import Path

import numpy as np

FILE = Path(__file__).parents[2] / "data" / "cdnow_sample.csv.gz"
END = dt.date(1997, 9, 30)


@cache
def customers() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """x, t_x, age (weeks, to two digits as published) and the mean value of the repeat days."""
    spent: dict[int, dict[dt.date, float]] = {}
    with gzip.open(FILE, "rt") as lines:
        for row in csv.DictReader(lines):
            day = dt.date.fromisoformat(row["date"])
            days = spent.setdefault(int(row["sample_id"]), {})
            days[day] = days.get(day, 0.0) + float(row["dollar"])
    rows = []
    for _one, days in sorted(spent.items()):
        seen = sorted(day for day in days if day <= END)
        first, again = seen[0], seen[1:]
        mean = sum(days[day] for day in again) / len(again) if again else 0.0
        rows.append((len(again), round((seen[-1] - first).days / 7, 2), round((END - first).days / 7, 2), mean))
    return tuple(np.array(column, dtype=float) for column in zip(*rows, strict=True))  # type: ignore[return-value]
