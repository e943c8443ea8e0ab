"""manage.py import: report, rejects, exit codes."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Customer, ImportRun, Organisation

MAPPING = '[columns]\nname = "Name"\nexternal_id = "Id"\nsince = "Since"\n'
LINES = "Id,Name,Since\n1,One,2024-01-02\n2,Two,02/01/2024\n3,,\n"


@pytest.fixture
def files(organisation: Organisation, tmp_path: Path) -> Path:
    (tmp_path / "map.toml").write_text(MAPPING)
    (tmp_path / "customers.csv").write_text(LINES)
    return tmp_path


def run(files: Path, *options: str) -> dict[str, Any]:
    out = StringIO()
    arguments = ["customers", str(files / "customers.csv"), "--mapping", str(files / "map.toml"), "--json", *options]
    call_command("import", *arguments, stdout=out, stderr=StringIO())
    return json.loads(out.getvalue())


def test_report(files: Path) -> None:
    report = run(files)
    assert {name: report[name] for name in ("rows", "created", "updated", "unchanged", "rejected")} == {
        "rows": 3, "created": 1, "updated": 0, "unchanged": 0, "rejected": 2,
    }  # fmt: skip
    assert ImportRun.objects.get().report["created"] == 1


def test_rejected_rows_stand_beside_the_file(files: Path) -> None:
    run(files)
    lines = (files / "customers.rejected.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "Id,Name,Since,line,reason"
    assert lines[1].startswith("2,Two,02/01/2024,3,")
    assert "two dates" in lines[1]


def test_mended_rejects_can_be_imported(files: Path) -> None:
    run(files)
    rejected = files / "customers.rejected.csv"
    rejected.write_text(
        rejected.read_text(encoding="utf-8-sig").replace("02/01/2024", "2024-01-02").replace("3,,", "3,Three,")
    )
    rejected.rename(files / "customers.csv")
    assert run(files)["created"] == 2


def test_dry_run(files: Path) -> None:
    assert run(files, "--dry-run")["created"] == 1
    assert not Customer.objects.exists()
    assert sorted(path.name for path in files.iterdir()) == ["customers.csv", "map.toml"]


def test_nothing_taken(files: Path) -> None:
    (files / "customers.csv").write_text("Id,Name,Since\n3,,\n")
    with pytest.raises(SystemExit) as error:
        run(files)
    assert error.value.code == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("nothing", "customers.csv", "map.toml"),
        ("customers", "gone.csv", "map.toml"),
        ("customers", "customers.csv", "gone.toml"),
    ],
)
def test_wrong_arguments(files: Path, arguments: tuple[str, str, str]) -> None:
    kind, file, mapping = arguments
    with pytest.raises(CommandError):
        call_command("import", kind, str(files / file), "--mapping", str(files / mapping), stderr=StringIO())
