"""The organisation and the memory of one request. Outside a request everything is read afresh."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from accounts import policy, queries
from accounts.models import Organisation

_organisation: ContextVar[Organisation | None] = ContextVar("organisation", default=None)


def organisation() -> Organisation:
    """The one company: read once in a request."""
    return _organisation.get() or queries.organisation()


@contextmanager
def remembered() -> Iterator[Organisation]:
    """For the length of the block the organisation and everybody's teams are read once."""
    teams = policy.memo.set({})
    known = _organisation.set(queries.organisation())
    try:
        yield organisation()
    finally:
        _organisation.reset(known)
        policy.memo.reset(teams)
