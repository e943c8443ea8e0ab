"""Importing a few lines of text with an example mapping."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from accounts.importing import company_of
from accounts.models import Organisation
from analytics.importing import kind_named
from crm_project.importing.mapping import parse_mapping
from crm_project.importing.run import Report, run_import

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"
Import = Callable[..., Report]


def example(name: str) -> str:
    return (EXAMPLES / f"{name}.toml").read_text(encoding="utf-8")


@pytest.fixture
def load(organisation: Organisation, tmp_path: Path) -> Import:
    """``load(kind, lines, mapping, ...)``: the report of one import; rejects go to ``rejects.csv`` beside the file."""

    def run(kind: str, lines: str | bytes, mapping: str, *, name: str = "file.csv", dry_run: bool = False) -> Report:
        file = tmp_path / name
        file.write_bytes(lines if isinstance(lines, bytes) else lines.encode())
        made = parse_mapping(mapping, kind_named(kind))
        return run_import(made, file, company_of(None), dry_run=dry_run, rejects=tmp_path / "rejects.csv")

    return run


def made(report: Report) -> tuple[int, int, int, int]:
    """(created, updated, unchanged, rejected)"""
    return report.created, report.updated, report.unchanged, report.rejected
