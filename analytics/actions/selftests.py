"""Beginning a self-test."""

from __future__ import annotations

import datetime as dt
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import User
from analytics.models import SelfTestRun
from crm_project.errors import ActionRefused

PATIENCE = dt.timedelta(minutes=30)


@transaction.atomic
def begin_selftest(*, by: User, wake: object) -> SelfTestRun:
    """Note that a self-test runs and wake the worker once that stands. One at a time."""
    running = SelfTestRun.objects.select_for_update().filter(
        ended_at__isnull=True, started_at__gt=timezone.now() - PATIENCE
    )
    if running.exists():
        raise ActionRefused(_("A self-test is running already."))
    run = SelfTestRun.objects.create(by=by)
    audit.record(by, "selftest", run)
    transaction.on_commit(partial(wake.delay, run.pk))  # type: ignore[attr-defined]
    return run
