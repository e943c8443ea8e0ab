"""What the times of a call say about wait, talk and outcome."""

import datetime as dt
from typing import Any

import pytest

from accounts.models import Team, User
from crm_project.errors import ActionRefused
from service.actions import log_call, update_call
from service.models import Call, Queue

from .conftest import local

ENTERED = local(5, 10, 9)


def after(seconds: int) -> dt.datetime:
    return ENTERED + dt.timedelta(seconds=seconds)


@pytest.fixture(autouse=True)
def clock(now: Any) -> None:
    """Noon."""


def test_it_works(ana: User, desk: Queue, service_team: Team) -> None:
    call = log_call(
        by=ana,
        queue=desk,
        entered_at=ENTERED,
        answered_at=after(20),
        ended_at=after(200),
        hold_seconds=30,
        wrap_up_seconds=45,
    )
    assert (call.wait_seconds, call.talk_seconds, call.outcome) == (20, 150, "answered")
    assert (call.owner, call.team) == (ana, service_team)


def test_given_seconds_say_when(ana: User) -> None:
    call = log_call(by=ana, entered_at=ENTERED, wait_seconds=20, talk_seconds=150, hold_seconds=30)
    assert (call.answered_at, call.ended_at, call.outcome) == (after(20), after(200), "answered")


def test_nobody_answered(ana: User, desk: Queue, service_team: Team) -> None:
    call = log_call(by=ana, queue=desk, entered_at=ENTERED, ended_at=after(50))
    assert (call.outcome, call.wait_seconds, call.talk_seconds) == ("abandoned", 50, None)
    assert (call.owner, call.team) == (None, service_team)


def test_nobody_was_reached(ana: User) -> None:
    call = log_call(by=ana, direction="out", entered_at=ENTERED, ended_at=after(50))
    assert (call.outcome, call.owner) == ("missed", ana)


def test_a_blocked_call_is_not_offered(ana: User) -> None:
    log_call(by=ana, entered_at=ENTERED, outcome="blocked")
    assert not Call.objects.offered().exists()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"answered_at": after(-1)}, "answered_at"),
        ({"answered_at": after(20), "ended_at": after(10)}, "ended_at"),
        ({"ended_at": after(-10)}, "ended_at"),
        ({"answered_at": after(20), "ended_at": after(30), "hold_seconds": 11}, "hold_seconds"),
        ({"answered_at": after(20), "wait_seconds": 40}, "wait_seconds"),
        ({"answered_at": after(20), "outcome": "abandoned"}, "outcome"),
        ({"wait_seconds": -5}, "ended_at"),
        ({"talk_seconds": 10, "wrap_up_seconds": -1}, "wrap_up_seconds"),
        ({"entered_at": local(5, 11)}, "at"),
    ],
)
def test_times_make_sense(said: dict, field: str, ana: User) -> None:
    with pytest.raises(ActionRefused) as refused:
        log_call(**{"by": ana, "entered_at": ENTERED, **said})
    assert refused.value.field == field
    assert not Call.objects.exists()


def test_a_rounded_second_is_no_contradiction(ana: User) -> None:
    call = log_call(by=ana, entered_at=ENTERED, answered_at=after(20), wait_seconds=21)
    assert call.wait_seconds == 21


def test_exactly_in_time_is_kept_exactly(ana: User) -> None:
    assert log_call(by=ana, entered_at=ENTERED, answered_at=after(20)).wait_seconds == 20


def test_changed_times_bring_the_seconds_along(ana: User) -> None:
    call = log_call(by=ana, entered_at=ENTERED, answered_at=after(20), ended_at=after(200))
    call.answered_at = after(30)
    changed = update_call(call, ana)
    assert (changed.wait_seconds, changed.talk_seconds) == (30, 170)
