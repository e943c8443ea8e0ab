"""Which rows of a file are meant: ``skip`` and ``only``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from crm_project.importing.errors import BadValue, ImportBroken
from crm_project.importing.values import Style, number, text

Test = Callable[[Sequence[Any]], bool]
Find = Callable[[str], int]


def compile_conditions(given: Any, find: Find, style: Style, *, name: str) -> list[Test]:
    """Every item of a ``skip`` or ``only`` list as a test of a row."""
    if not isinstance(given, list) or not all(isinstance(item, dict) for item in given):
        raise ImportBroken(_("“%s” must be a list of conditions.") % name)
    return [_condition(item, find, style, name) for item in given]


def _condition(item: dict[str, Any], find: Find, style: Style, name: str) -> Test:
    for word, combine in (("any", any), ("all", all)):
        if word in item:
            if len(item) > 1:
                raise ImportBroken(_("In “%(name)s”, “%(word)s” stands alone.") % {"name": name, "word": word})
            tests = compile_conditions(item[word], find, style, name=name)
            return lambda row, tests=tests, combine=combine: combine(test(row) for test in tests)  # type: ignore[misc]
    if "column" not in item or len(item) < 2:
        raise ImportBroken(_("A condition in “%s” needs a column and a test.") % name)
    index = find(item["column"])
    tests_of_text = [_test(word, wanted, style, name) for word, wanted in item.items() if word != "column"]
    return lambda row: all(test(text(row[index])) for test in tests_of_text)


def _words(wanted: Any) -> list[str]:
    return [str(word).lower() for word in (wanted if isinstance(wanted, list) else [wanted])]


def _test(word: str, wanted: Any, style: Style, name: str) -> Callable[[str], bool]:
    words = tuple(_words(wanted))
    simple: dict[str, Callable[[str], bool]] = {
        "is": lambda cell: cell.lower() in words,
        "in": lambda cell: cell.lower() in words,
        "is_not": lambda cell: cell.lower() not in words,
        "not_in": lambda cell: cell.lower() not in words,
        "prefix": lambda cell: cell.lower().startswith(words),
        "not_prefix": lambda cell: not cell.lower().startswith(words),
        "suffix": lambda cell: cell.lower().endswith(words),
        "contains": lambda cell: any(part in cell.lower() for part in words),
        "empty": lambda cell: (not cell) == wanted,
        "below": lambda cell: _compared(cell, wanted, style) == -1,
        "above": lambda cell: _compared(cell, wanted, style) == 1,
        "equal": lambda cell: _compared(cell, wanted, style) == 0,
    }
    if word not in simple:
        raise ImportBroken(
            _("“%(word)s” is not a test for “%(name)s”; there are: %(known)s.")
            % {"word": word, "name": name, "known": ", ".join(simple)}
        )
    if word == "empty" and not isinstance(wanted, bool):
        raise ImportBroken(_("The test “empty” is true or false."))
    if word in {"below", "above", "equal"}:
        _limit(wanted, word, style)
    return simple[word]


def _limit(wanted: Any, word: str, style: Style) -> None:
    try:
        number(str(wanted), Style())
    except BadValue:
        raise ImportBroken(_("The test “%s” needs a number.") % word) from None


def _compared(cell: str, wanted: Any, style: Style) -> int | None:
    """-1, 0, 1; None when the cell is not a number, which is neither below nor above anything."""
    try:
        value, limit = number(cell, style), number(str(wanted), Style())
    except BadValue:
        return None
    return (value > limit) - (value < limit)
