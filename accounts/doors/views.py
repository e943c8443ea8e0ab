"""Pages of coming in that django-allauth has not, or not the way we want them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.views import LoginView, PasswordResetFromKeyView
from allauth.mfa.webauthn.views import EditWebAuthnView, RemoveWebAuthnView
from allauth.socialaccount.providers.openid_connect import views as openid
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from requests import RequestException

from accounts import actions, letters
from accounts.doors import limits
from accounts.doors.devices import device_of
from accounts.doors.forms import ForgottenForm
from accounts.tasks import send_reset

logger = logging.getLogger("accounts.doors")

LISTED = 100


class SignIn(LoginView):
    template_name = "account/login.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
        return super().get_context_data(companies=apps, **kwargs)


class ChoosePassword(PasswordResetFromKeyView):
    """Behind the link of an invitation or of a forgotten password. Afterwards one signs in, second factor and all."""

    success_url = reverse_lazy("account_login")


@never_cache
@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Asks for an address and says the same whether or not it is known."""
    form = ForgottenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if limits.attempt(request, "reset_password", email.lower()) is None:
            return limits.too_many(request)
        letters.in_background(send_reset, email)
        return redirect("account_reset_password_done")
    return render(request, "account/password_forgotten.html", {"form": form})


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    return render(request, "account/password_sent.html")


@require_safe
def chosen(request: HttpRequest) -> HttpResponse:
    return redirect("account_login")


def answered(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that asks the company's provider: one that is away, or answers nonsense, gets a sentence."""

    @wraps(view)
    def asked(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, **kwargs)
        except (RequestException, LookupError, ValueError, TypeError, AttributeError) as error:
            logger.warning("Single sign-on failed: %s", type(error).__name__)
            messages.error(request, _("The company sign-in did not work. Try again, or use your password."))
            return redirect("account_login")

    return asked


to_company = require_POST(answered(openid.login))
from_company = answered(openid.callback)


@require_safe
def cancelled(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("The company sign-in was cancelled."))
    return redirect("account_login")


@require_http_methods(["GET", "POST"])
def own_password(request: HttpRequest) -> HttpResponse:
    """The admin site's own page asks for no more than the old password; ours counts attempts and tells by mail."""
    return redirect("accounts:password")


@never_cache
@require_safe
def sign_ins(request: HttpRequest) -> HttpResponse:
    """Where this person is signed in now."""
    rows = [
        {
            "row": row,
            "device": device_of(row.user_agent),
            "here": row.session_key == request.session.session_key,
        }
        for row in open_sessions(request)
    ]
    return render(request, "accounts/sign_ins.html", {"rows": rows, "title": _("Your sign-ins")})


def open_sessions(request: HttpRequest) -> list[UserSession]:
    """The sessions that have not ended. What has ended is cleared away at night, not by looking."""
    known = {row.session_key: row for row in UserSession.objects.filter(user=request.user)}  # narrowed to their own
    alive = Session.objects.filter(session_key__in=known, expire_date__gt=timezone.now())  # narrowed to their own
    keys = set(alive.values_list("session_key", flat=True)) | {request.session.session_key}
    rows = [row for key, row in known.items() if key in keys]
    return sorted(rows, key=lambda row: row.last_seen_at, reverse=True)[:LISTED]


@require_POST
def end_sign_ins(request: HttpRequest) -> HttpResponse:
    """End one of one's own sign-ins, or all but this."""
    asked = request.POST.get("sign_in", "")
    if asked.isdecimal() and len(asked) < 18:
        row = UserSession.objects.filter(user=request.user, pk=int(asked)).first()  # narrowed to their own
        if row is not None and row.session_key != request.session.session_key:
            row.end()
    else:
        actions.end_sessions(request.user, but=request.session.session_key or "")
    messages.success(request, _("Ended."))
    return HttpResponseRedirect(reverse("usersessions_list"))


class RemovePasskey(RemoveWebAuthnView):
    success_url = reverse_lazy("mfa_index")


class RenamePasskey(EditWebAuthnView):
    success_url = reverse_lazy("mfa_index")
