"""A switchboard's own records: what they say of calls and of agents' time, and that taking them again is harmless."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.management import call_command

from crm_project.messages import BASE
from service.models import AgentState, Call, Queue

EXAMPLES = BASE / "docs" / "examples"


@pytest.fixture
def take(organisation, ana):
    Queue.objects.create(name="support")

    def taken() -> str:
        told = io.StringIO()
        files = {"cdr": EXAMPLES / "asterisk-Master.csv", "queue_log": EXAMPLES / "asterisk-queue_log"}
        call_command("pbx_import", **{k: str(v) for k, v in files.items()}, trunk=["PJSIP/provider"], stdout=told)
        return told.getvalue()

    return taken


def test_it_works(take) -> None:
    assert take() == (
        "calls: 4 created, 0 updated, 0 unchanged, 0 refused\n"
        "agents' states: 5 created, 0 updated, 0 unchanged, 0 refused\n"
    )


def test_again_is_harmless(take) -> None:
    take()
    assert take() == (
        "calls: 0 created, 0 updated, 4 unchanged, 0 refused\n"
        "agents' states: 0 created, 0 updated, 5 unchanged, 0 refused\n"
    )


def test_the_queue_says_who_waited_how_long_for_whom(take, ana) -> None:
    take()
    call = Call.objects.get(external_id="1772413200.42")
    assert (call.owner, call.wait_seconds, call.talk_seconds, call.wrap_up_seconds) == (ana, 18, 180, 30)


def test_outcomes_and_lines(take) -> None:
    take()
    calls = Call.objects.order_by("entered_at").values_list("outcome", "direction", "trunk")
    line = "PJSIP/provider"
    assert list(calls) == [
        ("answered", "in", line),
        ("abandoned", "in", line),
        ("blocked", "in", line),
        ("answered", "out", line),
    ]


def test_an_agent_s_hour(take) -> None:
    take()
    states = AgentState.objects.order_by("started_at", "-state").values_list("state", "started_at", "ended_at")
    minutes = [(state, (end - start) / dt.timedelta(seconds=1)) for state, start, end in states]
    assert minutes == [
        ("staffed", 3600), ("available", 80), ("talk", 180), ("wrap_up", 30), ("available", 3310),
    ]  # fmt: skip
