"""The planted authorization mistakes, in the shape that tests.mutants plants."""

from __future__ import annotations

import tomllib
from pathlib import Path

from tests.mutants.planted import Mutant

LIST = Path(__file__).with_name("mistakes.toml")


def mistakes() -> list[Mutant]:
    """Each names in ``tests`` the kinds of records whose walk must notice it."""
    with LIST.open("rb") as file:
        return [Mutant(**entry) for entry in tomllib.load(file)["mutant"]]


def kinds() -> list[str]:
    """The kinds of records that the mistakes are about."""
    with LIST.open("rb") as file:
        return sorted({kind for entry in tomllib.load(file)["mutant"] for kind in entry["tests"]})
