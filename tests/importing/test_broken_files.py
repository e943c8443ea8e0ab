"""A broken file or mapping gives a sentence and changes nothing."""

from __future__ import annotations

import gzip
import io

import pytest
import xlsxwriter

from accounts.models import Customer
from crm_project.importing.errors import ImportBroken
from tests.importing.conftest import Import

MAPPING = '[columns]\nname = "Name"\nexternal_id = "Id"\n'
LINES = "Id,Name\n" + "".join(f"{number},Customer {number} é\n" for number in range(3000))


def workbook() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Id", "Name"])
        sheet.write_row(1, 0, [7, "Seven"])
    return out.getvalue()


BROKEN = {
    "encoding": ("file.csv", LINES.encode()[:20000] + b"\xff\xfe" + LINES.encode()[20000:]),
    "half a letter": ("file.csv", LINES.encode().replace(b"\xc3\xa9\n", b"\xc3\n", 5)),
    "gzip cut off": ("file.csv.gz", gzip.compress(LINES.encode())[:-100]),
    "not gzip": ("file.csv.gz", LINES.encode()),
    "workbook cut off": ("file.xlsx", workbook()[:-500]),
    "open quote": ("file.csv", (LINES + '7,"never closed\n').encode()),
    "empty": ("file.csv", b""),
    "another column": ("file.csv", LINES.replace("Name", "Title", 1).encode()),
    "column twice": ("file.csv", LINES.replace("Id,Name", "Name,Name", 1).encode()),
}


@pytest.mark.parametrize("case", BROKEN)
def test_broken_file(load: Import, case: str) -> None:
    name, content = BROKEN[case]
    with pytest.raises(ImportBroken):
        load("customers", content, MAPPING, name=name)
    assert not Customer.objects.exists()


MAPPINGS = {
    "not TOML": "[columns",
    "unknown field": '[columns]\nname = "Name"\ncolour = "Id"\n',
    "needed field": '[columns]\nexternal_id = "Id"\n',
    "unknown table": '[colums]\nname = "Name"\n',
    "unknown setting": '[columns]\nname = { column = "Name", colour = 1 }\n',
    "two sources": '[columns]\nname = { column = "Name", value = "x" }\n',
    "unknown test": 'skip = [{ column = "Id", like = "7" }]\n[columns]\nname = "Name"\n',
    "another kind": 'kind = "orders"\n[columns]\nname = "Name"\n',
    "encoding": '[file]\nencoding = "morse"\n[columns]\nname = "Name"\n',
    "time zone": '[file]\ntime_zone = "Mars"\n[columns]\nname = "Name"\n',
    "number for a column": "[columns]\nname = 7\n",
    "number in a join": "[columns]\nname = { columns = 7 }\n",
    "values not a table": '[columns]\nname = { column = "Name", values = 7 }\n',
    "skip not a list": 'skip = 7\n[columns]\nname = "Name"\n',
    "first of nothing": "[columns]\nname = { first = 7 }\n",
}


@pytest.mark.parametrize("case", MAPPINGS)
def test_broken_mapping(load: Import, case: str) -> None:
    with pytest.raises(ImportBroken):
        load("customers", LINES, MAPPINGS[case])
    assert not Customer.objects.exists()


def test_workbook_that_begins_further_down(load: Import) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(2, 1, ["Id", "Name"])
        sheet.write_row(3, 1, [7, "Seven"])
    load("customers", out.getvalue(), "[file]\nskip_lines = 2\n" + MAPPING, name="file.xlsx")
    assert Customer.objects.get().name == "Seven"


def test_workbook(load: Import) -> None:
    load("customers", workbook(), MAPPING, name="file.xlsx")
    assert Customer.objects.get().external_id == "7"
