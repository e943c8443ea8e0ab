"""Planted mistakes: one place of the program, what stands there, and what a tired mind might have written."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
LIST = Path(__file__).with_name("mutants.toml")
CASE_FILES = (ROOT / "analytics/golden/cases.json", Path(__file__).with_name("edges.json"))


@dataclass(frozen=True)
class Mutant:
    """``old`` becomes ``new`` in ``file``; a worked case of ``cases`` or a test of ``tests`` must notice."""

    name: str
    file: str
    old: str
    new: str
    cases: list[str] = field(default_factory=list)
    tests: list[str] = field(default_factory=list)

    def fault(self, root: Path = ROOT) -> str:
        """Why it cannot be planted; empty if it can."""
        path = root / self.file
        times = path.read_text(encoding="utf-8").count(self.old) if path.is_file() else 0
        if times != 1:
            return f"{self.name}: what it replaces occurs {times} times in {self.file}"
        return "" if self.cases or self.tests else f"{self.name}: nothing is named that should notice"

    def plant(self, root: Path) -> str:
        """Write the mistake into a copy of the tree; the text that was there."""
        path = root / self.file
        before = path.read_text(encoding="utf-8")
        path.write_text(before.replace(self.old, self.new), encoding="utf-8")
        return before

    def take_back(self, root: Path, before: str) -> None:
        (root / self.file).write_text(before, encoding="utf-8")


def planted() -> list[Mutant]:
    with LIST.open("rb") as file:
        return [Mutant(**entry) for entry in tomllib.load(file)["mutant"]]


def worked_cases() -> dict[str, dict[str, Any]]:
    """The shipped worked cases and those on the edges, by their id."""
    return {case["id"]: case for path in CASE_FILES for case in json.loads(path.read_text(encoding="utf-8"))["cases"]}
