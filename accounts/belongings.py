"""Which rows of the whole house belong to a person, also those that are gone and live on in the audit log only."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.models import Q

from accounts.models import Customer
from accounts.personal import CUSTOMER, PERSONAL, PERSONS, Personal

Ids = dict[str, set[int]]
# Rows that are gone: the trail holds what they held, and the audit log of older days a field [their parent, null].
GONE = """
SELECT row FROM accounts_change WHERE "table" = %(table)s AND kind = 'D' AND plain ->> %(column)s = ANY(%(ids)s)
UNION
SELECT object_id FROM accounts_auditentry
 WHERE model = %(label)s AND object_id IS NOT NULL AND changes -> %(field)s ->> 0 = ANY(%(ids)s)
"""


@cache
def model_named(label: str) -> type[models.Model]:
    """The model of "app.model"."""
    return next(model for model in apps.get_models() if model._meta.label_lower == label)


def rows_of(label: str) -> models.QuerySet:
    return model_named(label)._default_manager.order_by()


def persons_of(person: models.Model) -> Ids:
    """The rows that are this person: a customer with all that were merged into one, a contact, a lead."""
    label = person._meta.label_lower
    if label != CUSTOMER:
        return {label: {person.pk}}
    survivor = person.merged_into_id or person.pk  # type: ignore[attr-defined]
    merged = Customer.objects.filter(Q(pk=survivor) | Q(merged_into=survivor))
    return {label: set(merged.values_list("pk", flat=True))}


def identifiers(persons: Ids) -> dict[str, set[str]]:
    """What others know the person by, by kind of field: {"name": {...}, "email": {...}, "phone": ...}."""
    found: dict[str, set[str]] = {}
    for label, ids in persons.items():
        names = PERSONAL[label].identify
        for row in rows_of(label).filter(pk__in=ids).values(*names):
            for name in names:
                if len(row[name].strip()) > 1:
                    found.setdefault(name, set()).add(row[name].strip())
    return found


def belongings(person: models.Model) -> Iterator[tuple[str, Personal, models.QuerySet]]:
    """Every kind of record with the rows that belong to the person, the person's own rows among them."""
    persons = persons_of(person)
    known = identifiers(persons)
    for label, said in PERSONAL.items():
        condition = _belongs(label, said, persons)
        for name, kind in said.matched.items():
            values = _known_by(label, name, kind, condition, known)
            if values:
                condition = condition | (_of_nobody(label, said) & Q(**{f"{name}__in": values}))
        if condition:
            rows = rows_of(label)
            yield label, said, rows.filter(pk__in=rows.filter(condition).values("pk"))


def _belongs(label: str, said: Personal, persons: Ids) -> Q:
    ways = [
        Q(**{f"{path}__in": ids})
        for person, ids in persons.items()
        for path in said.ways.get(person, ())
        if label not in PERSONS or path != "pk" or label == person
    ]
    return reduce(or_, ways, Q())


def _known_by(label: str, name: str, kind: str, condition: Q, known: dict[str, set[str]]) -> set[str]:
    """The values of a field that stand for the person: their phone number, or what their own rows say there."""
    if kind in known:
        return known[kind]
    if kind != name or not condition:
        return set()
    return set(rows_of(label).filter(condition).exclude(**{name: ""}).values_list(name, flat=True))


def _of_nobody(label: str, said: Personal) -> Q:
    """Rows that name no person of their own."""
    fields = [path for paths in said.ways.values() for path in paths if "__" not in path and path != "pk"]
    return Q(**{f"{path}__isnull": True for path in fields})


def gone(person: models.Model) -> Ids:
    """Rows that belonged to the person and were deleted since: their last words are in the audit log."""
    found: Ids = {label: set(rows.values_list("pk", flat=True)) for label, _said, rows in belongings(person)}
    lost: Ids = {}
    with connection.cursor() as cursor:
        for label, said in sorted(PERSONAL.items(), key=lambda item: _depth(item[1])):
            for path in {path.partition("__")[0] for paths in said.ways.values() for path in paths} - {"pk"}:
                field: Any = model_named(label)._meta.get_field(path)
                parent = field.related_model._meta.label_lower
                ids = [str(pk) for pk in found.get(parent, set()) | lost.get(parent, set())]
                about = {"table": field.model._meta.db_table, "column": field.column, "label": label, "field": path}
                cursor.execute(GONE, {**about, "ids": ids})
                lost.setdefault(label, set()).update({row[0] for row in cursor.fetchall()} - found.get(label, set()))
    return {label: ids for label, ids in lost.items() if ids}


def _depth(said: Personal) -> int:
    return max(path.count("__") + (path != "pk") for paths in said.ways.values() for path in paths)


def named_by(model: Any) -> bool:
    """Whether rows of a model lead to a person over their foreign keys."""
    return any(True for _path in ways_to_persons(model))


def ways_to_persons(model: Any, depth: int = 4) -> Iterator[str]:
    """Paths of foreign keys from a model to a person."""
    for field in model._meta.concrete_fields:
        target = field.related_model
        if target is None or target is model:
            continue
        if target._meta.label_lower in PERSONS:
            yield field.name
        elif depth > 1:
            yield from (f"{field.name}__{path}" for path in ways_to_persons(target, depth - 1))
