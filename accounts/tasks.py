"""What beat starts for accounts."""

from __future__ import annotations

from celery import shared_task

from accounts import letters
from accounts.actions import apply_rules
from accounts.actions.answers import forget_old_answers
from accounts.actions.people import forget_sessions
from accounts.actions.webhooks import send_waiting
from accounts.doors.links import Reset
from accounts.models import User
from accounts.trail import chain


@shared_task
def forget_answers() -> int:
    """Clear away the answers to requests that nobody will send again."""
    return forget_old_answers()


@shared_task
def seal_trail() -> int:
    """Put the changes that were committed since the last time into the chain. Run twice, it does no harm."""
    return chain.seal()


@shared_task
def forget_ended_sessions() -> int:
    """Clear away sessions that have ended."""
    return forget_sessions()


@shared_task
def send_reset(email: str) -> int:
    """Send whoever has this address a link for a new password. Asked for every address, known or not."""
    people = User.objects.active().with_address(email)
    for person in people:
        letters.reset(person, Reset().url(person))
    return len(people)


@shared_task
def send_webhooks() -> int:
    """Send what waits for webhooks. Run twice, or late, each is sent at least once, in its order."""
    return send_waiting()


@shared_task
def keep_no_longer() -> dict[str, int]:
    """Carry out the retention rules that are on."""
    return apply_rules()
