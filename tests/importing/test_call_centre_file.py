"""A call centre's log with clock times in columns of their own."""

from __future__ import annotations

import datetime as dt

from service.models import Call
from tests.importing.conftest import Import, example, made

LINES = """vru.line,call_id,customer_id,priority,type,date,vru_entry,vru_exit,vru_time,q_start,q_exit,q_time,outcome,ser_start,ser_exit,ser_time,server
AA0101,33116,9664491,2,PS,990101,0:00:31,0:00:36,5,0:00:36,0:03:09,153,HANG,0:00:00,0:00:00,0,NO_SERVER
AA0101,33117,0,0,PS,990101,0:34:12,0:34:23,11,0:00:00,0:00:00,0,HANG,0:00:00,0:00:00,0,NO_SERVER
AA0101,33118,27997683,2,PS,990101,6:55:20,6:55:26,6,6:55:26,6:55:43,17,AGENT,6:55:43,6:56:37,54,MICHAL
AA0101,33119,0,0,PS,990101,7:41:16,7:41:26,10,0:00:00,0:00:00,0,AGENT,7:41:25,7:44:53,208,BASCH
AA0101,33120,0,0,PS,990101,8:03:14,8:03:24,10,0:00:00,0:00:00,0,PHANTOM,0:00:00,0:00:00,0,NO_SERVER
"""


def test_it_works(load: Import) -> None:
    report = load("calls", LINES, example("call-centre"))
    assert made(report) == (4, 0, 0, 0)
    call = Call.objects.get(talk_seconds=54)
    assert (call.outcome, call.wait_seconds, call.owner.username, call.owner.role) == (
        "answered",
        17,
        "michal",
        "agent",
    )
    assert call.answered_at == call.entered_at + dt.timedelta(seconds=17)


def test_time_is_local_to_the_file(load: Import) -> None:
    load("calls", LINES, example("call-centre"))
    entered = Call.objects.get(talk_seconds=54).entered_at
    assert entered == dt.datetime(1999, 1, 1, 4, 55, 26, tzinfo=dt.UTC)


def test_without_a_queue_the_call_enters_at_the_menu(load: Import) -> None:
    load("calls", LINES, example("call-centre"))
    assert Call.objects.get(talk_seconds=208).entered_at == dt.datetime(1999, 1, 1, 5, 41, 16, tzinfo=dt.UTC)


def test_given_up(load: Import) -> None:
    load("calls", LINES, example("call-centre"))
    call = Call.objects.get(wait_seconds=153)
    assert (call.outcome, call.answered_at, call.talk_seconds, call.owner) == ("abandoned", None, None, None)
    assert call.customer.external_id == "9664491"


def test_hung_up_before_the_queue_was_not_offered(load: Import) -> None:
    load("calls", LINES, example("call-centre"))
    assert Call.objects.get(external_id="AA0101-33117-990101").outcome == "ivr"
    assert Call.objects.offered().count() == 3


def test_second_run_changes_nothing(load: Import) -> None:
    load("calls", LINES, example("call-centre"))
    assert made(load("calls", LINES, example("call-centre"))) == (0, 0, 4, 0)
