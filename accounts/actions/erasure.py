"""Forgetting a person: who they were goes from every record and trace, what happened stays for the figures."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import erasure_list
from accounts.actions import audit, traces, wiping
from accounts.actions.records import lock
from accounts.belongings import Ids, belongings, gone, identifiers, persons_of, rows_of
from accounts.models import Contact, Customer, Erasure, User
from accounts.personal import CUSTOMER, PERSONAL, PERSONS
from crm_project.errors import ActionRefused

# Written on every record.
STAMPED = {"external_id", "source", "owner", "team", "segment", "channel", "customer"}


@transaction.atomic
def erase_person(person: Any, *, by: User | None, reason: str = Erasure.Reason.REQUEST) -> Erasure:
    """Overwrite everything that says who a customer (with all merged into it), a contact or a lead is.

    Rows, amounts, dates and owners stay, so that no count and no figure moves. A proof stays in the database and in
    the list beside it (see ``erasure_list``). Raises ActionRefused for a person who has been erased, for a lead that
    became a customer, and for one of our own.
    """
    person = lock(type(person), person.pk)
    _require_erasable(person)
    persons = persons_of(person)
    known = identifiers(persons)
    ids: Ids = {label: set(rows.values_list("pk", flat=True)) for label, _said, rows in belongings(person)}
    lost = gone(person)
    rows = _overwrite(ids, persons, known, salt := secrets.token_hex(16))
    _clear_traces({label: ids.get(label, set()) | lost.get(label, set()) for label in {*ids, *lost}}, known)
    entries = [_prove(label, pk, reason, by, known, salt, rows) for label in persons for pk in persons[label]]
    audit.record(by, "erase", type(person)(pk=person.pk, name=""), {"reason": [None, reason]})
    erasure_list.add(entries)
    return entries[0]


def _require_erasable(person: Any) -> None:
    if person.erased_at is not None:
        raise ActionRefused(_("This person has been erased already."))
    if getattr(person, "is_internal", False):
        raise ActionRefused(_("This is our own company; there is nobody to erase."))
    if person._meta.label_lower not in (CUSTOMER, "accounts.contact") and person.customer_id is not None:
        raise ActionRefused(_("This lead became a customer. Erase the customer, and the lead goes along."))


def _overwrite(ids: Ids, persons: Ids, known: dict[str, set[str]], salt: str) -> dict[str, int]:
    """Every row that belongs to the person, then whatever else names them; how many rows by kind."""
    everything = words_of(known)
    counts: dict[str, int] = {}
    for label, keys in ids.items():
        rows = rows_of(label).filter(pk__in=keys)
        also = {"erased_at": timezone.now()} if label in PERSONS else {}
        counts[label] = wiping.wipe(label, rows, salt, **also)
        rest = wiping.free_texts(rows.model, but=PERSONAL[label].wiped)
        counts[label] += wiping.take_out(rows, rest, everything, salt)
    if set(persons) == {"accounts.contact"}:
        _take_out_of_the_company(persons, everything, salt)
    wiping.take_out_elsewhere(known, salt)
    return {label: count for label, count in sorted(counts.items()) if count}


def words_of(known: dict[str, set[str]]) -> set[str]:
    """What names the person, as far as it can be looked for in other texts."""
    return {word for kind, values in known.items() for word in values if wiping.names_somebody(kind, word)}


def _take_out_of_the_company(persons: Ids, words: set[str], salt: str) -> None:
    """What was written about a contact in the records of the customer they work for."""
    for customer in Customer.objects.filter(contacts__pk__in=persons["accounts.contact"]).distinct():
        for _label, _said, rows in belongings(customer):
            wiping.take_out(rows, wiping.free_texts(rows.model), words, salt)


def _clear_traces(ids: Ids, known: dict[str, set[str]]) -> None:
    words = words_of(known)
    traces.forget_admin_log(ids)
    traces.forget_answers(ids, words)
    traces.forget_sessions()
    traces.forget_imports(words)
    traces.forget_audit(ids, wiping.addresses(known))


def _prove(
    label: str, pk: int, reason: str, by: User | None, known: dict[str, set[str]], salt: str, rows: dict[str, int]
) -> Erasure:
    """The proof of one row: whoever has the identifiers can show that it was them; nobody can read them from it."""
    said = "\n".join(sorted(word.lower() for values in known.values() for word in values))
    return Erasure.objects.create(
        kind=label,
        object_id=pk,
        stamp=rows_of(label).values_list("recorded_at", flat=True).get(pk=pk),
        salt=salt,
        digest=hashlib.sha256((salt + said).encode()).hexdigest(),
        reason=reason,
        by=by,
        rows=rows,
    )


def reapply(entries: list[dict[str, Any]]) -> list[Erasure]:
    """Erase again whoever the list names and a restored backup brought back; what was done.

    A row counts as the person's only when it was written down at the very moment the list says.
    """
    done = []
    for entry in entries:
        if entry["kind"] not in PERSONS:
            continue
        stamp = dt.datetime.fromisoformat(entry["stamp"])
        person = rows_of(entry["kind"]).filter(pk=entry["object_id"], recorded_at=stamp, erased_at=None).first()
        if person is not None:
            done.append(erase_person(person, by=None, reason=Erasure.Reason.REAPPLIED))
    return done


def counted(person: Customer | Contact | Any) -> list[dict[str, Any]]:
    """What an erasure would overwrite and what would stay, by kind of record, for the page that asks."""
    found = []
    for _label, said, rows in belongings(person):
        count = rows.count()
        if count:
            meta = rows.model._meta
            fields = [meta.get_field(name) for name in said.wiped]
            stays = [field for field in meta.concrete_fields if field.name not in said.wiped and is_told(field)]
            found.append({"label": meta.verbose_name_plural, "count": count, "goes": fields, "stays": stays[:6]})
    return found


def is_told(field: Any) -> bool:
    """Whether the page that asks names a field that stays: what happened, rather than whose it was."""
    return field.editable and not (field.primary_key or field.generated or field.name in STAMPED)
