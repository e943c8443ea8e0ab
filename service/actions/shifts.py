"""What agents do with their time: recorded, put right, ended."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.records import create_record, instance_of, lock, moment, update_record, write_record
from accounts.models import User
from accounts.queries import local_day, team_of
from crm_project.errors import ActionRefused
from service.models import AgentState

State = AgentState.State
BESIDE = (State.STAFFED, State.HANDLING)


@transaction.atomic
def record_state(source: Any, by: User | None) -> AgentState:
    """Save a new state (instance or form), with the agent's team of the day it began.

    An activity that still lasts ends where the next one begins. Raises ActionRefused for one that overlaps another.
    """
    state = instance_of(source)
    state.started_at = _whole(moment(state.started_at))
    _until_now(state)
    if state.team_id is None:
        state.team = team_of(state.owner, local_day(state.started_at))
    if state.state not in BESIDE:
        _end_what_lasts(state, by)
    return create_record(source, by, action="log")


@transaction.atomic
def update_state(source: Any, by: User | None, version: int | None = None) -> AgentState:
    """Save a changed state; another agent or beginning stamps the team anew."""
    state = instance_of(source)
    stored = lock(AgentState, state.pk)
    _until_now(state)
    if (state.owner_id, state.started_at) != (stored.owner_id, stored.started_at) and state.team_id == stored.team_id:
        state.team = team_of(state.owner, local_day(state.started_at))
    return update_record(source, by, version)


@transaction.atomic
def end_state(state: AgentState, *, by: User | None, at: dt.datetime | None = None) -> AgentState:
    """The state is over, at an instant (default now)."""
    state = lock(AgentState, state.pk)
    if state.ended_at:
        raise ActionRefused(_("This state is over already."))
    state.ended_at = _whole(moment(at, state.started_at))
    if state.ended_at <= state.started_at:
        raise ActionRefused(_("A state ends after it began."), field="at")
    return write_record(state, by, "finish")


def _end_what_lasts(state: AgentState, by: User | None) -> None:
    lasting = AgentState.objects.lasting().filter(owner=state.owner, started_at__lt=state.started_at)
    for other in lasting.exclude(state__in=BESIDE).select_for_update():
        other.ended_at = state.started_at
        write_record(other, by, "finish")


def _until_now(state: AgentState) -> None:
    if state.ended_at is None:
        return
    state.ended_at = _whole(state.ended_at)
    if state.ended_at <= state.started_at:
        raise ActionRefused(_("A state ends after it began."), field="ended_at")


def _whole(at: dt.datetime) -> dt.datetime:
    """States are told to the second."""
    return at.replace(microsecond=0)
