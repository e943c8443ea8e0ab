"""What customers consent to, and withdraw."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.records import create_record, instance_of, moment
from accounts.models import Consent, Customer, User
from accounts.queries import survivor
from crm_project.errors import ActionRefused


@transaction.atomic
def record_consent(source: Any, by: User | None) -> Consent:
    """Write down that a customer consented to a purpose, or withdrew; rows are never changed afterwards.

    Raises ActionRefused for the future and for somebody who has been erased.
    """
    consent = instance_of(source)
    consent.at = moment(consent.at)
    consent.customer = survivor(consent.customer)
    if consent.customer.erased_at is not None:
        raise ActionRefused(_("This person has been erased."), field="customer")
    consent.recorded_by = by
    return create_record(source, by, action="consent")


def consented(customer: Customer, purpose: str, at: dt.datetime | None = None) -> bool | None:
    """Whether a customer's consent to a purpose stood at an instant (default now); None when nothing is known."""
    row = Consent.objects.filter(customer=survivor(customer), purpose=purpose).standing(at).first()
    return row.given if row else None
