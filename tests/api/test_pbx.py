"""What a telephone system sends: batches that can be sent again, bad rows answered one by one."""

from __future__ import annotations

from typing import Any

import pytest

from service.models import AgentState, Call
from tests.api.conftest import send

pytestmark = pytest.mark.django_db

CALL = {"id": "c1", "entered_at": "2025-06-02T10:00:00Z", "answered_at": "2025-06-02T10:00:12Z", "talk_seconds": 60}
STATE = {"id": "s1", "agent": "siv", "state": "available", "started_at": "2025-06-02T10:00:00Z"}
ENDED = STATE | {"ended_at": "2025-06-02T11:00:00Z"}


@pytest.fixture
def post(api, rows):
    def posted(what: str, *rows_: Any, who: str = "root") -> Any:
        body = {"source": "pbx", "calls" if what == "calls" else "states": list(rows_)}
        return send(api(who), "post", f"pbx/{what}/", body)

    return posted


def results(answer: Any) -> list[str]:
    return [row["result"] for row in answer.json()["results"]]


def test_a_call_is_taken(post) -> None:
    answer = post("calls", CALL | {"agent": "ana", "queue": "Desk", "ticket_number": "T1", "trunk": "t1"})
    call = Call.objects.get(external_id="c1")
    assert (results(answer), call.owner.username, call.ticket.number) == (["created"], "ana", "T1")


def test_again_changes_nothing(post) -> None:
    post("calls", CALL)
    assert results(post("calls", CALL, CALL | {"topic": "bill"})) == ["unchanged", "updated"]


def test_a_bad_row_does_not_stop_the_others(post) -> None:
    answer = post("calls", {"id": "x"}, CALL, "nonsense", CALL | {"id": "c2", "agent": "nobody"})
    assert results(answer) == ["refused", "created", "refused", "refused"]
    assert answer.json()["results"][3]["errors"] == {"agent": ["There is nobody called “nobody” among the users."]}


def test_a_state_is_ended_by_sending_it_again(post) -> None:
    post("agent-states", STATE)
    assert results(post("agent-states", ENDED)) == ["updated"]
    assert AgentState.objects.get(external_id="s1").ended_at is not None


def test_an_overlap_is_refused_in_words(post) -> None:
    post("agent-states", ENDED)
    other = ENDED | {"id": "s2", "state": "break", "started_at": "2025-06-02T10:30:00Z"}
    assert post("agent-states", other).json()["results"][0]["errors"] == {
        "detail": ["The agent was in another state in this time."]
    }


@pytest.mark.parametrize("body", [None, [], {}, {"calls": []}, {"calls": "x"}, {"calls": [CALL] * 501}])
def test_no_batch(api, rows, body) -> None:
    assert send(api("root"), "post", "pbx/calls/", body).status_code == 400


def test_an_agent_may_not_send_others_calls(post) -> None:
    assert results(post("calls", CALL | {"agent": "siv"}, who="ana")) == ["refused"]


def test_a_marketer_may_not_send_calls(post) -> None:
    assert post("calls", CALL, who="mia").status_code == 403
