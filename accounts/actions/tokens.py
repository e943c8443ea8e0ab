"""API tokens: shown once when issued, kept as a digest, over when they expire or are revoked."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import ApiToken, User
from crm_project.errors import ActionRefused

LONGEST_DAYS = 366
SIGHTED_EVERY = dt.timedelta(hours=1)


@transaction.atomic
def issue_token(user: User, *, name: str, days: int, by: User) -> tuple[ApiToken, str]:
    """A token for ``user`` that expires after ``days``, and its text, which is not kept anywhere."""
    if not 1 <= days <= LONGEST_DAYS:
        raise ActionRefused(_("A token lives from 1 to %d days.") % LONGEST_DAYS, field="days")
    prefix, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    expires = timezone.now() + dt.timedelta(days=days)
    token = ApiToken.objects.create(user=user, name=name, prefix=prefix, digest=digest(secret), expires_at=expires)
    audit.record(by, "issue_token", token, {"name": [None, name], "expires_at": [None, expires]})
    return token, f"{prefix}.{secret}"


@transaction.atomic
def revoke_token(token: ApiToken, *, by: User) -> ApiToken:
    """From now on the token signs nobody in."""
    token = ApiToken.objects.select_for_update().get(pk=token.pk)
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        audit.record(by, "revoke_token", token, {"revoked_at": [None, token.revoked_at]})
    return token


def token_of(text: str) -> ApiToken | None:
    """The living token with this text, of a user who may still sign in."""
    prefix, _dot, secret = text.partition(".")
    token = ApiToken.objects.select_related("user").filter(prefix=prefix, revoked_at__isnull=True).first()
    if token is None or not hmac.compare_digest(token.digest, digest(secret)):
        return None
    now = timezone.now()
    if token.expires_at <= now or not token.user.is_active:
        return None
    if token.last_used_at is None or now - token.last_used_at > SIGHTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


def digest(secret: str) -> str:
    """Tokens are long random text, so a plain digest cannot be guessed back and costs nothing per request."""
    return hashlib.sha256(secret.encode()).hexdigest()
