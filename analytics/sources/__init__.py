"""The lines of the source documents that the KPIs come from: "4:27" is line 27 of document 4. Only cited lines are kept."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LINES = Path(__file__).parent / "lines.json"


@dataclass(frozen=True)
class Quote:
    """One line of a source document, as it stands there (Chinese)."""

    ref: str
    document: str
    line: int
    text: str

    @property
    def title(self) -> str:
        return documents()[self.document]["title"]


@cache
def documents() -> dict[str, dict]:
    return json.loads(LINES.read_text(encoding="utf-8"))


def quote(ref: str) -> Quote:
    """The line of "document:line"; a KeyError where it is not kept."""
    document, _colon, line = ref.partition(":")
    return Quote(ref, document, int(line), documents()[document]["lines"][line])


def quotes(refs: tuple[str, ...]) -> list[Quote]:
    return [quote(ref) for ref in refs]
