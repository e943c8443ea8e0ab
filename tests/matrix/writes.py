"""Who can change what: every address that writes, every person, every record; only what is theirs may be different."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from django.apps import apps
from django.db import connection

from tests.matrix.bodies import Bodies
from tests.matrix.digest import Digests, Statements, changed
from tests.matrix.oracle import KIND_OF, PARENT, may_add, may_write, sees
from tests.matrix.reads import hollow
from tests.matrix.surface import Place, places, values
from tests.matrix.visitor import Undone, Visitor, canaries, told
from tests.matrix.world import TEAM_OF, Row, World

# Written beside what a person does: by the program for itself, about nobody's record.
BESIDE = {
    "accounts.auditentry", "accounts.idempotencykey", "sessions.session", "admin.logentry", "analytics.dirtyday",
    "accounts.change", "accounts.customerquality", "accounts.teamtree", "accounts.customerstatus", "analytics.activity",
}  # fmt: skip
NOT_SENT = {"account_logout", "admin:logout"}


@dataclass
class Outcome:
    """What the walk came to."""

    cells: int = 0
    faults: list[str] = field(default_factory=list)
    changed: dict[str, set[str]] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Send:
    place: Place
    method: str
    path: str
    slot: str
    row: Row | None = None


def sends(world: World) -> list[Send]:
    """Everything that can be sent anywhere."""
    found = []
    for place in places():
        if place.name in NOT_SENT:
            continue
        for method in place.methods:
            if method == "get":
                continue
            for filled in values(place, world):
                row = world.objects.get((place.label, filled[0])) if filled else None
                found.append(Send(place, method, place.path(*filled), row.slot if row else "lin", row))
    return found


class WriteWalk:
    """Sends and compares; everything is taken back."""

    def __init__(self, world: World, root: Visitor) -> None:
        self.world, self.bodies, self.digests = world, Bodies(world, root), Digests()
        self.before = self.digests.take()
        self.outcome = Outcome()

    def walk(self, visitor: Visitor, some: list[Send]) -> None:
        for send in some:
            if visitor.token and send.place.kind != "api":
                continue
            self.bodies.slot = send.slot if send.slot in self.world.users else "lin"
            for body in self.bodies.of(send.place, send.method, send.path):
                self.send(visitor, send, body)

    def send(self, visitor: Visitor, send: Send, body: Any) -> None:
        outcome, noted = self.outcome, Statements()
        with Undone():
            with connection.execute_wrapper(noted):
                response = visitor.ask(send.method, send.path, body, json=send.place.kind == "api")
            outcome.cells += 1
            outcome.statuses[response.status_code] += 1
            outcome.kinds[
                f"write {send.place.kind}: {'refused' if response.status_code >= 400 else 'let in or sent on'}"
            ] += 1
            what = f"{visitor.name} {send.method} {send.path} {str(body)[:60]} -> {response.status_code}"
            if response.status_code >= 500:
                outcome.faults.append(what)
            if hollow(visitor, send.place.kind, f"\nLocation: {response.get('Location', '')}"):
                outcome.faults.append(f"{what}: taken for nobody, so the walk proves nothing")
            if noted.writing:
                became = changed(self.before, self.digests.take())
                for key, how in became.items():
                    if not (how == "changed" and self.lost_a_link(visitor, key, became)):
                        self.judge(visitor, what, key, how, response.status_code)
            outcome.faults += [
                f"{what}: {said}" for said in self.told_too_much(visitor, response, f"{send.path} {body}")
            ]

    def lost_a_link(self, visitor: Visitor, key: tuple[str, str], became: dict[tuple[str, str], str]) -> bool:
        """Whether a row led to one that was rightly deleted."""
        row = self.row_of(key)
        gone = {self.row_of(one) for one, how in became.items() if how == "gone"} - {None}
        return row is not None and any(ref in gone and may_write(visitor.person, ref) for ref in row.refs.values())

    def row_of(self, key: tuple[str, str]) -> Row | None:
        return self.world.objects.get((self.digests.label(key[0]), int(key[1]))) if key[1].isdigit() else None

    def judge(self, visitor: Visitor, what: str, key: tuple[str, str], how: str, status: int) -> None:
        """Whether a row may be otherwise than before."""
        label = self.digests.label(key[0])
        if label in BESIDE and visitor.person.role:
            return
        if label in BESIDE and label == "sessions.session":
            return
        if status >= 400:
            self.outcome.faults.append(f"{what}: refused, yet {how} {key}")
            return
        row = self.row_of(key)
        if row is None and how == "made":
            row = self.new_row(label, key[1])
            allowed = row is not None and (may_add(visitor.person, row) or self.by_parent(visitor, row))
        else:
            allowed = row is not None and (
                may_write(visitor.person, row) or self.own_account(visitor, row) or self.by_parent(visitor, row)
            )
        if allowed:
            self.outcome.changed.setdefault(visitor.name, set()).add(label)
        else:
            self.outcome.faults.append(f"{what}: {how} {row or key}")

    def own_account(self, visitor: Visitor, row: Row) -> bool:
        """Everybody keeps their own name, language and password."""
        return row.label == "accounts.user" and row.owner == visitor.person.name

    def by_parent(self, visitor: Visitor, row: Row) -> bool:
        """What hangs on a record is written by whoever may write the record."""
        tied = row.refs.get("interaction") if row.label == "marketing.campaigninteraction" else None
        if tied is not None and may_write(visitor.person, tied):
            return True
        while row.label in PARENT and (parent := row.refs.get(PARENT[row.label])) is not None:
            if may_write(visitor.person, parent):
                return True
            row = parent
        return False

    def new_row(self, label: str, key: str) -> Row | None:
        """A row that was not there before, as the oracle looks at one."""
        if label not in KIND_OF or not key.isdigit():
            return None
        made = apps.get_model(label)._default_manager.filter(pk=key).first()
        return self.described(label, made) if made is not None else None

    def described(self, label: str, made: Any) -> Row:
        row = Row(label, made.pk, "new")
        key = next((getattr(made, n) for n in ("owner_id", "user_id", "actor_id") if hasattr(made, n)), None)
        row.owner = next((name for name, user in self.world.users.items() if user.pk == key), None)
        row.team = next((n for n, team in self.world.teams.items() if team.pk == getattr(made, "team_id", None)), None)
        for one in made._meta.concrete_fields:
            if one.is_relation and (pointed := getattr(made, one.attname)) is not None:
                target = one.related_model._meta.label_lower
                known = self.world.objects.get((target, pointed))
                fresh = target in KIND_OF and known is None and one.name in (PARENT.get(label), "customer")
                row.refs[one.name] = known or (self.described(target, getattr(made, one.name)) if fresh else None)  # type: ignore[assignment]
        row.refs = {name: ref for name, ref in row.refs.items() if ref is not None}
        return row

    def told_too_much(self, visitor: Visitor, response: Any, what: str) -> Iterator[str]:
        """A refusal or a redirect must not say what a page would not."""
        from tests.matrix.oracle import reads

        text = told(response)
        for said in canaries(text) - canaries(what):
            row, name = self.world.by_canary.get(said, (None, ""))
            if (
                row is not None
                and not reads(visitor.person, row, name)
                and row.label not in ("marketing.survey", "marketing.surveyattribute", "accounts.organisation")
            ):
                yield f"says {row}.{name}"


def drawn(world: World, visitor: Visitor, seed: int, most: int) -> list[Send]:
    """So many of all that one can send, at random."""
    mine = [send for send in sends(world) if send.place.kind == "api" or not visitor.token]
    return Random(seed).sample(mine, min(most, len(mine)))


__all__ = ["TEAM_OF", "Outcome", "WriteWalk", "drawn", "sees", "sends"]
