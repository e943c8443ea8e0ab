"""What an action says when a rule refuses it."""

from __future__ import annotations


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
