"""The mapping: a TOML text that says what the columns of a file mean. Described in docs/import.md."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as with_default
from typing import Any

from django.utils.translation import gettext as _

from crm_project.importing.conditions import Test, compile_conditions
from crm_project.importing.errors import BadValue, ImportBroken
from crm_project.importing.fields import Kind, Row
from crm_project.importing.reader import Layout
from crm_project.importing.recipes import Read, compile_field, listed, zone
from crm_project.importing.values import Style

TABLES = {"kind", "source", "file", "create", "columns", "skip", "only"}
FILE_WORDS = {
    "encoding",
    "delimiter",
    "sheet",
    "skip_lines",
    "time_zone",
    "decimal",
    "thousands",
    "date_formats",
    "empty",
}


@dataclass(frozen=True)
class Mapping:
    """A mapping that fits its kind; the file has not been seen yet."""

    kind: Kind
    source: str
    layout: Layout
    file: dict[str, Any]
    create: dict[str, bool]
    columns: dict[str, Any]
    skip: list[Any]
    only: list[Any]
    options: dict[str, Any]
    text: str = ""

    @property
    def mapped(self) -> frozenset[str]:
        return frozenset(self.columns)


@dataclass
class RowReader:
    """A mapping bound to the headings of a file: row of cells in, row of values out."""

    mapping: Mapping
    width: int
    reads: list[tuple[str, Read]]
    skip: list[Test]
    only: list[Test]
    required: list[str]
    defaults: Row
    seen: dict[str, Any] = with_default(default_factory=dict)

    def wanted(self, cells: Sequence[Any]) -> bool:
        """Whether the mapping means this row at all."""
        return len(cells) != self.width or (
            not any(test(cells) for test in self.skip) and all(test(cells) for test in self.only)
        )

    def read(self, cells: Sequence[Any]) -> Row:
        """All fields of the row; BadValue names every field that is wrong."""
        if len(cells) != self.width:
            raise BadValue(
                _("the row has %(cells)d cells, the heading %(width)d") % {"cells": len(cells), "width": self.width}
            )
        row, wrong = dict(self.defaults), []
        for name, read in self.reads:
            try:
                row[name] = read(cells)
            except BadValue as error:
                wrong.append(f"{name}: {error}")
        self.seen["partial"] = row
        if wrong:
            raise BadValue("; ".join(wrong))
        missing = [name for name in self.required if row[name] is None or row[name] == ""]
        if missing:
            raise BadValue(_("%s: empty, but needed") % ", ".join(missing))
        self.mapping.kind.check(row, self.seen)
        return row


def parse_mapping(text: str, kind: Kind) -> Mapping:
    """Read a mapping for ``kind``; raises ImportBroken with what is wrong and where."""
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ImportBroken(_("The mapping is not valid TOML: %s.") % error) from None
    unknown(set(given), TABLES | set(kind.options), _("the mapping"))
    if given.get("kind", kind.name) != kind.name:
        raise ImportBroken(
            _("The mapping is for %(theirs)s, not for %(ours)s.") % {"theirs": given["kind"], "ours": kind.name}
        )
    file, create, columns = (_table(given, name) for name in ("file", "create", "columns"))
    unknown(set(file), FILE_WORDS, "[file]")
    unknown(set(create), set(kind.creates), "[create]")
    unknown(set(columns), {item.name for item in kind.fields}, "[columns]")
    _all_required(kind, columns)
    if not all(isinstance(value, bool) for value in create.values()):
        raise ImportBroken(_("Everything under [create] is true or false."))
    return Mapping(
        kind=kind,
        source=str(given.get("source", "import"))[:40],
        layout=_layout(file),
        file=file,
        create={name: create.get(name, True) for name in kind.creates},
        columns=columns,
        skip=given.get("skip", []),
        only=given.get("only", []),
        options={name: given[name] for name in kind.options if name in given},
        text=text,
    )


def _all_required(kind: Kind, columns: dict[str, Any]) -> None:
    missing = [item.name for item in kind.fields if item.required and item.name not in columns]
    if missing:
        raise ImportBroken(
            _("The mapping says nothing about %(fields)s, which %(kind)s need.")
            % {"fields": ", ".join(missing), "kind": kind.name}
        )


def _layout(file: dict[str, Any]) -> Layout:
    skip_lines = file.get("skip_lines", 0)
    if not isinstance(skip_lines, int) or skip_lines < 0:
        raise ImportBroken(_("“skip_lines” is a number of lines."))
    words = (str(file.get(name, "")) for name in ("encoding", "delimiter", "sheet"))
    return Layout(*words, skip_lines)


def unknown(given: set[str], known: set[str], where: str) -> None:
    extra = sorted(given - known)
    if extra:
        raise ImportBroken(
            _("“%(word)s” is not known in %(where)s; there are: %(known)s.")
            % {"word": extra[0], "where": where, "known": ", ".join(sorted(known)) or "—"}
        )


def _table(given: dict[str, Any], name: str) -> dict[str, Any]:
    table = given.get(name, {})
    if not isinstance(table, dict):
        raise ImportBroken(_("[%s] must be a table.") % name)
    return table


def bind(mapping: Mapping, headers: list[str], home_zone: Any) -> RowReader:
    """Fit the mapping to the headings of a file. A column the file does not have breaks the import."""

    def find(name: Any) -> int:
        exact = [place for place, header in enumerate(headers) if header == name]
        close = exact or [place for place, header in enumerate(headers) if header.lower() == str(name).strip().lower()]
        if len(close) == 1:
            return close[0]
        reason = (
            _("The file has the heading “%(name)s” more than once.")
            if close
            else _("The file has no column “%(name)s”; its columns are: %(headers)s.")
        )
        raise ImportBroken(reason % {"name": name, "headers": ", ".join(headers)})

    style = _style(mapping.file, home_zone)
    empty = frozenset({"", *(str(word).lower() for word in listed(mapping.file.get("empty", [])))})
    return RowReader(
        mapping=mapping,
        width=len(headers),
        reads=_reads(mapping, find, style, empty),
        skip=compile_conditions(mapping.skip, find, style, name="skip"),
        only=compile_conditions(mapping.only, find, style, name="only"),
        required=[item.name for item in mapping.kind.fields if item.required],
        defaults={item.name: item.default for item in mapping.kind.fields} | dict.fromkeys(mapping.kind.extra),
        seen={"options": mapping.options, "mapped": mapping.mapped, "zone": home_zone},
    )


def _reads(mapping: Mapping, find: Any, style: Style, empty: frozenset[str]) -> list[tuple[str, Read]]:
    reads = []
    for field in mapping.kind.fields:
        if field.name in mapping.columns:
            try:
                reads.append((field.name, compile_field(field, mapping.columns[field.name], find, style, empty)))
            except (TypeError, AttributeError, ValueError) as error:
                reason = _("The field “%(name)s” is not written as a mapping is: %(error)s.")
                raise ImportBroken(reason % {"name": field.name, "error": error}) from error
    return reads


def _style(file: dict[str, Any], home_zone: Any) -> Style:
    decimal = str(file.get("decimal", "."))
    formats = file.get("date_formats", [])
    return Style(
        decimal=decimal,
        thousands=str(file.get("thousands", "." if decimal == "," else ",")),
        formats=tuple(str(item) for item in listed(formats)),
        zone=zone(file["time_zone"]) if "time_zone" in file else home_zone,
        home_zone=home_zone,
    )
