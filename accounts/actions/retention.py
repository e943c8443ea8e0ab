"""How long personal data is kept: rules an administrator switches on, carried out at night."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.actions import audit, traces, wiping
from accounts.actions.erasure import erase_person
from accounts.belongings import rows_of
from accounts.models import Erasure, RetentionRule, User
from accounts.personal import PERSONAL, PERSONS
from crm_project.errors import ActionRefused

AT_ONCE = 500  # persons of one run, so that a night is long enough; the next night goes on


def due(rule: RetentionRule) -> models.QuerySet:
    """The rows a rule reaches now and that still say something."""
    before = timezone.now() - dt.timedelta(days=rule.days)
    said, rows = PERSONAL[rule.kind], rows_of(rule.kind)
    old = rows.filter(**{f"{said.age}__lt": before})
    if rule.kind not in PERSONS:
        return old.filter(wiping.telling(said.wiped))
    old = old.filter(erased_at=None)
    if rule.kind == "sales.lead":
        old = old.filter(customer=None)
    else:
        old = old.filter(merged_into=None, is_internal=False)
    return _untouched(old, rule.kind, before)


def _untouched(persons: models.QuerySet, kind: str, before: dt.datetime) -> models.QuerySet:
    """Persons about whom nothing was recorded, and nothing happened, since."""
    for label, said in PERSONAL.items():
        day = said.age or ("recorded_at" if _dated(label) else "")
        for path in said.ways.get(kind, ()):
            if day and path != "pk":
                rows = rows_of(label).filter(**{path: OuterRef("pk"), f"{day}__gte": before})
                persons = persons.filter(~Exists(rows))
    return persons


def _dated(label: str) -> bool:
    return any(field.name == "recorded_at" for field in rows_of(label).model._meta.concrete_fields)


@transaction.atomic
def apply_rule(rule: RetentionRule, *, by: User | None) -> int:
    """Overwrite what a rule reaches; how many rows. Leaves an audit entry when there were any."""
    count = _forget_persons(rule, by) if rule.kind in PERSONS else _forget_rows(rule)
    RetentionRule.objects.filter(pk=rule.pk).update(last_run_at=timezone.now(), last_count=count)
    if count:
        audit.record(by, "retention", rule, {"rows": [None, count]})
    return count


def _forget_rows(rule: RetentionRule) -> int:
    keys = set(due(rule).values_list("pk", flat=True))
    count = wiping.wipe(rule.kind, rows_of(rule.kind).filter(pk__in=keys), secrets.token_hex(16))
    if keys:
        traces.forget_admin_log({rule.kind: keys})
        traces.forget_audit({rule.kind: keys}, set())
    return count


def _forget_persons(rule: RetentionRule, by: User | None) -> int:
    persons = list(due(rule).order_by("pk")[:AT_ONCE])
    count = 0
    for person in persons:
        try:
            erase_person(person, by=by, reason=Erasure.Reason.RETENTION)
            count += 1
        except ActionRefused:
            continue
    return count


def apply_rules() -> dict[str, int]:
    """What beat does at night: every rule that is on. Each is a transaction of its own."""
    return {rule.kind: apply_rule(rule, by=None) for rule in RetentionRule.objects.filter(is_on=True)}
