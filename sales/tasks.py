"""What beat starts for sales, every night."""

from __future__ import annotations

from celery import shared_task

from sales import actions


@shared_task
def note_lapsed_customers() -> int:
    """Note who stopped ordering and who came back. Run twice, it notes nothing more."""
    return actions.note_lapsed()


@shared_task
def expire_points() -> int:
    """Let old points of the loyalty programme expire. Run twice, it does nothing more."""
    return actions.expire_points()
