"""Jobs that do not wait for one another, done on several connections at once.

The database does nearly all of a long fill's work and gives one connection one processor.
"""

from __future__ import annotations

import contextvars
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

from django.db import connection, transaction

Job = Callable[[], int]


def together(jobs: Iterable[Job], hands: int) -> int:
    """Do all jobs and say the sum of what they say. One hand works in the caller's connection and transaction; more
    have a connection each and commit job by job. The first error is raised once those under way have ended, and what
    is not begun is left undone."""
    if hands <= 1:
        return sum(job() for job in jobs)
    with ThreadPoolExecutor(hands) as pool:
        begun = [pool.submit(contextvars.copy_context().run, alone, job) for job in jobs]
        try:
            return sum(each.result() for each in begun)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def alone(job: Job) -> int:
    """One job in a transaction of its own. Its connection ends with it: a thread of a pool outlives its work."""
    try:
        with transaction.atomic():
            tune()
            return job()
    finally:
        connection.close()


def tune() -> None:
    """Memory for this transaction's sorts and hashes; the planner's parallel workers read, they do not insert."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '128MB'")
        cursor.execute("SET LOCAL jit = off")
