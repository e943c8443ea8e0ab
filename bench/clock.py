"""Timing two ways of doing a thing turn by turn, and the line that says what came out."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from django.db import connection, reset_queries
from django.test.utils import CaptureQueriesContext

Run = Callable[[], object]


@dataclass
class Result:
    """Medians in milliseconds of ``n`` turns; ``statements`` of one turn."""

    name: str
    took: float
    n: int
    statements: int
    beside: str = ""
    floor: float | None = None
    aim: str = ""
    kept: ClassVar[dict[str, Result]] = {}  # what was measured in this run, by name
    smaller: ClassVar[dict[str, float]] = {}  # medians of the last run with a tenth of the rows
    different: ClassVar[list[str]] = []  # KPIs whose figures differ from those made by hand

    @property
    def ratio(self) -> float | None:
        return self.took / self.floor if self.floor else None

    def __str__(self) -> str:
        line = f"{self.name}: {self.took:,.1f} ms p50 (n={self.n}), {self.statements} statements"
        if self.floor is not None:
            line += f", {self.beside} {self.floor:,.1f} ms, ratio {self.took / self.floor:.2f}"
        return line + (f"   [aim: {self.aim}]" if self.aim else "")


def compare(
    name: str,
    ours: Run,
    floor: Run | None,
    n: int,
    *,
    beside: str = "",
    aim: str = "",
    before: Run | None = None,
    before_floor: Run | None = None,
) -> Result:
    """Run both ``n`` times, one after the other, ``before`` ahead of each untimed; print and give the medians.

    Statements are counted in a turn of their own; where there is but one turn, in that.
    """
    prepare = before or (lambda: None)
    prepare_floor = before_floor or prepare
    mine, bare = [], []
    reset_queries()  # the log of statements is of limited length; a full one would count none
    counted = CaptureQueriesContext(connection)
    for _ in range(n):
        prepare()
        if n == 1:
            with counted:
                mine.append(timed(ours))
        else:
            mine.append(timed(ours))
        if floor:
            prepare_floor()
            bare.append(timed(floor))
    if n > 1:
        prepare()
        with counted:
            ours()
    median = statistics.median(bare) if bare else None
    result = Result(name, statistics.median(mine), n, statements(counted), beside, median, aim)
    Result.kept[name] = result
    print(result, flush=True)
    return result


def timed(run: Run) -> float:
    started = time.perf_counter()
    run()
    return (time.perf_counter() - started) * 1000


def statements(seen: CaptureQueriesContext) -> int:
    """Transaction marks are no statements."""
    marks = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
    return sum(not query["sql"].startswith(marks) for query in seen.captured_queries)
