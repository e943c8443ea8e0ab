"""Phone calls: what the times say about wait, talk and outcome."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.records import create_record, instance_of, lock, moment, update_record
from accounts.models import User
from accounts.queries import stamp_for, survivor
from crm_project.errors import ActionRefused
from service.models import Call

SECOND = dt.timedelta(seconds=1)
# Telephone systems round each time they report on its own.
ROUNDING = 2
TIMES = ("entered_at", "answered_at", "ended_at", "hold_seconds", "outcome", "direction")


@transaction.atomic
def log_call(*, by: User | None, **said: Any) -> Call:
    """Log a call; ``said`` are its fields. What is left out follows from the rest.

    Wait = answered − entered (given up: ended − entered), talk = ended − answered − hold, all in wall-clock
    seconds; or the instants follow from given seconds. Outcome: answered when somebody answered, else given up
    (inbound) or not reached (outbound). Raises ActionRefused for times that run backwards or contradict.
    """
    given = {name: value for name, value in said.items() if value is not None}
    call = Call(**given)
    if "outcome" not in given:
        call.outcome = _usual_outcome(call)
    return create_call(call, by)


@transaction.atomic
def create_call(source: Any, by: User | None) -> Call:
    """Save a new call, given as instance or form, its outcome said."""
    call = instance_of(source)
    call.entered_at = moment(call.entered_at)
    call.customer = survivor(call.customer) if call.customer else None
    derive(call)
    if call.owner is None and call.outcome in (Call.Outcome.ANSWERED, Call.Outcome.MISSED):
        call.owner = by
    stamp_for(call.owner, call.customer, call.entered_at).put_on(call)
    if call.team_id is None and call.queue:
        call.team_id = call.queue.team_id
    return create_record(source, by, action="log")


@transaction.atomic
def update_call(source: Any, by: User | None, version: int | None = None) -> Call:
    """Save a changed call; changed times bring wait and talk with them."""
    call = instance_of(source)
    stored = lock(Call, call.pk)
    if any(getattr(call, name) != getattr(stored, name) for name in TIMES):
        for name in ("wait_seconds", "talk_seconds"):
            if getattr(call, name) == getattr(stored, name):
                setattr(call, name, None)
        derive(call)
    return update_record(source, by, version)


def derive(call: Call) -> None:
    """Fill in the instants and seconds of a call that follow from the others. No database."""
    answered = call.outcome == Call.Outcome.ANSWERED
    if not answered and call.answered_at:
        raise ActionRefused(_("A call that was answered has the outcome “answered”."), field="outcome")
    if answered and call.answered_at is None:
        call.answered_at = call.entered_at + (call.wait_seconds or 0) * SECOND
    if answered and call.ended_at is None and call.talk_seconds is not None:
        assert call.answered_at is not None
        call.ended_at = call.answered_at + (call.talk_seconds + (call.hold_seconds or 0)) * SECOND
    if not answered and call.ended_at is None and call.wait_seconds is not None:
        call.ended_at = call.entered_at + call.wait_seconds * SECOND
    _require_order(call)
    call.wait_seconds = _agreed("wait_seconds", call.wait_seconds, _wait(call))
    call.talk_seconds = _agreed("talk_seconds", call.talk_seconds, _talk(call))


def _usual_outcome(call: Call) -> str:
    if call.answered_at or call.talk_seconds:
        return Call.Outcome.ANSWERED
    return Call.Outcome.ABANDONED if call.direction == Call.Direction.IN else Call.Outcome.MISSED


def _wait(call: Call) -> int | None:
    if call.answered_at:
        return _between(call.entered_at, call.answered_at)
    return _between(call.entered_at, call.ended_at) if call.ended_at else None


def _talk(call: Call) -> int | None:
    if call.answered_at is None or call.ended_at is None:
        return None
    talk = _between(call.answered_at, call.ended_at) - (call.hold_seconds or 0)
    if talk < 0:
        raise ActionRefused(_("The hold is longer than the call."), field="hold_seconds")
    return talk


def _require_order(call: Call) -> None:
    if call.answered_at and call.answered_at < call.entered_at:
        raise ActionRefused(_("A call cannot be answered before it came in."), field="answered_at")
    if call.ended_at and call.ended_at < (call.answered_at or call.entered_at):
        raise ActionRefused(_("A call cannot end before it was answered or came in."), field="ended_at")
    for name in ("wait_seconds", "talk_seconds", "hold_seconds", "wrap_up_seconds"):
        if (getattr(call, name) or 0) < 0:
            raise ActionRefused(_("A time cannot be less than nothing."), field=name)


def _agreed(name: str, given: int | None, derived: int | None) -> int | None:
    """What was given, unless the instants say something else."""
    if given is None or derived is None:
        return derived if given is None else given
    if abs(given - derived) > ROUNDING:
        sentence = _("%(given)s seconds were given, but the times say %(derived)s.")
        raise ActionRefused(sentence % {"given": given, "derived": derived}, field=name)
    return given


def _between(start: dt.datetime, end: dt.datetime) -> int:
    return round((end - start).total_seconds())
