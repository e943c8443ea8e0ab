"""Which days a change makes dirty: data."""

from __future__ import annotations

from analytics.marks.mark import Marks

TABLES: tuple[Marks, ...] = ()
