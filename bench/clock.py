"""Timing two ways of doing a thing turn by turn, and the line that says what came out."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
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

    def __str__(self) -> str:
        line = f"{self.name}: {self.took:,.1f} ms p50 (n={self.n}), {self.statements} statements"
        if self.floor is not None:
            line += f", {self.beside} {self.floor:,.1f} ms, ratio {self.took / self.floor:.2f}"
        return line + (f"   [aim: {self.aim}]" if self.aim else "")


def compare(
    name: str, ours: Run, floor: Run | None, n: int, *, beside: str = "", aim: str = "", before: Run | None = None
) -> Result:
    """Run both ``n`` times, one after the other, ``before`` ahead of each untimed; print and give the medians."""
    prepare = before or (lambda: None)
    mine, bare = [], []
    for _ in range(n):
        prepare()
        mine.append(timed(ours))
        if floor:
            prepare()
            bare.append(timed(floor))
    prepare()
    with CaptureQueriesContext(connection) as seen:
        ours()
    result = Result(
        name, statistics.median(mine), n, statements(seen), beside, statistics.median(bare) if bare else None, aim
    )
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
