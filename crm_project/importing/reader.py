"""A CSV (also .gz) or XLSX file as headings and rows of cells."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from crm_project.importing.detect import find_delimiter, find_encoding, known_delimiter, known_encoding
from crm_project.importing.errors import ImportBroken
from crm_project.spreadsheets import plain_cell

CHUNK = 1 << 20
LONGEST_LINE = 1 << 22  # characters; a packed file of one endless line must not fill the memory
MOST_UNPACKED = 4 << 30  # bytes of a workbook once unpacked
MOST_PARTS = 10_000
csv.field_size_limit(1 << 20)


@dataclass(frozen=True)
class Layout:
    """How a file is written; what is empty is found out."""

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    skip_lines: int = 0


@dataclass
class Table:
    """An opened file. ``rows`` gives (number of the row in the file, its cells); ``done`` goes from 0 to 1."""

    headers: list[str]
    rows: Iterator[tuple[int, list[Any]]]
    layout: Layout = field(default_factory=Layout)
    _bytes: Any = None
    _size: int = 0

    @property
    def done(self) -> float:
        return min(self._bytes.tell() / self._size, 1.0) if self._size else 0.0


@contextmanager
def open_table(path: Path, layout: Layout) -> Iterator[Table]:
    """Open ``path`` and read its headings. Raises ImportBroken, also later while rows are read."""
    with broken_files():
        if not path.is_file():
            raise ImportBroken(_("There is no file %s.") % path)
        if path.suffix.lower() in {".xlsx", ".xlsm", ".xls", ".ods"}:
            yield _spreadsheet(path, layout)
            return
        with path.open("rb") as raw:
            if not path.stat().st_size:
                raise ImportBroken(_("The file is empty."))
            lines, found = _decoded(raw, path, layout)
            try:
                yield _text(lines, found, raw, path)
            finally:
                lines.detach()


@contextmanager
def broken_files() -> Iterator[None]:
    """What the libraries raise on damaged files, as a sentence."""
    try:
        yield
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise ImportBroken(_("The compressed file is damaged or cut off; nothing was imported.")) from error
    except UnicodeError as error:
        raise ImportBroken(
            _("The file is not written in the encoding %s throughout; nothing was imported.")
            % getattr(error, "encoding", "")
        ) from error
    except csv.Error as error:
        raise ImportBroken(_("The file is not well-formed CSV (%s); nothing was imported.") % error) from error
    except (CalamineError, OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise ImportBroken(_("The file cannot be read (%s); nothing was imported.") % error) from error


def _opened(raw: BinaryIO, path: Path) -> BinaryIO:
    raw.seek(0)
    return gzip.GzipFile(fileobj=raw) if path.suffix.lower() == ".gz" else raw  # type: ignore[return-value]


def _decoded(raw: BinaryIO, path: Path, layout: Layout) -> tuple[io.TextIOWrapper, Layout]:
    """The file as text from its headings on, and the layout with what was found out."""
    encoding = known_encoding(layout.encoding) if layout.encoding else ""
    if not encoding:
        stream = _opened(raw, path)
        encoding = find_encoding(iter(lambda: stream.read(CHUNK), b""))
    delimiter = known_delimiter(layout.delimiter) if layout.delimiter else ""
    if not delimiter:
        first = io.TextIOWrapper(_opened(raw, path), encoding=encoding, newline="")
        delimiter = find_delimiter(list(islice(_lines(first), layout.skip_lines, layout.skip_lines + 20)))
        first.detach()
    lines = io.TextIOWrapper(_opened(raw, path), encoding=encoding, newline="")
    for _line in range(layout.skip_lines):
        lines.readline(LONGEST_LINE)
    return lines, Layout(encoding, delimiter, "", layout.skip_lines)


def _text(lines: io.TextIOWrapper, layout: Layout, raw: BinaryIO, path: Path) -> Table:
    reader = csv.reader(_lines(lines), delimiter=layout.delimiter, strict=True)
    headers = [plain_cell(text.strip()) for text in next(reader, [])]
    rows = ((reader.line_num + layout.skip_lines, [plain_cell(cell) for cell in row]) for row in reader if row)
    return Table(headers, _squared(rows, len(headers)), layout, raw, path.stat().st_size)


def _lines(file: io.TextIOWrapper) -> Iterator[str]:
    """The lines of a file, none of them longer than a line can be."""
    while line := file.readline(LONGEST_LINE + 1):
        if len(line) > LONGEST_LINE:
            raise ImportBroken(_("A line of the file is too long; nothing was imported."))
        yield line


def _squared(rows: Iterator[tuple[int, list[Any]]], width: int) -> Iterator[tuple[int, list[Any]]]:
    """Rows without the empty cells some programs add at the end, and without rows of empty cells."""
    for line, cells in rows:
        row = cells[:width] if len(cells) > width and not any(cells[width:]) else cells
        if len(row) == width or any(row):
            yield line, row


def _spreadsheet(path: Path, layout: Layout) -> Table:
    _require_harmless(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
        sheet = book.get_sheet_by_name(layout.sheet) if layout.sheet else book.get_sheet_by_index(0)
    except CalamineError as error:
        raise ImportBroken(_("The spreadsheet cannot be opened (%s); nothing was imported.") % error) from error
    rows = _from_the_corner(sheet)
    head = next(islice(rows, layout.skip_lines, None), [])
    headers = [str(cell).strip() for cell in head]
    while headers and not headers[-1]:
        headers.pop()
    numbered = ((line, [_cell(cell) for cell in row]) for line, row in enumerate(rows, layout.skip_lines + 2))
    found = Layout("", "", layout.sheet, layout.skip_lines)
    return Table(headers, (item for item in _squared(numbered, len(headers)) if any(item[1])), found)


def _require_harmless(path: Path) -> None:
    """Raise ImportBroken for a workbook that would unpack into more than it says or than is sensible, or that
    declares entities of its own."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as book:
        parts = book.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise ImportBroken(_("The spreadsheet is too large once unpacked; nothing was imported."))
        for part in parts:
            with book.open(part) as file:
                start = file.read(CHUNK)
                if part.filename.endswith((".xml", ".rels")) and (b"<!DOCTYPE" in start or b"<!ENTITY" in start):
                    raise ImportBroken(_("The spreadsheet declares entities of its own; nothing was imported."))
                while file.read(CHUNK):
                    pass


def _from_the_corner(sheet: CalamineSheet) -> Iterator[list[Any]]:
    """The rows of a sheet from its first cell on: the library leaves out the empty columns on the left, not the rows."""
    right = sheet.start[1] if sheet.start else 0
    return ([""] * right + row for row in sheet.iter_rows())


def _cell(value: Any) -> Any:
    """Numbers as the text a person would type; dates and times stay what they are."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value) if isinstance(value, int) else value
