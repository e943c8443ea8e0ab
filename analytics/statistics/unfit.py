"""Why a model was not fitted."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Unfit:
    """Stands where a fitted model would: false, with the reason as a code, what there was and what it takes."""

    reason: str
    n: int = 0
    needed: int = 0

    def __bool__(self) -> bool:
        return False
