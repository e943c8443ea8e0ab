"""One line an event: whatever was asked for, a log line neither ends early nor begins a second one."""

from __future__ import annotations

import logging
from typing import Any

from django.utils.functional import SimpleLazyObject

ESCAPED = {code: f"\\x{code:02x}" for code in (*range(32), 127, 0x85)} | {0x2028: "\\u2028", 0x2029: "\\u2029"}


class OneLine(logging.Formatter):
    """Control characters of a message are written as escapes; of a request it says whose it was, as a number."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        who = person_of(getattr(record, "request", None))
        line = super().formatMessage(record).translate(ESCAPED)
        return f"{line} (person {who})" if who else line


def person_of(request: Any) -> int | None:
    """Who asked, as far as it is known already: no line of the log asks the database."""
    user = getattr(request, "user", None)
    if isinstance(user, SimpleLazyObject):
        user = getattr(request, "_cached_user", None)
    return getattr(user, "pk", None)
