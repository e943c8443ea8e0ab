"""Every page speaks the person's language and shows the organisation's clock."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from accounts import current


class PersonMiddleware:
    """Activates the language a person chose and the organisation's time zone; remembers teams for the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        with current.remembered() as organisation, timezone.override(organisation.zone):
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
            return self.get_response(request)
