"""Who must have a second factor, and whether they have one."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings

from accounts import policy
from accounts.models import User

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def required(user: User) -> bool:
    """Whether CRM_REQUIRE_SECOND_FACTOR asks this person for one. Who may open the admin site counts as admin."""
    asked = settings.REQUIRE_SECOND_FACTOR
    return asked == "all" or (asked == "admin" and (policy.role_of(user) == "admin" or user.is_staff))


def has_one(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def is_last(authenticator: Any) -> bool:
    """Whether its owner must have a second factor and this is the only one."""
    others = Authenticator.objects.filter(user=authenticator.user, type__in=FACTORS).exclude(pk=authenticator.pk)
    return required(authenticator.user) and not others.exists()
