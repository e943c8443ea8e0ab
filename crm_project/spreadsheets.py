"""Cells of files that people open in a spreadsheet: text that would run as a formula is made text again."""

from __future__ import annotations

import re
from typing import Any

# What spreadsheet programs take for the start of a formula, also in full width and behind what they skip.
FORMULA = re.compile(r"""^[\s\u00a0\u3000\ufeff\x00"']*[=+\-@＝＋－＠﹢﹣﹦﹫\t\r\x00|%]""")
NUMBER = re.compile(r"^[+-]?\d[\d,. ]*%?$")
MARK = "'"


def safe_cell(value: Any) -> Any:
    """A cell as it may stand in a CSV or XLSX file: numbers and dates as they are, a formula behind an apostrophe."""
    if not isinstance(value, str) or NUMBER.match(value):
        return value
    return MARK + value if FORMULA.match(value) else value


def plain_cell(text: Any) -> Any:
    """A cell of such a file as it was before: what ``safe_cell`` put in front is taken away."""
    if isinstance(text, str) and text.startswith(MARK) and safe_cell(text[1:]) == text:
        return text[1:]
    return text
