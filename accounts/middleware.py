"""Every page speaks the person's language and shows the organisation's clock."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from accounts import current
from accounts.actions.reading import note_reading
from crm_project.doing import door_of


class PersonMiddleware:
    """Activates the language a person chose and the organisation's time zone; remembers teams for the request.

    Afterwards it notes which rows went out with the answer.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        for model, rows in getattr(request, "rows_read", ()):
            note_reading(request.user, model, rows, request.GET.dict(), door_of(request))  # type: ignore[arg-type]
        return response

    def answer(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        with current.remembered() as organisation, timezone.override(organisation.zone):
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
            return kept_nowhere(self.get_response(request))


def kept_nowhere(response: HttpResponse) -> HttpResponse:
    """What a person is shown stays in no cache: not on a shared computer, not at a proxy."""
    response.headers.setdefault("Cache-Control", "no-store, private")
    return response
