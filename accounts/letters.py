"""Mails about a person's own account, in their language. Written in the background, so that no answer tells by its
time whether an address is known."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from kombu.exceptions import OperationalError

from accounts.models import User
from accounts.queries import organisation

logger = logging.getLogger(__name__)

# What a notice tells happened to the account.
NOTICES: dict[str, Any] = {
    "password_changed": gettext_lazy("The password was changed."),
    "email_changed": gettext_lazy("The e-mail address was changed to %(detail)s."),
    "totp_activated": gettext_lazy("An authenticator app was added."),
    "totp_deactivated": gettext_lazy("The authenticator app was removed."),
    "webauthn_added": gettext_lazy("A passkey was added."),
    "webauthn_removed": gettext_lazy("A passkey was removed."),
    "recovery_codes_generated": gettext_lazy("New recovery codes were made; the old ones are void."),
    "account_connected": gettext_lazy("Sign-in with the company account was connected."),
    "token_issued": gettext_lazy("The API token “%(detail)s” was made."),
    "token_revoked": gettext_lazy("The API token “%(detail)s” was revoked."),
}


@shared_task(autoretry_for=(OSError,), retry_backoff=30, max_retries=5)
def deliver(to: str, subject: str, body: str) -> None:
    """Send one mail; a mail server that does not answer is tried again. Raises ValidationError for what is no address."""
    validate_email(to)
    EmailMessage(" ".join(subject.split()), body, None, [to]).send()


def post(to: str, subject: str, body: str) -> None:
    """Hand a mail over once the transaction stands."""
    if to:
        transaction.on_commit(partial(in_background, deliver, to, subject, body))


def in_background(task: Any, *args: Any) -> None:
    """Leave it to a worker; without a queue do it at once. A mail that fails never breaks what it is about."""
    try:
        task.delay(*args)
    except OperationalError:
        logger.warning("No queue: %s is done at once.", task.name)
        try:
            task.run(*args)
        except OSError:
            logger.exception("A mail could not be sent.")


def notice(user: User, event: str, *, detail: str = "", address: str = "", to: str = "") -> None:
    """Tell a person what was changed about how they come in."""
    with translation.override(user.language):
        what = NOTICES[event] % {"detail": detail}
        when = date_format(timezone.localtime(timezone.now(), organisation().zone), "Y-m-d H:i")
        lines = [
            _("Hello %s,") % user,
            f"{what}\n{_('When: %s') % when}" + (f"\n{_('From: %s') % address}" if address else ""),
            _("If this was not you, tell your administrator at once and choose a new password: %s") % settings.BASE_URL,
        ]
        post(to or user.email, _("Your account: %s") % what, "\n\n".join(lines))


def invitation(user: User, url: str) -> None:
    """The link with which a person who was added chooses a password."""
    with translation.override(user.language):
        company = organisation().name
        lines = [
            _("Hello %s,") % user,
            _("you were added to the CRM of %s.") % company,
            _("Choose your password here; the link works once and for seven days:\n%s") % url,
            _("Your sign-in name: %s") % user.username,
        ]
        post(user.email, _("Your invitation to the CRM of %s") % company, "\n\n".join(lines))


def webhook_dead(user: User, name: str, error: str) -> None:
    """Tell whose webhook it is that a delivery was given up."""
    with translation.override(user.language):
        lines = [
            _("Hello %s,") % user,
            _("a delivery of the webhook “%(name)s” was given up after many attempts: %(error)s")
            % {"name": name, "error": error},
            _("It can be sent again on the page of deliveries: %s") % settings.BASE_URL,
        ]
        post(user.email, _("A delivery of the webhook “%s” was given up") % name, "\n\n".join(lines))


def reset(user: User, url: str) -> None:
    """The link for a new password. No write goes with it, so it waits for no transaction."""
    with translation.override(user.language):
        lines = [
            _("Hello %s,") % user,
            _("Choose a new password here; the link works once and for an hour:\n%s") % url,
            _("Your sign-in name: %s") % user.username,
            _("If you did not ask for this, you need do nothing: your password stays as it is."),
        ]
        in_background(deliver, user.email, _("A new password for the CRM"), "\n\n".join(lines))
