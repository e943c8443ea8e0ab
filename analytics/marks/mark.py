"""How a table says which days its changed rows make dirty."""

from __future__ import annotations

from dataclasses import dataclass


def day(column: str) -> str:
    return f"({column} AT TIME ZONE analytics_zone())::date"


@dataclass(frozen=True)
class Marks:
    """``selects`` give (source, day) over ``r``; ``on_update`` narrows an update to rows in which these columns moved."""

    table: str
    selects: tuple[str, ...]
    only_when_changed: tuple[str, ...] = ()


def mark(source: str, expression: str, tail: str = "") -> str:
    return f"SELECT '{source}', {expression} FROM r {tail} WHERE ({expression}) IS NOT NULL"
