"""What beat starts. It only wakes the filler, which finds out by itself what there is to do."""

from __future__ import annotations

import subprocess
import sys

from celery import shared_task
from django.conf import settings

from analytics import actions
from analytics import fill as filler
from analytics.actions.goals import read_goals as read_all_goals
from analytics.import_jobs import import_file

__all__ = ["fill", "import_file", "read_goals", "score", "selftest"]


@shared_task(name="analytics.tasks.fill", ignore_result=True)
def fill() -> None:
    """Fill dirty days; after local midnight close the day that ended. Run twice, or late, it does no harm."""
    filler.fill(reason="beat")


@shared_task(name="analytics.tasks.selftest", ignore_result=True)
def selftest(run: int) -> None:
    """Run the worked cases in a process of its own: it works in another database than the rest of this one."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "selftest", "--run", str(run)]
    subprocess.run(command, check=False, capture_output=True, timeout=1800)


@shared_task(name="analytics.tasks.read_goals", ignore_result=True)
def read_goals() -> None:
    """Note how far the goals are, and judge those that are due. Run twice, or late, it does no harm."""
    read_all_goals()


@shared_task(name="analytics.tasks.score", ignore_result=True)
def score() -> None:
    """Score all customers as of the last closed day, once it is over. Run twice, or late, it does no harm."""
    if actions.scoring_is_due():
        actions.score()
