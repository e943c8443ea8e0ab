"""A file made to hurt whoever opens it, or the program that reads it, does not."""

from __future__ import annotations

import csv
import gzip
import io
import resource
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from accounts.models import Customer
from crm_project.importing import reader
from crm_project.importing.errors import ImportBroken
from crm_project.spreadsheets import plain_cell, safe_cell
from tests.importing.conftest import Import
from tests.importing.test_broken_files import MAPPING, workbook

FORMULAS = [
    "=1+1", "+cmd|' /C calc'!A0", "-2+3+cmd|x!A0", "@SUM(1)", "\t=1", "\r=1", "\x00=1", "＝1+1", "＋1+a", "－1-a", "＠A1",
    " =1", "\u00a0=1", "\ufeff=1", '"=1+1', "'=1+1", "=HYPERLINK(\"http://evil\")", "|calc",
]  # fmt: skip
NUMBERS = ["5", "-5", "+5", "-1,234.50", "12.5%", "-7%"]
WORDS = ["Huawei", "a=b", "O'Neil", "'quoted'", "3M", "", "不详", "a@b.cn"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_text(text: str) -> None:
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize("text", [*NUMBERS, *WORDS, 5, -5.5, None])
def test_numbers_and_words_stay(text: object) -> None:
    assert safe_cell(text) == text


@pytest.mark.parametrize("text", [*FORMULAS, *NUMBERS, *WORDS])
def test_there_and_back_is_the_same(text: str) -> None:
    assert plain_cell(safe_cell(text)) == text


def test_rejected_rows_hold_no_formula(load: Import, tmp_path: Path) -> None:
    content = "Id,=Name,Mail\n1,,=1+1\n2,,@A\n3,,-5\n"
    load("customers", content, MAPPING.replace('"Name"', '"=Name"'))
    rows = list(csv.reader((tmp_path / "rejects.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [rows[0][1], *(row[2] for row in rows[1:])] == ["'=Name", "'=1+1", "'@A", "-5"]


def test_rejected_rows_can_be_imported_again(load: Import, tmp_path: Path) -> None:
    load("customers", "Id,=Name\n1,\n", MAPPING.replace('"Name"', '"=Name"'))
    mended = (tmp_path / "rejects.csv").read_text(encoding="utf-8-sig").replace("\n1,", "\n1,'=Wang")
    load("customers", mended, MAPPING.replace('"Name"', '"=Name"'))
    assert Customer.objects.get().name == "=Wang"


def test_a_spreadsheet_program_reads_text(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for line, text in enumerate([*FORMULAS[:5], -5]):
            sheet.write(line, 0, safe_cell(text))
    cells = [row[0] for row in CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).iter_rows()]
    assert ([type(cell) for cell in cells[:5]], cells[5]) == ([str] * 5, -5)


def tampered(name: str, content: bytes) -> bytes:
    """A workbook with one part replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return out.getvalue()


ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>
<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&e;</t></si></sst>"""


def test_a_workbook_with_entities_is_refused(load: Import) -> None:
    with pytest.raises(ImportBroken, match="entities"):
        load("customers", tampered("xl/sharedStrings.xml", ENTITIES), MAPPING, name="file.xlsx")
    assert not Customer.objects.exists()


def test_a_workbook_that_unpacks_without_end_is_refused(load: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_UNPACKED", 20 << 20)
    with pytest.raises(ImportBroken, match="too large"):
        load("customers", tampered("xl/bomb.xml", b" " * (30 << 20)), MAPPING, name="file.xlsx")


def test_a_workbook_of_countless_parts_is_refused(load: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_PARTS", 3)
    with pytest.raises(ImportBroken, match="too large"):
        load("customers", workbook(), MAPPING, name="file.xlsx")


def test_an_endless_line_does_not_fill_the_memory(load: Import) -> None:
    packed = gzip.compress(b"Id,Name\n") + gzip.compress(b"x" * (1 << 20)) * 100
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(ImportBroken, match="too long"):
        load("customers", packed, MAPPING, name="file.csv.gz")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60 << 10
