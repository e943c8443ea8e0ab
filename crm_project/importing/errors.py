"""What can be wrong with a file."""

from __future__ import annotations


class ImportBroken(Exception):
    """The file or its mapping as a whole cannot be used; nothing was changed. ``str(error)`` is for the user."""


class BadValue(Exception):
    """One cell or row cannot be taken; ``str(error)`` is the reason written beside it."""
