"""Asterisk's own records read into calls and agents' states: ``Master.csv`` (call detail) and ``queue_log``.

Nothing is written here: each function gives rows as ``service.actions.take_call`` and ``take_state`` take them.
"""

from __future__ import annotations

import csv
import datetime as dt
import zoneinfo
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]
CDR = (
    "accountcode", "src", "dst", "dcontext", "clid", "channel", "dstchannel", "lastapp", "lastdata", "start", "answer",
    "end", "duration", "billsec", "disposition", "amaflags", "uniqueid", "userfield",
)  # fmt: skip
REFUSED = {"BUSY", "CONGESTION"}
PAUSES: tuple[tuple[str, str], ...] = (("wrap", "wrap_up"), ("acw", "wrap_up"), ("train", "training"), ("meet", "meeting"), ("break", "break"), ("lunch", "break"),
    ("pause", "break"),
)  # fmt: skip
IN, OUT = {"ADDMEMBER", "AGENTLOGIN", "AGENTCALLBACKLOGIN"}, {"REMOVEMEMBER", "AGENTLOGOFF", "AGENTCALLBACKLOGOFF"}
ENDED = {"COMPLETEAGENT", "COMPLETECALLER", "TRANSFER", "BLINDTRANSFER", "ATTENDEDTRANSFER"}
GIVEN_UP = {"ABANDON", "EXITWITHTIMEOUT", "EXITEMPTY", "EXITWITHKEY"}


def read_cdr(lines: Iterable[str], zone: zoneinfo.ZoneInfo, trunks: Iterable[str]) -> Iterator[Row]:
    """Calls of a ``Master.csv``, whose times are local to ``zone``. ``trunks`` name the lines to the outside
    ("PJSIP/provider"): what comes by one is inbound, what goes by one outbound, the rest internal.

    Rows that share a unique id are the legs of one call. The answer of a queued call is the switchboard's, not the
    agent's: who waited how long for whom, ``queue_log`` says.
    """
    calls: dict[str, list[Row]] = {}
    for number, cells in enumerate(csv.reader(lines)):
        if len(cells) < 16:
            continue
        row = dict(zip(CDR, cells, strict=False))
        calls.setdefault(row.get("uniqueid") or f"{row['start']} {row['channel']} {number}", []).append(row)
    names = tuple(trunks)
    for key, legs in calls.items():
        yield _call(key, legs, zone, names)


def _call(key: str, legs: list[Row], zone: zoneinfo.ZoneInfo, trunks: tuple[str, ...]) -> Row:
    first, last = legs[0], legs[-1]
    came, went = _trunk(first["channel"], trunks), _trunk(last["dstchannel"], trunks)
    inbound = bool(came) or not went
    queued = any(leg["lastapp"] == "Queue" for leg in legs)
    talked = any(leg["disposition"] == "ANSWERED" and leg["dstchannel"] for leg in legs)
    found: Row = {
        "id": key,
        "direction": "in" if inbound else "out",
        "entered_at": _local(first["start"], zone),
        "ended_at": _local(last["end"], zone),
        "phone": (first["src"] if inbound else last["dst"])[:40],
        "trunk": came or went,
        "transfers": len(legs) - 1,
        "is_internal": not (came or went),
    }
    if talked:
        answered = next(leg["answer"] for leg in legs if leg["disposition"] == "ANSWERED" and leg["dstchannel"])
        return found | {"outcome": "answered", "answered_at": _local(answered or first["start"], zone)}
    if inbound and any(leg["disposition"] in REFUSED for leg in legs):
        return found | {"outcome": "blocked"}
    return found | {"outcome": ("abandoned" if queued else "ivr") if inbound else "missed"}


def _trunk(channel: str, trunks: tuple[str, ...]) -> str:
    """The trunk a channel belongs to: "PJSIP/provider-0000002a" to "PJSIP/provider"."""
    peer = channel.rpartition("-")[0] or channel
    return peer if peer in trunks or peer.partition("/")[2] in trunks else ""


def _local(text: str, zone: zoneinfo.ZoneInfo) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text).replace(tzinfo=zone) if text else None


@dataclass
class Agent:
    """Where an agent's time has got to."""

    name: str
    since: dict[str, dt.datetime] = field(default_factory=dict)  # shift, activity
    state: str = ""
    pause: str = ""
    call: str = ""  # the last one they took

    def begin(self, state: str, at: dt.datetime) -> Iterator[Row]:
        """End what the agent was doing, and begin something else; nothing, when they go off."""
        if self.state and at > self.since["activity"]:
            yield self.row(self.state, self.since["activity"], at)
        self.state, self.since["activity"] = state, at

    def row(self, state: str, start: dt.datetime, end: dt.datetime | None) -> Row:
        key = f"{self.name} {state} {start:%Y%m%dT%H%M%S}"
        return {"id": key, "agent": self.name, "state": state, "started_at": start, "ended_at": end}


