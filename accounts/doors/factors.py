"""Who must have a second factor, and whether they have one."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction

from accounts import policy
from accounts.models import User
from crm_project import encryption

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


@transaction.atomic
def rotate_secrets() -> int:
    """Write the keys of apps and recovery codes anew under the first of CRM_FIELD_KEYS; how many people's."""
    rows = list(Authenticator.objects.select_for_update().exclude(type=Authenticator.Type.WEBAUTHN))
    for row in rows:
        kept = {name: encryption.rotate(row.data[name]) for name in ("secret", "seed") if name in row.data}
        row.data = {**row.data, **kept}
        row.save(update_fields=["data"])
    return len(rows)
