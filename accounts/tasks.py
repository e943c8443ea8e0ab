"""What beat starts for accounts."""

from __future__ import annotations

from celery import shared_task

from accounts.actions.answers import forget_old_answers


@shared_task
def forget_answers() -> int:
    """Clear away the answers to requests that nobody will send again."""
    return forget_old_answers()
