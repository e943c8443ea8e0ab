"""Garbage and near-garbage to every operation of the API, as everybody: nothing may answer 5xx (``make fuzz``).

The cases are made by Schemathesis from the description the API gives of itself; half of the addresses lead to records
that are there, and whatever is made is read, changed and deleted at once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import urlencode

from tests.matrix.visitor import Undone, Visitor
from tests.matrix.world import World

EACH = 4  # persons who send a case: making one takes longer than sending it


@dataclass
class Tried:
    """What a run came to."""

    requests: int = 0
    broken: list[str] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)


class Fuzz:
    """Sends cases as one person after another; everything is taken back."""

    def __init__(self, world: World, cast: dict[str, Visitor], seed: int) -> None:
        self.world, self.random, self.tried = world, Random(seed), Tried()
        self.cast = list(cast.values())

    def operations(self) -> Iterator[Any]:
        import schemathesis
        from drf_spectacular.generators import SchemaGenerator

        described = json.loads(json.dumps(SchemaGenerator().get_schema(request=None, public=True), default=str))
        for result in schemathesis.openapi.from_dict(described).get_all_operations():
            yield result.ok()

    def run(self, examples: int, share: float = 1.0) -> Tried:
        """``examples`` cases of each mode for every operation (of a share of them)."""
        from hypothesis import HealthCheck, Phase, given, seed, settings
        from schemathesis import GenerationMode

        quick = settings(
            max_examples=examples, deadline=None, database=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        for operation in self.operations():
            if self.random.random() > share:
                continue
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                try:
                    strategy = operation.as_strategy(generation_mode=mode)
                    seed(self.random.randrange(2**32))(quick(given(case=strategy)(self.try_case())))()
                except Exception as error:  # what cannot be made wrong has no wrong cases
                    if type(error).__module__.startswith(("hypothesis", "schemathesis")):
                        continue
                    raise
        return self.tried

    def try_case(self) -> Callable[[Any], None]:
        def send(case: Any) -> None:
            address = self.address(case)
            for visitor in self.random.sample(self.cast, EACH):
                with Undone():
                    answer = self.send(visitor, case.method.lower(), address, case.body)
                    if answer.status_code == 201 and (made := key_of(answer)):
                        for method in ("get", "patch", "delete"):
                            self.send(visitor, method, f"{case.path.rstrip('/')}/{made}/", case.body)

        return send

    def address(self, case: Any) -> str:
        """Where the case goes: every other time to a record that is there."""
        path = case.path
        for name, value in (case.path_parameters or {}).items():
            real = self.random.choice(self.real(case.path)) if self.random.random() < 0.6 else value
            path = path.replace("{" + name + "}", str(real).replace("/", "-").replace("?", "-") or "0")
        query = urlencode(dict(case.query or {}), doseq=True, errors="replace")
        return f"{path}?{query}" if query else path

    def real(self, path: str) -> list[Any]:
        from tests.matrix.surface import kpi_codes, places

        if "kpis" in path:
            return kpi_codes()
        if path not in self.known:
            labels = {p.path().rstrip("/"): p.label for p in places() if p.kind == "api" and not p.params}
            label = labels.get(path.partition("/{")[0], "")
            self.known[path] = [row.pk for row in self.world.rows.get(label, [])] or [1]
        return self.known[path]

    known: dict[str, list[Any]] = {}

    def send(self, visitor: Visitor, method: str, path: str, body: Any) -> Any:
        said = (
            json.dumps(body, default=str).encode("utf-8", "surrogatepass")
            if isinstance(body, dict | list | str | int | float | bool | None)
            else b""
        )
        answer = visitor.client.generic(method.upper(), path, said, "application/json", headers=visitor.headers)
        self.tried.requests += 1
        self.tried.statuses[answer.status_code] = self.tried.statuses.get(answer.status_code, 0) + 1
        if answer.status_code >= 500:
            self.tried.broken.append(f"{visitor.name} {method} {path} {said[:300]!r}: {answer.status_code}")
        return answer


def key_of(answer: Any) -> Any:
    try:
        return json.loads(answer.content).get("id")
    except (ValueError, AttributeError):
        return None
