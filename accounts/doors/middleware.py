"""How long a session lasts, and that whoever needs a second factor sets one up before anything else."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.doors import factors
from accounts.doors.stepup import SINCE

SEEN = "seen_at"  # in the session, seconds since 1970: the last request that was noted
NOTED_EVERY = 300.0  # seconds: a request in between writes nothing

# Open to whoever still has to set up a second factor.
SETTING_UP = {
    "account_logout", "account_reauthenticate", "language", "set_language",
    "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_reauthenticate", "mfa_reauthenticate_webauthn",
}  # fmt: skip


class SignInMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        was_in = request.user.is_authenticated
        if was_in and not still_on(request.session):
            logout(request)
            messages.info(request, _("You were signed out after a while. Sign in again."))
        response = self.get_response(request)
        if was_in and not request.user.is_authenticated:
            response.headers["Clear-Site-Data"] = '"cache"'  # what the browser kept all the same; the colours may stay
        return response

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        user = request.user
        if not (settings.REQUIRE_SECOND_FACTOR and user.is_authenticated) or request.resolver_match is None:
            return None
        if request.resolver_match.url_name in SETTING_UP or not factors.required(user) or factors.has_one(user):
            return None
        sentence = _("Your role needs a second factor. Set one up first.")
        if request.path.startswith("/api/"):
            return JsonResponse({"detail": sentence}, status=403)
        messages.warning(request, sentence)
        return HttpResponseRedirect(reverse("mfa_index"))


def still_on(session: Any) -> bool:
    """Whether a session may go on; notes that it is in use, now and then."""
    now = time.time()
    since, seen = session.setdefault(SINCE, now), session.get(SEEN, 0.0)
    if now - since >= settings.SESSION_COOKIE_AGE or (seen and now - seen >= settings.SESSION_IDLE_SECONDS):
        return False
    if now - seen >= min(NOTED_EVERY, settings.SESSION_IDLE_SECONDS / 4):
        session[SEEN] = now
        UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=timezone.now())
    return True
