"""What a kind of record asks of a file: its fields, and how checked rows become records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from crm_project.importing.load import Load


class Type(StrEnum):
    """What a field holds; the value is the column type it is staged in."""

    TEXT = "text"
    CHOICE = "text "
    NUMBER = "numeric"
    WHOLE = "bigint"
    DURATION = "bigint "
    MOMENT = "timestamptz"
    DAY = "date"
    YES_NO = "boolean"
    PATH = "text[]"

    @property
    def word(self) -> str:
        return self.name.lower().replace("_", "/")


@dataclass(frozen=True)
class Field:
    """One thing a mapping can fill. ``headers`` are usual headings, for a proposed mapping."""

    name: str
    label: StrOrPromise
    type: Type = Type.TEXT
    required: bool = False
    default: Any = None
    choices: tuple[str, ...] = ()
    longest: int = 0
    places: int = 4
    help: StrOrPromise = ""
    headers: tuple[str, ...] = ()
    guess: bool = True  # whether a heading that is the field's own name surely means it


Row = dict[str, Any]


def nothing_more(row: Row, seen: dict[str, Any]) -> None:
    """A kind whose rows need no check beyond their fields'."""


@dataclass(frozen=True)
class Kind:
    """A kind of record that can be imported.

    ``check(row, seen)`` completes one row in Python (``seen`` lives as long as the import) and raises BadValue;
    ``load(load)`` writes the staged rows set-wise. Rows that share the value of ``group`` stand or fall together.
    """

    name: str
    label: StrOrPromise
    fields: tuple[Field, ...]
    load: Callable[[Load], None]
    check: Callable[[Row, dict[str, Any]], None] = nothing_more
    extra: Mapping[str, Type] = field(default_factory=dict)
    creates: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    group: str = ""

    def field(self, name: str) -> Field | None:
        return next((item for item in self.fields if item.name == name), None)

    def moment(self, name: str, alias: str = "") -> str:
        """SQL for the moment in a staged field; a day begins at its first moment."""
        asked = self.field(name)
        column = f"{alias}.{name}" if alias else name
        return day_start(column) if asked is not None and asked.type is Type.DAY else column


def day_start(column: str) -> str:
    """SQL for the first moment of a local day."""
    return f"({column}::timestamp AT TIME ZONE %(zone)s)"
