"""Everything we hold on a person, for the person: in words a program can read, without anybody else's data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.belongings import belongings, identifiers, persons_of
from accounts.models import Contact, Customer, Team, User
from accounts.personal import CUSTOMER, PERSONAL, PERSONS, Personal
from accounts.policy import class_of
from accounts.queries import organisation
from crm_project.errors import ActionRefused

# What says something about us or about the program, not about the person.
OURS = {"version", "search", "owner", "team", "source"}
INNER = {"margin", "secret"}


@transaction.atomic
def disclose(person: Any, *, by: User) -> dict[str, Any]:
    """What we hold on a customer, a contact or a lead, by kind of record, ready for JSON. Leaves an audit entry."""
    if person.erased_at is not None:
        raise ActionRefused(_("This person has been erased; nothing is left to disclose."))
    told = [kind for kind in _kinds(person) if kind["records"]]
    audit.record(by, "disclose", person, {kind["kind"]: [None, len(kind["records"])] for kind in told})
    return {
        "company": organisation().name,
        "about": {"kind": person._meta.label_lower, "number": person.pk, "name": str(person)},
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "kinds": told,
    }


def _kinds(person: Any) -> Iterator[dict[str, Any]]:
    others = _others(person)
    for label, said, rows in belongings(person):
        rows = rows.exclude(pk__in=others) if label == "accounts.contact" else rows
        fields = [field for field in rows.model._meta.concrete_fields if told_of(label, said, field)]
        joins = [field.name for field in fields if field.is_relation]
        yield {
            "kind": label,
            "name": str(rows.model._meta.verbose_name_plural),
            "fields": {field.name: str(field.verbose_name) for field in fields},
            "words": {
                field.name: {value: str(word) for value, word in field.flatchoices} for field in fields if field.choices
            },
            "records": [
                {field.name: value_of(row, field) for field in fields}
                for row in rows.select_related(*joins).order_by("pk").iterator(chunk_size=1000)
            ],
        }


def _others(person: Any) -> set[int]:
    """Contacts of a customer who are somebody else: they ask for their own data."""
    if person._meta.label_lower != CUSTOMER:
        return set()
    known = identifiers(persons_of(person))
    same = models.Q(pk__in=[])
    for kind in ("name", "email"):
        for word in known.get(kind, ()):
            same |= models.Q(**{f"{kind}__iexact": word})
    theirs = Contact.objects.filter(customer__in=persons_of(person)[CUSTOMER])
    return set(theirs.exclude(same).values_list("pk", flat=True))


def told_of(label: str, said: Personal, field: Any) -> bool:
    """Whether a field is about the person: not who of us it belongs to, no secret, no cost of ours."""
    if field.name in OURS or field.name in said.secret or field.generated or class_of(label, field.name) in INNER:
        return False
    return field.related_model not in (User, Team)


def value_of(row: models.Model, field: Any) -> Any:
    """A value as JSON takes it; another record by its name in a list, else by its number."""
    if not field.is_relation:
        return field.value_to_string(row) if _needs_text(row, field) else getattr(row, field.attname)
    other = getattr(row, field.name)
    label = field.related_model._meta.label_lower
    if other is None:
        return None
    return other.pk if label in PERSONAL or label in PERSONS or isinstance(other, Customer) else str(other)


def _needs_text(row: models.Model, field: Any) -> bool:
    value = getattr(row, field.attname)
    return value is not None and not isinstance(value, str | bool | int | float | list | dict)