@dataclass
class QueueLog:
    """What a ``queue_log`` says: ``calls`` by id, ``states`` one after the other. Its times are seconds since 1970."""

    calls: dict[str, Row] = field(default_factory=dict)
    states: list[Row] = field(default_factory=list)
    agents: dict[str, Agent] = field(default_factory=dict)

    def read(self, lines: Iterable[str]) -> QueueLog:
        for line in lines:
            parts = line.rstrip("\n").split("|")
            if len(parts) >= 5 and parts[0].replace(".", "").isdigit():
                at = dt.datetime.fromtimestamp(int(float(parts[0])), dt.UTC)
                self._event(at, *parts[1:5], data=parts[5:] + [""] * 6)
        for agent in self.agents.values():
            if agent.state:
                self.states.append(agent.row(agent.state, agent.since["activity"], None))
            if "shift" in agent.since:
                self.states.append(agent.row("staffed", agent.since["shift"], None))
        return self

    def _event(self, at: dt.datetime, call: str, queue: str, name: str, event: str, *, data: list[str]) -> None:
        if event == "ENTERQUEUE":
            said = {"queue": queue, "phone": data[1][:40], "outcome": "abandoned"}
            self.calls[call] = {"id": call, "direction": "in", "entered_at": at} | said
        elif event == "CONNECT":
            self._of(call, queue, at).update(answered_at=at, agent=name, outcome="answered", ended_at=None)
        elif event in ENDED:
            self._of(call, queue, at).update(ended_at=at)
            if "TRANSFER" in event:
                self._of(call, queue, at)["transfers"] = self.calls[call].get("transfers", 0) + 1
        elif event in GIVEN_UP:
            self._of(call, queue, at).update(ended_at=at, outcome="abandoned")
        if name not in ("", "NONE"):
            agent = self.agents.setdefault(name, Agent(name))
            self._wrapped_up(agent, at)
            agent.call = call if event == "CONNECT" else agent.call
            self._agent_event(agent, at, event, data)

    def _of(self, call: str, queue: str, at: dt.datetime) -> Row:
        """A call; one whose beginning lies in an earlier log begins here."""
        return self.calls.setdefault(call, {"id": call, "direction": "in", "entered_at": at, "queue": queue})

    def _wrapped_up(self, agent: Agent, at: dt.datetime) -> None:
        """A pause to wrap up belongs to the call before it."""
        if agent.state == "wrap_up" and agent.call in self.calls:
            self.calls[agent.call]["wrap_up_seconds"] = int((at - agent.since["activity"]).total_seconds())

    def _agent_event(self, agent: Agent, at: dt.datetime, event: str, data: list[str]) -> None:
        if event in IN and "shift" not in agent.since:
            agent.since["shift"] = at
            self.states += agent.begin("available", at)
        elif event in OUT and "shift" in agent.since:
            self.states += agent.begin("", at)
            start = agent.since.pop("shift")
            if at > start:
                self.states.append(agent.row("staffed", start, at))
        elif event == "CONNECT":
            self.states += agent.begin("talk", at)
        elif event in ENDED:
            self.states += agent.begin(agent.pause or ("available" if "shift" in agent.since else ""), at)
        elif event in ("PAUSE", "PAUSEALL"):
            agent.pause = pause_named(data[0])
            if agent.state != "talk":
                self.states += agent.begin(agent.pause, at)
        elif event in ("UNPAUSE", "UNPAUSEALL"):
            agent.pause = ""
            if agent.state != "talk":
                self.states += agent.begin("available" if "shift" in agent.since else "", at)


def pause_named(reason: str) -> str:
    """What a pause is, by the reason the agent gave; without one, not ready."""
    return next((state for word, state in PAUSES if word in reason.lower()), "not_ready")


def merged(cdr: Iterable[Row], log: QueueLog) -> Iterator[Row]:
    """Calls of both records: what the queue says of one goes before what the switchboard says."""
    left = dict(log.calls)
    for row in cdr:
        said = left.pop(row["id"], None)
        if said is None:
            yield row
            continue
        kept = {name: row[name] for name in ("phone", "trunk", "is_internal") if row.get(name)}
        ended = said.get("ended_at") or row["ended_at"]
        yield {**kept, **{name: value for name, value in said.items() if value not in (None, "")}, "ended_at": ended}
    yield from left.values()
