"""How one field is made from the cells of a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from crm_project.importing import values
from crm_project.importing.conditions import compile_conditions
from crm_project.importing.errors import BadValue, ImportBroken
from crm_project.importing.fields import Field, Type
from crm_project.importing.values import Style, text

Read = Callable[[Sequence[Any]], Any]
Find = Callable[[str], int]
WORDS = {
    "column", "columns", "join", "path", "separator", "value", "first", "values", "otherwise", "default", "format",
    "formats", "time_zone", "decimal", "thousands", "unit", "empty", "sign", "prefix", "strip_prefix", "multiply", "when",
}  # fmt: skip
SOURCES = ("column", "columns", "path", "value", "first", "multiply")
SIGNS = ("keep", "negate", "absolute")
REMEMBERED = 50_000


def normal(recipe: Any, name: str) -> dict[str, Any]:
    """``field = "Heading"`` is short for ``field = { column = "Heading" }``."""
    if isinstance(recipe, str):
        recipe = {"column": recipe}
    if not isinstance(recipe, dict):
        raise ImportBroken(_("The field “%s” must be a heading in quotes or a table in braces.") % name)
    unknown = set(recipe) - WORDS
    if unknown:
        raise ImportBroken(
            _("The field “%(name)s” has the unknown setting “%(word)s”; there are: %(known)s.")
            % {"name": name, "word": sorted(unknown)[0], "known": ", ".join(sorted(WORDS))}
        )
    if sum(word in recipe for word in SOURCES) != 1:
        raise ImportBroken(
            _("The field “%(name)s” needs exactly one of: %(known)s.") % {"name": name, "known": ", ".join(SOURCES)}
        )
    return recipe


def compile_field(field: Field, recipe: Any, find: Find, style: Style, empty: frozenset[str]) -> Read:
    """A function from a row to the field's value (None when empty); it raises BadValue."""
    recipe = normal(recipe, field.name)
    if "when" in recipe:
        return _when(field, recipe, find, style, empty)
    if "first" in recipe:
        return _first(field, recipe, find, style, empty)
    style = _styled(recipe, style, field.name)
    empty = empty | {str(word).lower() for word in listed(recipe.get("empty", []))}
    if field.type is Type.PATH:
        return _path(field, recipe, find, empty)
    convert = _remembering(_converter(field, recipe, style))
    cell = _cell(field, recipe, find, empty, style)
    default = _default(field, recipe, style)

    def read(row: Sequence[Any]) -> Any:
        found = cell(row)
        return default if found is None or found == "" else convert(found)

    return read


def _when(field: Field, recipe: dict[str, Any], find: Find, style: Style, empty: frozenset[str]) -> Read:
    """A recipe that holds only for some rows; for the others the field is empty."""
    tests = compile_conditions(listed(recipe["when"]), find, style, name=field.name)
    bare = {word: value for word, value in recipe.items() if word != "when"}
    read = compile_field(field, bare, find, style, empty)
    return lambda row: read(row) if all(test(row) for test in tests) else field.default


def _default(field: Field, recipe: dict[str, Any], style: Style) -> Any:
    if "default" not in recipe:
        return field.default
    try:
        return _converter(field, {}, style)(_plain(recipe["default"]))
    except BadValue as error:
        raise ImportBroken(
            _("The default of “%(name)s”: %(reason)s.") % {"name": field.name, "reason": error}
        ) from None


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (int, float)) else value


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _first(field: Field, recipe: dict[str, Any], find: Find, style: Style, empty: frozenset[str]) -> Read:
    bare = replace(field, default=None)
    reads = [compile_field(bare, item, find, style, empty) for item in listed(recipe["first"])]
    default = _default(field, recipe, style)

    def read(row: Sequence[Any]) -> Any:
        return next((value for value in (one(row) for one in reads) if value is not None), default)

    return read


def _styled(recipe: dict[str, Any], style: Style, name: str) -> Style:
    """The file's way of writing, changed by what this field says."""
    from_mapping: dict[str, Any] = {word: recipe[word] for word in ("decimal", "thousands", "unit") if word in recipe}
    formats = listed(recipe.get("formats", recipe.get("format", [])))
    if formats:
        from_mapping["formats"] = tuple(str(item) for item in formats)
    if "time_zone" in recipe:
        from_mapping["zone"] = zone(recipe["time_zone"])
    if from_mapping.get("unit", "seconds") not in values.UNITS:
        raise ImportBroken(
            _("The unit of “%(name)s” is one of: %(known)s.") % {"name": name, "known": ", ".join(values.UNITS)}
        )
    return replace(style, **from_mapping)


def zone(name: Any) -> values.zoneinfo.ZoneInfo:
    try:
        return values.zoneinfo.ZoneInfo(str(name))
    except (KeyError, ValueError, OSError):
        raise ImportBroken(_("“%s” is not a time zone; an example is Asia/Shanghai.") % name) from None


