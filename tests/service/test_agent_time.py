"""A second of an agent counts once: shifts under activities, chats beside each other, unpaid breaks, midnight."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db.models import Sum

from service.models import AgentDay, AgentState

from .conftest import local

MINUTE = 60


@pytest.fixture
def spent(organisation, ana):
    """``spent(("talk", start, end), ...)``: minutes handling and working of 9 May."""

    def minutes(*states: tuple, day: int = 9) -> tuple[float, float]:
        for state, start, end, *unpaid in states:
            AgentState.objects.create(owner=ana, state=state, started_at=start, ended_at=end, paid=not unpaid)
        rows = AgentDay.objects.filter(day=dt.date(2024, 5, day))
        found = rows.aggregate(handled=Sum("handling_seconds"), worked=Sum("work_seconds"))
        return found["handled"] / MINUTE, found["worked"] / MINUTE

    return minutes


def test_it_works(spent) -> None:
    assert spent(("talk", local(5, 9, 9), local(5, 9, 10)), ("available", local(5, 9, 10), local(5, 9, 11))) == (
        60,
        120,
    )


def test_a_shift_lies_under_its_activities(spent) -> None:
    assert spent(("staffed", local(5, 9, 9), local(5, 9, 17)), ("talk", local(5, 9, 9), local(5, 9, 10))) == (60, 480)


def test_chats_beside_each_other_count_once(spent) -> None:
    first, second = ("handling", local(5, 9, 9), local(5, 9, 10)), ("handling", local(5, 9, 9, 30), local(5, 9, 10, 30))
    assert spent(first, second) == (90, 90)


def test_an_unpaid_break_is_no_working_time(spent) -> None:
    assert spent(("staffed", local(5, 9, 9), local(5, 9, 17)), ("break", local(5, 9, 12), local(5, 9, 13), 1)) == (
        0,
        420,
    )


def test_midnight_cuts(spent) -> None:
    assert spent(("talk", local(5, 9, 23, 30), local(5, 10, 0, 45))) == (30, 30)


def test_off_duty_counts_for_nothing(spent) -> None:
    assert spent(("off", local(5, 9, 9), local(5, 9, 10)), ("talk", local(5, 9, 10), local(5, 9, 11))) == (60, 60)
