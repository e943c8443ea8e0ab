"""Confirming that it is still the same person, before what would hurt most in somebody else's hands.

Exports, roles and tokens ask for a password, code or passkey again when the last one is older than
``STEP_UP_SECONDS``. The page is asked for, then what was asked before goes on.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate, get_reauthentication_flows
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied

SINCE = "signed_in_at"  # in the session, seconds since 1970: when this session began


def fresh(request: Any) -> bool:
    """Whether the person of this session has shown lately that it is them."""
    if not request.user.is_authenticated:
        return False
    if time.time() - request.session.get(SINCE, 0) < settings.STEP_UP_SECONDS:
        return True
    return bool(get_reauthentication_flows(request.user)) and did_recently_reauthenticate(request)


def require_fresh(request: Any) -> None:
    """Go on, or lead through confirming first. Who has nothing to confirm with here signs in anew."""
    if fresh(request):
        return
    if get_reauthentication_flows(request.user):
        raise ReauthenticationRequired
    path = request.get_full_path() if request.method == "GET" else "/"
    logout(request)
    raise ImmediateHttpResponse(redirect_to_login(path))


def require_fresh_api(request: Any, deed: str) -> None:
    """The same for the API: 403 with a sentence, also for tokens, which cannot confirm anything."""
    if request.auth is not None:
        raise PermissionDenied(_("A token cannot do this: %s. Sign in.") % deed)
    if not fresh(request._request):
        raise PermissionDenied(_("Confirm on the site that it is you, then try again: %s.") % deed)


def step_up(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that only somebody who has shown lately that it is them may open."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require_fresh(request)
        return view(request, *args, **kwargs)

    return asked
