"""The list of erased persons beside the database: what a restored backup is held against.

One line of JSON for each row that was erased: its kind, number and the moment it was first written down, with the
salted digest. No line says who it was. The file lies in the data folder, is only ever added to, and should be copied
more often than the database is.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import Erasure
from crm_project.errors import ActionRefused


def path() -> Path:
    return Path(settings.DATA_DIR) / "privacy" / "erasures.jsonl"


def line_of(entry: Erasure) -> dict[str, Any]:
    named = {name: getattr(entry, name) for name in ("kind", "object_id", "salt", "digest", "reason")}
    return {**named, "stamp": entry.stamp.isoformat(), "at": entry.at.isoformat()}


def add(entries: Iterable[Erasure]) -> None:
    """Write entries down, on the disk before the transaction ends. Raises ActionRefused when that is not possible."""
    try:
        path().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with path().open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(line_of(entry)) + "\n" for entry in entries)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        sentence = _("The list of erasures cannot be written (%s), so nobody was erased.")
        raise ActionRefused(sentence % error.strerror) from error


def read(source: Path | None = None) -> list[dict[str, Any]]:
    """The entries of the list, or of a copy of it; none when there is no list."""
    file = source or path()
    if not file.exists():
        return []
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