def _cell(field: Field, recipe: dict[str, Any], find: Find, empty: frozenset[str], style: Style) -> Read:
    """What stands in the row for this field, as text (dates of spreadsheets as dates)."""
    if "value" in recipe:
        constant = _plain(recipe["value"])
        return lambda row: constant
    if "multiply" in recipe:
        return _product([find(name) for name in listed(recipe["multiply"])], style)
    if "columns" in recipe:
        indexes, join = [find(name) for name in recipe["columns"]], str(recipe.get("join", " "))
        return lambda row: _joined([text(row[index]) for index in indexes], join, empty)
    index = find(recipe["column"])
    dated = field.type in {Type.MOMENT, Type.DAY}

    def read(row: Sequence[Any]) -> Any:
        cell = row[index]
        if dated and not isinstance(cell, str) and hasattr(cell, "year"):
            return cell
        words = text(cell)
        return None if words.lower() in empty else words

    return read


def _joined(cells: list[str], join: str, empty: frozenset[str]) -> str | None:
    """All or nothing: a date without its time is not a moment."""
    return None if any(not cell or cell.lower() in empty for cell in cells) else join.join(cells)


def _product(indexes: list[int], style: Style) -> Read:
    def read(row: Sequence[Any]) -> str | None:
        cells = [text(row[index]) for index in indexes]
        if not all(cells):
            return None
        product = values.Decimal(1)
        for cell in cells:
            product *= values.number(cell, style)
        return f"{product:f}"

    inner = replace(style, decimal=".")
    return read if inner == style else _localised(read, style)


def _localised(read: Read, style: Style) -> Read:
    return lambda row: (found := read(row)) and found.replace(".", style.decimal)


def _path(field: Field, recipe: dict[str, Any], find: Find, empty: frozenset[str]) -> Read:
    """Names from the top of the tree down; a gap ends the path."""
    if "value" in recipe:
        constant = [str(word) for word in listed(recipe["value"])]
        return lambda row: constant
    indexes = [find(name) for name in listed(recipe.get("path", recipe.get("columns", recipe.get("column"))))]
    separator = str(recipe.get("separator", ""))
    default = listed(recipe["default"]) if recipe.get("default") else None

    def read(row: Sequence[Any]) -> list[str] | None:
        names: list[str] = []
        for index in indexes:
            cell = text(row[index])
            if not cell or cell.lower() in empty:
                break
            parts = cell.split(separator) if separator else [cell]
            names.extend(part.strip() for part in parts if part.strip())
        if any(len(name) > 120 for name in names):
            raise BadValue(_("a category name is longer than 120 signs"))
        return names or default

    return read


def _remembering(convert: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Columns repeat themselves: a value is worked out once."""
    known: dict[Any, Any] = {}

    def read(cell: Any) -> Any:
        if cell in known:
            return known[cell]
        value = convert(cell)
        if len(known) < REMEMBERED:
            known[cell] = value
        return value

    return read


def _converter(field: Field, recipe: dict[str, Any], style: Style) -> Callable[[Any], Any]:
    parse = _parser(field, recipe, style)
    table = {str(key).lower(): _plain(value) for key, value in recipe.get("values", {}).items()}
    otherwise = _plain(recipe["otherwise"]) if "otherwise" in recipe else None
    strip, prefix = str(recipe.get("strip_prefix", "")), str(recipe.get("prefix", ""))
    if not table and otherwise is None and not strip and not prefix:
        return parse

    def convert(cell: Any) -> Any:
        words = text(cell)
        if strip:
            words = words.removeprefix(strip)
        found = table.get(words.lower(), words if otherwise is None else otherwise)
        return field.default if found == "" else parse(prefix + found if isinstance(found, str) else found)

    return convert


def _parser(field: Field, recipe: dict[str, Any], style: Style) -> Callable[[Any], Any]:
    sign = recipe.get("sign", "keep")
    if sign not in SIGNS:
        raise ImportBroken(
            _("The sign of “%(name)s” is one of: %(known)s.") % {"name": field.name, "known": ", ".join(SIGNS)}
        )
    parsers: dict[Type, Callable[[Any], Any]] = {
        Type.TEXT: lambda cell: _short(text(cell), field),
        Type.CHOICE: lambda cell: _choice(text(cell), field),
        Type.NUMBER: lambda cell: _signed(values.money(text(cell), style, field.places), sign),
        Type.WHOLE: lambda cell: _signed(values.whole(text(cell), style), sign),
        Type.DURATION: lambda cell: values.duration(text(cell), style),
        Type.MOMENT: lambda cell: values.moment(cell, style),
        Type.DAY: lambda cell: values.day(cell, style),
        Type.YES_NO: lambda cell: values.yes_no(text(cell)),
        Type.PATH: lambda cell: [text(cell)],
    }
    return parsers[field.type]


def _signed(value: Any, sign: str) -> Any:
    return abs(value) if sign == "absolute" else -value if sign == "negate" else value


def _short(words: str, field: Field) -> str:
    if "\x00" in words:
        raise BadValue(_("the text contains a zero byte"))
    if field.longest and len(words) > field.longest:
        raise BadValue(_("the text is longer than %d signs") % field.longest)
    return words


def _choice(words: str, field: Field) -> str:
    word = words.lower().replace(" ", "_").replace("-", "_")
    if word not in field.choices:
        raise BadValue(
            _("“%(word)s” is not one of %(known)s; say what it means under “values”")
            % {"word": words, "known": ", ".join(field.choices)}
        )
    return word
