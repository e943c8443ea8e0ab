"""A phone call is logged by its lengths and put right by its instants."""

import pytest

from service.actions import log_call
from service.models import Call
from tests.sales.pages import press, text

from .conftest import local

NEW = {"direction": "in", "outcome": "answered", "entered_at": "2024-05-10T11:00:00"}


def test_it_works(sign_in, ana, now, organisation):
    said = {**NEW, "wait_seconds": "0:20", "talk_seconds": "3:20", "hold_seconds": "30", "wrap_up_seconds": "1:00:00"}
    answer = sign_in(ana).post("/calls/new/", said)
    call = Call.objects.get()
    assert answer.url == f"/calls/{call.pk}/"
    assert (call.wait_seconds, call.talk_seconds, call.hold_seconds, call.wrap_up_seconds) == (20, 200, 30, 3600)
    assert (call.owner, call.answered_at) == (ana, local(5, 10, 11).replace(second=20))


@pytest.mark.parametrize("said", ["3.5", "3:70", "-5", "soon", "٣:٢٠"])
def test_a_time_that_is_none_is_told(sign_in, ana, now, organisation, said):
    assert "Write a time as 3:20" in text(sign_in(ana).post("/calls/new/", {**NEW, "talk_seconds": said}))


def test_a_call_that_nobody_took_is_still_the_loggers(sign_in, ana, now, organisation):
    sign_in(ana).post("/calls/new/", {**NEW, "outcome": "abandoned", "wait_seconds": "40"})
    assert Call.objects.get().owner == ana


def test_other_instants_bring_another_talk(sign_in, ana, now, organisation):
    call = log_call(by=ana, entered_at=local(5, 10, 11), wait_seconds=10, talk_seconds=60)
    said = {**NEW, "answered_at": "2024-05-10T11:00:10", "ended_at": "2024-05-10T11:05:10"}
    press(sign_in(ana), "service:call_edit", call, **said)
    assert Call.objects.get().talk_seconds == 300


def test_a_call_that_ends_before_it_begins_is_refused(sign_in, ana, now, organisation):
    call = log_call(by=ana, entered_at=local(5, 10, 11), wait_seconds=10, talk_seconds=60)
    said = {**NEW, "answered_at": "2024-05-10T11:00:10", "ended_at": "2024-05-10T10:05:10"}
    answer = press(sign_in(ana), "service:call_edit", call, **said)
    assert "A call cannot end before it was answered or came in." in text(answer)


def test_a_foreign_call_is_not_there(sign_in, ana, siv, now):
    call = log_call(by=siv, talk_seconds=5, entered_at=local(5, 10, 11))
    assert press(sign_in(ana), "service:call_edit", call, **NEW).status_code == 404
