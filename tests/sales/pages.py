"""How the page tests press a button, and what they read from the answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags


def press(client: Any, name: str, record: Any, /, **said: Any) -> Any:
    """Send a verb's form."""
    return client.post(
        reverse(name, args=[record.pk]), {key: value for key, value in said.items() if value is not None}
    )


def text(answer: Any) -> str:
    """What a person reads on the page."""
    return re.sub(r"\s+", " ", strip_tags(answer.content.decode()))


def statements(ask: Callable[[], Any]) -> int:
    """How many statements an answer takes, once what is read once a process has been read."""
    assert ask().status_code == 200
    with CaptureQueriesContext(connection) as asked:
        ask()
    return len(asked)
