"""A POST with an Idempotency-Key happens once; the same request again is told what the first one was told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import IdempotencyKey, User
from crm_project.errors import ActionRefused

KEPT = dt.timedelta(days=7)


@transaction.atomic
def answer_once(
    user: User, key: str, request: dict[str, str], run: Callable[[], tuple[int, Any]]
) -> tuple[int, Any, bool]:
    """Status and body of ``run()``, or of the request that had this key before; and whether it was run now.

    ``request`` is method, path and digest of the body. A second request that arrives while the first is running waits
    for it on the unique key. When ``run`` raises, nothing is kept and the key is free again. Raises ActionRefused
    when the key was used for another request.
    """
    kept = _claim(user, key, request)
    if kept is None:
        kept = IdempotencyKey.objects.get(user=user, key=key)
        if {"method": kept.method, "path": kept.path, "digest": kept.digest} != request:
            raise ActionRefused(_("This Idempotency-Key was used for another request."), conflict=True)
        return kept.status, kept.response, False
    kept.status, kept.response = run()
    kept.save(update_fields=["status", "response"])
    return kept.status, kept.response, True


def _claim(user: User, key: str, request: dict[str, str]) -> IdempotencyKey | None:
    try:
        with transaction.atomic():
            return IdempotencyKey.objects.create(user=user, key=key, **request)
    except IntegrityError:
        return None


def forget_old_answers() -> int:
    """Delete answers kept longer than ``KEPT``; how many there were."""
    return IdempotencyKey.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]
