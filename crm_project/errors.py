"""What an action says when a rule refuses it."""

from __future__ import annotations

from typing import Any


class ActionRefused(Exception):
    """A rule said no. ``str(error)`` is a sentence for the user, in the user's language.

    ``field`` names the input that is wrong, if one is; ``conflict`` is true when the record has moved on since the
    user read it (409 rather than 400).
    """

    def __init__(self, sentence: str, *, field: str | None = None, conflict: bool = False) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
        self.conflict = conflict


class Overtaken(ActionRefused):
    """Somebody else was faster, and both wrote the same fields.

    ``clashes`` are those fields; ``version`` is what the next attempt is compared with, ``seen`` the version stored now.
    """

    def __init__(self, sentence: str, *, clashes: list[Any], version: int, seen: int) -> None:
        super().__init__(sentence, conflict=True)
        self.clashes, self.version, self.seen = clashes, version, seen
