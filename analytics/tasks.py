"""What beat starts. It only wakes the filler, which finds out by itself what there is to do."""

from __future__ import annotations

from celery import shared_task

from analytics import fill as filler
from analytics.import_jobs import import_file

__all__ = ["fill", "import_file"]


@shared_task(name="analytics.tasks.fill", ignore_result=True)
def fill() -> None:
    """Fill dirty days; after local midnight close the day that ended. Run twice, or late, it does no harm."""
    filler.fill(reason="beat")
