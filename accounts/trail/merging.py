"""Two people wrote the same record: what each of them touched, and where they clash.

What only one of them touched is theirs without a question. What both set to different values is asked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from accounts.trail import past


@dataclass(frozen=True)
class Clash:
    """A field that both wrote: what it held before (None where nobody can say), holds now, and was to hold."""

    name: str
    before: Any
    now: Any
    yours: Any


@dataclass
class Comparison:
    """``untouched`` fields keep what is stored; ``clashes`` are asked. ``known``: what was read first is known."""

    known: bool
    untouched: dict[str, Any] = field(default_factory=dict)
    clashes: list[Clash] = field(default_factory=list)


def compare(stored: models.Model, version: int | None, sent: Mapping[str, Any]) -> Comparison:
    """Compare what was ``sent`` for a record read at ``version`` (None: unknown) with what is stored now."""
    before = past.held(stored, version) if version is not None else None
    found = Comparison(before is not None)
    for name, yours in sent.items():
        if not is_column(stored, name):
            continue
        now = getattr(stored, name)
        if same(yours, now):
            continue
        if before is None:
            found.clashes.append(Clash(name, None, now, yours))
        elif same(yours, before[name]):
            found.untouched[name] = now
        elif not same(now, before[name]):
            found.clashes.append(Clash(name, before[name], now, yours))
    return found


def is_column(stored: models.Model, name: str) -> bool:
    try:
        return bool(stored._meta.get_field(name).concrete) and not stored._meta.get_field(name).many_to_many
    except FieldDoesNotExist:
        return False


def same(one: Any, other: Any) -> bool:
    return plain(one) == plain(other)


def plain(value: Any) -> Any:
    """A value as it compares: a record by its key, nothing said as nothing, a moment to the second a form shows."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, dt.datetime):
        return value.replace(microsecond=0)
    return None if value == "" else value
