"""API tokens: shown once when issued, kept as a digest, over when they expire or are revoked."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import letters, policy
from accounts.actions import audit
from accounts.models import ApiToken, User
from accounts.policy_tables import AREAS, RULES, VERBS
from crm_project.errors import ActionRefused

LONGEST_DAYS = 366
SIGHTED_EVERY = dt.timedelta(hours=1)
EVERYTHING, LOOKING = ["* *"], ["view *"]
WHOLE = {"* *", *(f"{verb} *" for verb in VERBS), *(f"* {area}" for area in AREAS)}


@transaction.atomic
def issue_token(
    user: User, *, name: str, days: int, by: User, rights: list[str] | None = None, address: str = ""
) -> tuple[ApiToken, str]:
    """A token for ``user`` that expires after ``days``, and its text, which is not kept anywhere.

    ``rights`` are those it may use of the user's own; without them, all. Raises ActionRefused for a right that does
    not exist or that the user has not.
    """
    if not 1 <= days <= LONGEST_DAYS:
        raise ActionRefused(_("A token lives from 1 to %d days.") % LONGEST_DAYS, field="days")
    rights = sorted(set(rights)) if rights is not None else EVERYTHING
    require_own(user, rights)
    prefix, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    expires = timezone.now() + dt.timedelta(days=days)
    token = ApiToken.objects.create(
        user=user, name=name, prefix=prefix, digest=digest(secret), expires_at=expires, rights=rights
    )
    told = {"name": [None, name], "expires_at": [None, expires], "rights": [None, rights]}
    audit.record(by, "issue_token", token, told)
    letters.notice(user, "token_issued", detail=name, address=address)
    return token, f"{prefix}.{secret}"


def require_own(user: User, rights: list[str]) -> None:
    """Refuse what is no right, and what this person may not do themselves."""
    if not rights:
        raise ActionRefused(_("Choose at least one right."), field="rights")
    for right in rights:
        if right not in WHOLE and right not in rights_of(user):
            raise ActionRefused(_("You have no such right to give: %s") % right[:60], field="rights")


def rights_of(user: User) -> list[str]:
    """Every right a person has: "view customers", "add customers", ..."""
    role = policy.role_of(user)
    had = {area: rules.get(role) or rules.get("*") or {} for area, rules in RULES.items()}
    return [f"{verb} {area}" for area in AREAS for verb in VERBS if verb in had.get(area, {})]


@transaction.atomic
def revoke_token(token: ApiToken, *, by: User, address: str = "") -> ApiToken:
    """From now on the token signs nobody in."""
    token = ApiToken.objects.select_for_update().get(pk=token.pk)
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        audit.record(by, "revoke_token", token, {"revoked_at": [None, token.revoked_at]})
        letters.notice(token.user, "token_revoked", detail=token.name, address=address)
    return token


def token_of(text: str, address: str = "") -> ApiToken | None:
    """The living token with this text, of a user who may still sign in; its user may do no more than it."""
    prefix, _dot, secret = text.partition(".")
    token = ApiToken.objects.select_related("user").filter(prefix=prefix, revoked_at__isnull=True).first()
    if token is None or not hmac.compare_digest(token.digest, digest(secret)):
        return None
    if not token.is_alive or not token.user.is_active:
        return None
    note_use(token, address)
    token.user.token_rights = token.rights
    return token


def note_use(token: ApiToken, address: str) -> None:
    """Remember when and from where a token is used: once an hour, and in the audit log once for each new address."""
    now, moved = timezone.now(), bool(address) and address != token.last_used_from
    if not moved and token.last_used_at is not None and now - token.last_used_at <= SIGHTED_EVERY:
        return
    with transaction.atomic():
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now, last_used_from=address or token.last_used_from)
        if moved:
            audit.record(token.user, "use_token", token, {"last_used_from": [token.last_used_from, address]})


def digest(secret: str) -> str:
    """Tokens are long random text, so a plain digest cannot be guessed back and costs nothing per request."""
    return hashlib.sha256(secret.encode()).hexdigest()
