"""Who is shown what: every address, every person, every record, and questions made for every field."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import urlencode

from tests.matrix.oracle import HIDDEN, KIND_OF, closed, may_add, may_export, reads
from tests.matrix.surface import Place, places, values
from tests.matrix.visitor import Undone, Visitor, canaries, masked, told
from tests.matrix.world import NUMBER, World

# What is open to whoever has the link: the questions of a survey one is asked.
OPEN = {"marketing:respond": {"marketing.survey", "marketing.surveyattribute", "accounts.organisation"}}
# Where a secret is shown, for it has to be handed on: to whoever may make one like it.
HANDED_ON = {"marketing:survey_detail": "marketing.invitation.token"}
# A figure is read in a scope of its own, and one made of a single row is that row's number: twin worlds hold it to that.
FIGURES = ("analytics:", "api-kpi", "accounts:quality")
FIGURE = re.compile(r'<a href="/kpis/[^"]*"[^>]*>[^<]*</a>')
# A GET would end the session; what it may do is a matter of POST.
FILES = ("csv", "xlsx")
NOT_WALKED = {"account_logout", "admin:logout"}


@dataclass(frozen=True)
class Cell:
    """One question to one address."""

    place: Place
    path: str
    query: tuple[tuple[str, str], ...] = ()
    file: str = ""  # of an export: the kind of file

    def __str__(self) -> str:
        said = self.path + ("?" + "&".join(f"{k}={v}" for k, v in self.query) if self.query else "")
        return f"{said} as {self.file}" if self.file else said


@dataclass
class Found:
    """What a walk came to."""

    cells: int = 0
    leaks: list[str] = field(default_factory=list)
    seen: dict[str, set[tuple[str, str]]] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)

    def count(self, visitor: Visitor, cell: Cell, status: int) -> None:
        self.cells += 1
        self.statuses[status] += 1
        asked = "file" if cell.file else "question" if cell.query else "record" if cell.place.params else "page"
        self.kinds[f"read {cell.place.kind}: {asked}"] += 1


def cells(world: World, some: Iterable[Place] | None = None) -> Iterator[Cell]:
    """Every question there is."""
    for place in some or places():
        if place.name in NOT_WALKED or "get" not in place.methods:
            continue
        for filled in values(place, world):
            yield Cell(place, place.path(*filled))
            if place.is_export:
                yield from (Cell(place, place.path(*filled), file=file) for file in FILES)
        if place.params in (("pk",), ("object_id",)):
            yield Cell(place, place.path(999_999_999))
        if place.is_list and place.is_export:
            for number, query in enumerate(questions(place, world)):
                if number % 5 == 0:  # the list itself is asked all of them
                    yield Cell(place, place.path(), tuple(query.items()), FILES[number % 2])
        elif place.is_list:
            for query in questions(place, world):
                yield Cell(place, place.path(), tuple(query.items()))


def questions(place: Place, world: World) -> Iterator[dict[str, str]]:
    """Sorting, filtering and searching by every field, hidden ones too, and over relations."""
    sort = {"page": "sort", "api": "ordering", "admin": "o"}[place.kind]
    sample = world.rows.get(place.label, [])
    other = next((row for row in sample if row.slot in ("omar", "")), None)
    for number, one in enumerate(place.model._meta.concrete_fields):
        name, value = one.name, (other.canaries.get(one.name, "") if other else "") or "1"
        if place.kind == "admin":
            yield {sort: str(number + 1)}
        else:
            yield {sort: name}
            yield {sort: f"-{name}"}
        yield {name: value}
        yield {f"{name}__gte": value}
        yield {f"{name}_min": value}
        yield {f"{name}__startswith": value[:5]}
        if one.is_relation and one.related_model._meta.label_lower == "accounts.user":
            yield {f"{name}__password__startswith": "!"}
            yield {sort: f"{name}__password"}
        elif one.is_relation:
            for hop in ("owner__password__startswith", "name__startswith", "note__startswith", "amount__gte"):
                yield {f"{name}__{hop}": "z"}
    for word in ("zq", *(list(other.canaries.values())[:4] if other else ())):
        yield {{"admin": "q"}.get(place.kind, "search"): word}
        yield {"q": word, "search": word}
    hidden = world.find("accounts.customer", "omar")
    if hidden is not None:
        yield {"q": hidden.canaries["name"], "search": hidden.canaries["name"]}
    yield {"limit": "200"}
    yield {"cursor": "bm90aGluZw=="}


def asked_by(visitor: Visitor, cell: Cell) -> bool:
    """A token is for the API alone."""
    return cell.place.kind == "api" or not visitor.token


def draw(world: World, visitor: Visitor, seed: int, most: int) -> list[Cell]:
    """So many of all questions that one can ask, at random, in their order."""
    if not world.questions:
        world.questions = list(cells(world))
    mine = [cell for cell in world.questions if asked_by(visitor, cell)]
    chosen = sorted(Random(seed).sample(range(len(mine)), min(most, len(mine))))
    return [mine[number] for number in chosen]


def look(visitor: Visitor, cell: Cell) -> tuple[int, str]:
    """The answer to a question; what it wrote is taken back."""
    with Undone():
        if cell.file:
            asked = f"{cell.path}?{urlencode(cell.query)}"
            response = visitor.ask("post", asked, {"as": cell.file})
        else:
            response = visitor.ask("get", cell.path, dict(cell.query))
        return response.status_code, masked(told(response))


def walk(world: World, visitor: Visitor, some: Iterable[Cell], found: Found) -> None:
    """Ask everything and note what must not be said."""
    for cell in some:
        if asked_by(visitor, cell):
            judge(world, visitor, cell, look(visitor, cell), found)


def judge(world: World, visitor: Visitor, cell: Cell, answer: tuple[int, str], found: Found) -> None:
    """Hold one answer against the oracle."""
    (status, text), place, what = answer, cell.place, f"{visitor.name} {cell}"
    found.count(visitor, cell, status)
    seen = found.seen.setdefault(visitor.name, set())
    if status >= 500:
        found.leaks.append(f"{what}: {status}")
    if status == 200 and place.kind == "api" and asks_hidden(visitor, cell):
        found.leaks.append(f"{what}: answers a question by a hidden field")
    if status == 200 and place.kind != "admin" and place.label in KIND_OF and closed(visitor.person, place.label):
        found.leaks.append(f"{what}: opens, though nothing of its kind is theirs")
    if hollow(visitor, place.kind, text):
        found.leaks.append(f"{what}: taken for nobody, so the walk proves nothing")
    figures = place.name.startswith(FIGURES)
    for said in canaries(FIGURE.sub("", text)) - canaries(str(cell)):
        if figures and NUMBER.fullmatch(said):
            continue
        row, name = world.by_canary.get(said, (None, ""))
        if row is None:
            continue
        if cell.file and row.label == place.label and not may_export(visitor.person, row):
            found.leaks.append(f"{what}: takes out {row}.{name}")
        elif (
            reads(visitor.person, row, name)
            or row.label in OPEN.get(place.name, ())
            or handed_on(visitor, place, row, name)
        ):
            seen.add((row.label, name))
        else:
            found.leaks.append(f"{what}: {row}.{name}")


def handed_on(visitor: Visitor, place: Place, row: Any, name: str) -> bool:
    return HANDED_ON.get(place.name) == f"{row.label}.{name}" and may_add(visitor.person, row)


def hollow(visitor: Visitor, kind: str, text: str) -> bool:
    """Whether somebody who is signed in was sent to sign in."""
    return kind == "page" and visitor.here and "\nLocation: /sign-in/?next" in text


def asks_hidden(visitor: Visitor, cell: Cell) -> bool:
    """Whether a question is by a field that the person does not read."""
    hidden = HIDDEN.get(visitor.person.role, set())
    asked = [value.lstrip("-") if name in ("ordering", "sort") else name for name, value in cell.query]
    return any(f"{cell.place.label}.{name.split('__')[0].removesuffix('_min')}" in hidden for name in asked)


def summary(found: Found) -> dict[str, Any]:
    return {"cells": found.cells, "leaks": len(found.leaks), "statuses": dict(sorted(found.statuses.items()))}
