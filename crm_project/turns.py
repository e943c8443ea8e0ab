"""Few at a time: work that keeps a thread busy for long waits for its turn, so that pages do not."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.cache import cache

AT_ONCE = 3  # of the whole company: a site has eight threads (crm_project/gunicorn_settings.py)
SECONDS = 300  # a turn that is not renewed ends, should its process have been killed


@dataclass(frozen=True)
class Turn:
    """A turn taken. ``renew`` it while it lasts, ``end`` it whatever happens."""

    keys: tuple[str, ...]
    mark: str

    def renew(self) -> None:
        for key in self.keys:
            cache.set(key, self.mark, SECONDS)

    def end(self) -> None:
        for key in self.keys:
            if cache.get(key) == self.mark:
                cache.delete(key)


def take_turn(what: str, who: int) -> Turn | None:
    """A turn at ``what`` for a person; None while they have one, or too many others do."""
    mark, own = uuid.uuid4().hex, f"{what}-of-{who}"
    if not cache.add(own, mark, SECONDS):
        return None
    for number in range(AT_ONCE):
        if cache.add(place := f"{what}-{number}", mark, SECONDS):
            return Turn((own, place), mark)
    cache.delete(own)
    return None


class Held:
    """The pieces of an answer; the turn ends with the last one, or when nobody listens any more."""

    def __init__(self, pieces: Iterator[bytes], turn: Turn) -> None:
        self.pieces, self.turn = pieces, turn

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self.pieces
        finally:
            self.turn.end()

    def close(self) -> None:
        self.turn.end()
