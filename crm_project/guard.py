"""No view opens by mistake: every view says who may open it, and one that says nothing answers 404.

``@guard("view", Customer)`` asks the policy, ``@guard_signed_in`` wants a person, ``@guard_public`` wants nothing.
The admin site and the API bring their own guards.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from rest_framework.views import APIView

PUBLIC, SIGNED_IN = "public", "signed in"
# Views of Django's own that need no sign-in.
PUBLIC_NAMES = {"set_language", "healthz", "readyz"}

ViewFunc = Callable[..., HttpResponse]


def guard(verb: str, model: Any) -> Callable[[ViewFunc], ViewFunc]:
    """Open a view to those whose role has ``verb`` on ``model`` (a model or "app.model")."""

    def mark(view: ViewFunc) -> ViewFunc:
        view.guard = (verb, model)  # type: ignore[attr-defined]
        return view

    return mark


def guard_signed_in(view: ViewFunc) -> ViewFunc:
    """Open a view to everybody who is signed in."""
    view.guard = SIGNED_IN  # type: ignore[attr-defined]
    return view


def guard_public(view: ViewFunc) -> ViewFunc:
    """Open a view to everybody. Only for what shows no record."""
    view.guard = PUBLIC  # type: ignore[attr-defined]
    return view


def guard_of(view: Any, namespace: str = "", name: str | None = None) -> Any:
    """What guards a view: PUBLIC, SIGNED_IN, (verb, model), "own" for the admin site and the API, or None."""
    found = getattr(view, "guard", None)
    if found is not None:
        return found
    if namespace == "admin" or issubclass(getattr(view, "cls", object), APIView):
        return "own"
    return PUBLIC if not namespace and name in PUBLIC_NAMES else None


class GuardMiddleware:
    """Asks the guard of the view that was found, before the view runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        found = guard_of(view, match.namespace if match else "", match.url_name if match else None)
        if found is None:
            raise Http404
        if found in (PUBLIC, "own"):
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if found != SIGNED_IN and not request.user.can(*found):
            raise PermissionDenied
        return None
