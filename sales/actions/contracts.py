"""Contracts: signed, continued, terminated; and the documents kept of them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.records import create_record, instance_of, lock, next_pk, update_record, write_record
from accounts.models import User
from accounts.queries import stamp_for, start_of_day, survivor, team_of, today
from crm_project.errors import ActionRefused
from sales.models import Contract, ContractDocument

DAY = dt.timedelta(days=1)


@transaction.atomic
def create_contract(source: Any, by: User | None) -> Contract:
    """Save a new contract (instance or form), stamped as of its first day; whose it is defaults to ``by``."""
    contract = instance_of(source)
    _require_term(contract)
    contract.customer = survivor(contract.customer)
    contract.category_id = contract.category_id or (contract.product.category_id if contract.product else None)
    if not contract.number:
        contract.pk = next_pk(Contract)
        contract.number = f"C-{contract.pk:06d}"
    stamp_for(contract.owner or by, contract.customer, start_of_day(contract.starts_on)).put_on(contract)
    return create_record(source, by)


@transaction.atomic
def update_contract(source: Any, by: User | None, version: int | None = None) -> Contract:
    """Save a changed contract; another owner brings their team of today. It is terminated with its own action."""
    contract = instance_of(source)
    stored = lock(Contract, contract.pk)
    _require_term(contract)
    ended = Contract.Status.TERMINATED
    if contract.status != stored.status and ended in (contract.status, stored.status):
        raise ActionRefused(_("Terminate the contract; that is not an edit."), field="status")
    if contract.owner_id != stored.owner_id and contract.team_id == stored.team_id:
        contract.team = team_of(contract.owner, today())
    return update_record(source, by, version)


@transaction.atomic
def renew_contract(
    contract: Contract,
    *,
    by: User | None,
    ends_on: dt.date,
    on: dt.date | None = None,
    starts_on: dt.date | None = None,
    annual_value: Decimal | None = None,
    number: str = "",
) -> Contract:
    """The customer goes on, agreed on a local day (default today): answers with the contract of the next term.

    It starts the day after the old one ends unless said otherwise, with the same customer, product and value.
    Raises ActionRefused for a draft, one terminated, or one continued already.
    """
    contract = _lock_in_force(contract)
    if contract.renewed_on:
        raise ActionRefused(_("This contract was continued already."))
    day = on or today()
    _require_past(day, "on")
    follow = Contract(
        number=number,
        customer=contract.customer,
        product=contract.product,
        category=contract.category,
        channel=contract.channel,
        owner=contract.owner,
        starts_on=starts_on or contract.ends_on + DAY,
        ends_on=ends_on,
        annual_value=contract.annual_value if annual_value is None else annual_value,
    )
    follow = create_contract(follow, by)
    contract.renewed_on, contract.renewed_by = day, follow
    write_record(contract, by, "renew")
    return follow


@transaction.atomic
def terminate_contract(contract: Contract, *, by: User | None, on: dt.date | None = None) -> Contract:
    """End a contract before its time, on a local day (default today). It stays due at its agreed end."""
    contract = _lock_in_force(contract)
    day = on or today()
    _require_past(day, "on")
    if day < contract.starts_on:
        raise ActionRefused(_("It cannot end before it began."), field="on")
    contract.status, contract.terminated_on = Contract.Status.TERMINATED, day
    return write_record(contract, by, "terminate")


def _lock_in_force(contract: Contract) -> Contract:
    contract = lock(Contract, contract.pk)
    if contract.status != Contract.Status.ACTIVE:
        raise ActionRefused(_("This contract is not in force."))
    return contract


def _require_term(contract: Contract) -> None:
    if contract.starts_on and contract.ends_on and contract.ends_on < contract.starts_on:
        raise ActionRefused(_("The last day cannot be before the first."), field="ends_on")


def _require_past(day: dt.date, field: str) -> None:
    if day > today():
        raise ActionRefused(_("This day is still to come."), field=field)


@transaction.atomic
def file_document(source: Any, by: User | None) -> ContractDocument:
    """Put a document on file; it belongs to the owner of its contract, else to ``by``."""
    document = instance_of(source)
    _require_past(document.filed_on, "filed_on")
    contract = document.contract
    document.customer = document.customer or (contract.customer if contract else None)
    owner = document.owner or (contract.owner if contract else None) or by
    stamp_for(owner, document.customer, start_of_day(document.filed_on)).put_on(document)
    return create_record(source, by)


@transaction.atomic
def update_document(source: Any, by: User | None, version: int | None = None) -> ContractDocument:
    """Save a changed document; another owner brings their team of today."""
    document = instance_of(source)
    stored = lock(ContractDocument, document.pk)
    _require_past(document.filed_on, "filed_on")
    if stored.lost_on and document.filed_on > stored.lost_on:
        raise ActionRefused(_("It was lost before that day."), field="filed_on")
    if document.owner_id != stored.owner_id and document.team_id == stored.team_id:
        document.team = team_of(document.owner, today())
    return update_record(source, by, version)


@transaction.atomic
def report_lost(document: ContractDocument, *, by: User | None, on: dt.date | None = None) -> ContractDocument:
    """A document cannot be found since a local day (default today)."""
    document, day = lock(ContractDocument, document.pk), on or today()
    _require_past(day, "on")
    if document.is_missing:
        raise ActionRefused(_("This document is reported lost already."))
    if document.discarded_on:
        raise ActionRefused(_("This document was discarded."))
    if day < document.filed_on:
        raise ActionRefused(_("It was not on file yet on that day."), field="on")
    document.lost_on, document.found_on = day, None
    return write_record(document, by, "lose")


@transaction.atomic
def report_found(document: ContractDocument, *, by: User | None, on: dt.date | None = None) -> ContractDocument:
    """A lost document turned up on a local day (default today): its loss counts no more, on the day it was reported."""
    document, day = lock(ContractDocument, document.pk), on or today()
    _require_past(day, "on")
    if not document.is_missing:
        raise ActionRefused(_("This document is not reported lost."))
    if document.lost_on and day < document.lost_on:
        raise ActionRefused(_("It was not lost yet on that day."), field="on")
    document.found_on = day
    return write_record(document, by, "find")


@transaction.atomic
def discard_document(document: ContractDocument, *, by: User | None, on: dt.date | None = None) -> ContractDocument:
    """A document is no longer kept from a local day (default today) on."""
    document, day = lock(ContractDocument, document.pk), on or today()
    _require_past(day, "on")
    if document.is_missing:
        raise ActionRefused(_("What is lost cannot be discarded."))
    if document.discarded_on:
        raise ActionRefused(_("This document was discarded."))
    if day < document.filed_on:
        raise ActionRefused(_("It was not on file yet on that day."), field="on")
    document.discarded_on = day
    return write_record(document, by, "discard")
