"""Who is writing, and through which door. The database is told in the transaction of the write.

A request, a task and a command each say it once, here; ``crm_project.database`` hands it to PostgreSQL as settings of
the transaction, where the triggers of the trail of changes read it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LONGEST = 120


@dataclass(frozen=True)
class Doer:
    """``who`` answers the number of the person at the moment of a write; None is the program itself."""

    who: Callable[[], int | None]
    door: str | Callable[[], str]

    def told(self) -> tuple[str, str]:
        door = self.door if isinstance(self.door, str) else self.door()
        return str(self.who() or ""), door[:LONGEST]


_doer: ContextVar[Doer | None] = ContextVar("doer", default=None)


def told() -> tuple[str, str]:
    """The person's number and the door, as text; both empty when nobody said."""
    doer = _doer.get()
    return doer.told() if doer else ("", "")


@contextmanager
def doing(door: str | Callable[[], str] = "", who: Any = None) -> Iterator[None]:
    """For the length of the block writes are ``who``'s (a number, or a function that answers it).

    What is left out stays as it is outside the block.
    """
    outer = _doer.get() or Doer(lambda: None, "")
    ask = outer.who if who is None else who if callable(who) else lambda: who
    token = _doer.set(Doer(ask, door or outer.door))
    try:
        yield
    finally:
        _doer.reset(token)


class DoorMiddleware:
    """Whatever a request writes is its person's: signed in by page or admin, or by a token of the API."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with doing(lambda: door_of(request), lambda: request.user.pk):
            return self.get_response(request)


def door_of(request: HttpRequest) -> str:
    """The name of the address, never the address itself: that may hold a secret link."""
    match, token = request.resolver_match, getattr(getattr(request, "auth", None), "prefix", "")
    kind = "api" if request.path.startswith("/api/") else "page"
    name = match.view_name if match else ""
    return f"{kind} {request.method} {name}{f' token {token}' if token else ''}"
