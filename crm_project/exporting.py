"""Rows as a file: CSV as a stream of any length, XLSX from a temporary file. Neither keeps the rows in memory.

What a cell says is the value itself: a decimal without thousands separators, a date as ISO 8601 writes it, seconds; a
text that a spreadsheet would take for a formula stands behind an apostrophe.
"""

from __future__ import annotations

import csv
import datetime as dt
import html
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from tempfile import TemporaryFile
from typing import IO, Any

from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeData
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from crm_project.columns import Column
from crm_project.spreadsheets import safe_cell

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
BOM = "\ufeff"  # without it Excel reads Chinese as something else
LONGEST_CELL = 32_767  # characters that a spreadsheet takes
EXACT = 15  # digits that a number in a spreadsheet holds
NOT_IN_A_SHEET_S_NAME = re.compile(r"[\[\]:*?/\\']")


@dataclass(frozen=True)
class Part:
    """A column of the file: its heading and what it says of a row."""

    heading: str
    of: Callable[[Any], Any]


def parts_of(columns: Iterable[Column], home: str) -> list[Part]:
    """The columns of a list as columns of a file; money is followed by its currency, ``home`` where nothing is said."""
    found = []
    for column in columns:
        heading = capfirst(str(column.label))
        if column.kind == "duration":
            heading = _("%(column)s (seconds)") % {"column": heading}
        found.append(Part(heading, partial(plain, column=column)))
        if column.kind == "money":
            said = _("%(column)s: currency") % {"column": heading}
            found.append(Part(said, partial(currency_of, column=column, home=home)))
    return found


def plain(record: Any, column: Column) -> Any:
    """What a column says of a record: None, a text, a number, a date or a moment."""
    value = column.of(record)
    if value is None or value == "":
        return None
    if column.kind == "badge":
        say = getattr(record, f"get_{column.name}_display", None)
        return str(say() if say else value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.timedelta):
        return int(value.total_seconds())
    if isinstance(value, int | float | Decimal | dt.date):
        return value
    return html.unescape(strip_tags(str(value))) if isinstance(value, SafeData) else str(value)


def currency_of(record: Any, column: Column, home: str) -> str | None:
    if column.of(record) is None:
        return None
    return str(Column(column.currency).of(record) or home) if column.currency else home


def csv_text(parts: list[Part], batches: Iterable[list[Any]]) -> Iterator[bytes]:
    """The file, a batch of rows at a time."""
    yield BOM.encode() + lines([[safe_cell(part.heading) for part in parts]])
    for batch in batches:
        yield lines([[written(part.of(row)) for part in parts] for row in batch])


def lines(rows: list[list[Any]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8", "replace")


def written(value: Any) -> Any:
    """A value as CSV has it."""
    if isinstance(value, dt.datetime):
        return local(value).isoformat(timespec="seconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else safe_cell(value)


def local(moment: dt.datetime) -> dt.datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def xlsx_file(parts: list[Part], batches: Iterable[list[Any]], title: str) -> IO[bytes]:
    """The file, written to disk row by row and read from its beginning. Whoever asks closes it."""
    found: Any = TemporaryFile()  # noqa: SIM115 - it outlives this
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    try:
        with Workbook(found, options) as book:
            fill(book, parts, batches, title)
    except BaseException:
        found.close()
        raise
    found.seek(0)
    return found


def fill(book: Any, parts: list[Part], batches: Iterable[list[Any]], title: str) -> None:
    sheet = book.add_worksheet(NOT_IN_A_SHEET_S_NAME.sub(" ", title)[:31] or "1")
    forms = {
        "head": book.add_format({"bold": True}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
    }
    sheet.set_column(0, len(parts) - 1, 20)
    sheet.freeze_panes(1, 0)
    for at, part in enumerate(parts):
        sheet.write_string(0, at, safe_cell(part.heading), forms["head"])
    for line, row in enumerate((row for batch in batches for row in batch), start=1):
        for at, part in enumerate(parts):
            put(sheet, line, at, part.of(row), forms)


def put(sheet: Any, line: int, at: int, value: Any, forms: dict[str, Any]) -> None:
    """A cell of its own type: a text is never read as a formula, and a number that would lose digits is a text."""
    if value is None:
        return
    if isinstance(value, dt.datetime):
        sheet.write_datetime(line, at, local(value).replace(tzinfo=None), forms["moment"])
    elif isinstance(value, dt.date):
        sheet.write_datetime(line, at, value, forms["day"])
    elif (
        isinstance(value, int | float | Decimal)
        and len(str(value).replace("-", "").replace(".", "").strip("0")) <= EXACT
    ):
        sheet.write_number(line, at, value)
    else:
        sheet.write_string(line, at, str(written(value))[:LONGEST_CELL])
