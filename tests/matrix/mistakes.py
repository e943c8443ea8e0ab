"""The planted authorization mistakes, in the shape that tests.mutants plants."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

from tests.mutants.planted import Mutant

LIST = Path(__file__).with_name("mistakes.toml")


def mistakes() -> list[Mutant]:
    """Each with the aimed walk that must notice it."""
    with LIST.open("rb") as file:
        found = [Mutant(**entry) for entry in tomllib.load(file)["mutant"]]
    return [replace(one, tests=[f"tests/matrix/aimed.py::test_aim[{kind}]" for kind in one.tests]) for one in found]


def kinds() -> list[str]:
    """The kinds of records that the mistakes are about."""
    with LIST.open("rb") as file:
        return sorted({kind for entry in tomllib.load(file)["mutant"] for kind in entry["tests"]})
