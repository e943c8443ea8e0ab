"""Checks of what we know of customers: one value by hand, or the form of all values by the rules."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.actions.records import create_record, instance_of
from accounts.models import Customer, DataRule, User, ValueCheck
from accounts.queries import owner_at, stamp_for, start_of_day, today
from crm_project.errors import ActionRefused

# The form each check wants, as SQL over ``v``, the value without spaces around it.
FORMS = {
    DataRule.Check.EMAIL: r"v ~ '^[^@[:space:],;]+@[^@[:space:],;.]+(\.[^@[:space:],;.]+)+$'",
    DataRule.Check.PHONE: r"v ~ '^[+]?[0-9 ()./-]+( ?(ext|x|转)[.]? ?[0-9]+)?$' "
    r"AND length(regexp_replace(v, '[^0-9]', '', 'g')) BETWEEN 5 AND 15 AND v !~ '^[^0-9]*([0-9])(\1|[^0-9])*$'",
    DataRule.Check.WEBSITE: r"v ~* '^(https?://)?[a-z0-9-]+([.][a-z0-9-]+)+(/[^[:space:]]*)?$'",
    DataRule.Check.COUNTRY: r"v ~ '^[A-Za-z]{2}$'",
}
TEXTS = frozenset({"name", "email", "phone", "website", "industry", "city", "country", "address"})


@transaction.atomic
def record_check(source: Any, by: User | None) -> ValueCheck:
    """Save that a value was looked at, stamped with whose the customer was that day. Raises ActionRefused."""
    check = instance_of(source)
    _require_sense(check)
    moment = start_of_day(check.checked_on)
    stamp_for(owner_at(check.customer, moment), check.customer, moment).put_on(check)
    check.value = check.value or _value(check.customer, check.field)
    check.checked_by = by
    return create_record(source, by, action="check")


@transaction.atomic
def check_forms(*, by: User | None) -> int:
    """Check the form of every filled value a rule says something about, and that was not checked as it stands.

    How many values were checked. The customers are read by the database, not one by one.
    """
    found = 0
    for rule in DataRule.objects.exclude(check_kind=""):
        if rule.field in TEXTS and rule.check_kind in FORMS:
            found += _check_field(rule, by)
    if found:
        audit.record(by, "check", DataRule.objects.first() or DataRule(), {"values": [0, found]})
    return found


def _check_field(rule: DataRule, by: User | None) -> int:
    """One statement; the column and the form are from our own lists."""
    day = today()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""INSERT INTO {ValueCheck._meta.db_table}
                (customer_id, field, checked_on, valid, how, value, note, checked_by_id, owner_id, team_id, segment_id,
                 channel_id, source, external_id, recorded_at, updated_at)
            SELECT c.id, %s, %s, {FORMS[DataRule.Check(rule.check_kind)]}, 'format', left(v, 300), '', %s,
                c.owner_id, c.team_id, c.segment_id, c.channel_id, '', '', now(), now()
            FROM {Customer._meta.db_table} c, LATERAL (SELECT btrim(c.{rule.field}) AS v) w
            WHERE accounts_is_filled(v) AND c.merged_into_id IS NULL AND NOT c.is_test AND NOT c.is_internal
            AND (%s = '' OR c.kind = %s)
            AND NOT EXISTS (SELECT FROM {ValueCheck._meta.db_table} k WHERE k.customer_id = c.id AND k.field = %s
                AND k.how = 'format' AND k.value = left(v, 300))""",
            [rule.field, day, by.pk if by else None, rule.kind, rule.kind, rule.field],
        )
        return cursor.rowcount


def _require_sense(check: ValueCheck) -> None:
    if check.checked_on and check.checked_on > today():
        raise ActionRefused(_("This day is still to come."), field="checked_on")


def _value(customer: Customer, field: str) -> str:
    """What stands there now, so that the check can be understood later."""
    value = getattr(customer, field, None)
    return "" if value is None else str(value)[:300]
