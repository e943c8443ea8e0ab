"""Whose name and password these are."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from accounts.models import User


class SignInBackend(ModelBackend):
    """A username or an e-mail address with its password.

    Exactly one password is hashed whatever the answer, so that time does not tell a wrong password from an unknown
    or a disabled person.
    """

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        if not username or not password:
            return None
        user = User.objects.who_signs_in_as(username)
        if user is None:
            User().set_password(password)
            return None
        return user if user.check_password(password) and self.user_can_authenticate(user) else None
