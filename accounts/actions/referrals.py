"""Who sent us whom."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.records import create_record, instance_of, update_record
from accounts.models import Referral, User
from accounts.queries import segment_at, start_of_day, survivor, today
from crm_project.errors import ActionRefused


@transaction.atomic
def create_referral(source: Any, by: User | None) -> Referral:
    """Save that one customer recommended us to another (instance or form); merged duplicates count as their survivor."""
    referral = instance_of(source)
    _check(referral)
    referral.segment_id = segment_at(referral.referrer, start_of_day(referral.on))
    return create_record(source, by)


@transaction.atomic
def update_referral(source: Any, by: User | None, version: int | None = None) -> Referral:
    """Save a changed referral."""
    referral = instance_of(source)
    _check(referral)
    referral.segment_id = segment_at(referral.referrer, start_of_day(referral.on))
    return update_record(source, by, version)


def _check(referral: Referral) -> None:
    referral.referrer, referral.customer = survivor(referral.referrer), survivor(referral.customer)
    if referral.referrer.pk == referral.customer.pk:
        raise ActionRefused(_("Nobody recommends us to themselves."), field="referrer")
    if referral.on > today():
        raise ActionRefused(_("This day is still to come."), field="on")
    known = Referral.objects.filter(customer=referral.customer).exclude(pk=referral.pk).first()
    if known:
        raise ActionRefused(
            _("%(customer)s was recommended by %(referrer)s already.")
            % {"customer": referral.customer, "referrer": known.referrer},
            field="customer",
        )
