"""One-time links by mail: an invitation, a forgotten password.

Nothing is stored. The link is signed over the person's number, password, last sign-in and address, so it is dead once
it is used, once they sign in, and once one of these changes.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.http import base36_to_int, int_to_base36

from accounts.models import User

HOUR = 3600


class Link(PasswordResetTokenGenerator):
    key_salt = "accounts.doors.links"
    seconds = HOUR

    def check_token(self, user: User | None, token: str | None) -> bool:  # type: ignore[override]
        if user is None or not user.is_active or not token or not super().check_token(user, token):
            return False
        age = self._num_seconds(self._now()) - base36_to_int(token.split("-")[0])  # type: ignore[attr-defined]
        return age <= self.seconds

    def url(self, user: User) -> str:
        """The whole address, on the configured site whatever Host a request names."""
        place = {"uidb36": int_to_base36(user.pk), "key": self.make_token(user)}
        return settings.BASE_URL + reverse("account_reset_password_from_key", kwargs=place)


class Reset(Link):
    """For whoever forgot the password: an hour."""

    key_salt = "accounts.doors.links.reset"


class Invitation(Link):
    """For whoever was added: seven days."""

    key_salt = "accounts.doors.links.invitation"
    seconds = 7 * 24 * HOUR


class AnyLink:
    """What the page that chooses a password accepts."""

    def check_token(self, user: User | None, token: str | None) -> bool:
        return Reset().check_token(user, token) or Invitation().check_token(user, token)
