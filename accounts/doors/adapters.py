"""What django-allauth asks this house: who comes in, what is said, what is counted, what is told by mail."""

from __future__ import annotations

import logging
import secrets
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from accounts import actions
from accounts.doors import factors, limits
from accounts.doors.stepup import SINCE, fresh
from accounts.models import User
from crm_project import encryption
from crm_project.addresses import client_address
from crm_project.errors import ActionRefused

logger = logging.getLogger("accounts.doors")

CHOSEN = "language"  # in the session, until signed in
KNOWN = "__Host-known" if settings.SESSION_COOKIE_SECURE else "known"
KNOWN_FOR = 180 * 24 * 3600

WRONG = _("This name and password do not belong together, or the account is not active.")
SAID = {
    "mfa/messages/totp_activated.txt": _("The authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app is removed."),
    "mfa/messages/webauthn_added.txt": _("The passkey is added."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is removed."),
    "mfa/messages/recovery_codes_generated.txt": _("New recovery codes are made. Keep them in a safe place."),
    "account/messages/password_changed.txt": _("The password is changed."),
}


class SignInAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": WRONG,
        "too_many_login_attempts": _("Too many attempts. Wait some minutes, then try again."),
        "rate_limited": _("Too many attempts. Wait some minutes, then try again."),
        "incorrect_password": _("This is not your password."),
        "incorrect_code": _("This code is not right, or was used already."),
        "invalid_password_reset": _("This link has been used or is too old."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def is_ajax(self, request: HttpRequest) -> bool:
        """Only our passkey module asks for JSON."""
        return request.method == "GET" and request.META.get("HTTP_ACCEPT") == "application/json"

    def is_safe_url(self, url: str | None) -> bool:
        return url_has_allowed_host_and_scheme(url, {self.request.get_host()}, self.request.is_secure())

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: Any = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        if said := message or SAID.get(message_template or ""):
            messages.add_message(request, level, str(said), extra_tags=extra_tags)

    # Coming in

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Who this is. Unknown, wrong and disabled take the same time and count alike."""
        name = credentials.get("username", "")
        user = User.objects.who_signs_in_as(name)
        key = self.account_key(request, user, name)
        used = limits.attempt(request, "login_failed", key)
        if used is None:
            raise self.validation_error("too_many_login_attempts")
        found = authenticate(request, **credentials)
        if found is None:
            logger.warning("Refused sign-in of %s from %s", user.pk if user else "?", client_address(request))
        else:
            used.rollback()
        return found

    def account_key(self, request: HttpRequest, user: User | None, name: str) -> str:
        """What wrong passwords are counted by: the account, whichever of its names was typed.

        A device that it was signed in from before has a count of its own: who guesses elsewhere does not lock the
        owner out.
        """
        if user is None:
            return f"name:{name.lower()}"
        known = request.get_signed_cookie(KNOWN, default="", salt=KNOWN, max_age=KNOWN_FOR)
        owner, _colon, device = str(known).partition(":")
        return f"device:{device}:{user.pk}" if owner == str(user.pk) else f"account:{user.pk}"

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        request.session[SINCE] = time.time()
        if chosen := request.session.pop(CHOSEN, ""):
            actions.set_language(user, chosen)
        actions.note_sign_in(user, client_address(request))

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        response.set_signed_cookie(
            KNOWN,
            f"{user.pk}:{secrets.token_urlsafe(12)}",
            salt=KNOWN,
            max_age=KNOWN_FOR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        messages.error(request, str(WRONG))
        return HttpResponseRedirect(reverse("account_login"))

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        return not fresh(self.request)

    # What changes

    def set_password(self, user: User, password: str) -> None:
        try:
            actions.change_password(user, password, by=user, address=client_address(self.request))
        except ActionRefused as refusal:
            messages.error(self.request, refusal.sentence)
            raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_login"))) from refusal
        actions.end_sessions(user)
        # Whoever can read their mail need not wait until somebody else's guessing is forgotten.
        limits.forget(self.request, "login_failed", f"account:{user.pk}")

    def send_notification_mail(
        self, template_prefix: str, user: User, context: Any = None, email: str | None = None
    ) -> None:
        actions.note_credential(user, template_prefix.rpartition("/")[2], client_address(self.request))


class FactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right, or was used already."),
        "cannot_delete_authenticator": _("Your role needs a second factor: add another one first."),
    }

    def encrypt(self, text: str) -> str:
        return encryption.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return encryption.decrypt(encrypted_text)

    def get_totp_label(self, user: User) -> str:
        return user.username

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        return not factors.is_last(authenticator)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        return str(_("My passkey"))


class CompanyAdapter(DefaultSocialAccountAdapter):
    """Single sign-on of the company: people who are here already, by the address the provider has verified."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        if sociallogin.state.get("process", "login") != "login":
            raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_login")))
        if sociallogin.is_existing:
            return
        emails = [address.email for address in sociallogin.email_addresses if address.verified]
        people = [person for email in emails for person in User.objects.active().with_address(email)]
        if len({person.pk for person in people}) != 1:
            logger.warning("Refused single sign-on from %s", client_address(request))
            messages.error(request, str(_("Nobody here has this company account. Ask an administrator to add you.")))
            raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_login")))
        sociallogin.connect(request, people[0])

    def on_authentication_error(self, request: HttpRequest, provider: Any, **kwargs: Any) -> None:
        logger.warning("Single sign-on failed: %s %r", kwargs.get("error"), kwargs.get("exception"))
        messages.error(request, str(_("The company sign-in did not work. Try again, or use your password.")))
        raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_login")))
