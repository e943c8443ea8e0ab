"""Saving a form or a record: lock, compare versions, write, leave an audit entry.

Records with rules of their own have their own actions (create_customer, place_order, log_call, ...) and
end here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.models import ProtectedError, RestrictedError
from django.forms import ModelForm
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import User
from accounts.queries import organisation
from crm_project.errors import ActionRefused

M = TypeVar("M", bound=models.Model)

# A phone's clock may run a little ahead of ours.
AHEAD = dt.timedelta(minutes=5)


@transaction.atomic
def create_record(source: M | ModelForm, by: User | None, *, action: str = "create") -> M:
    """Save a new record, given as an unsaved instance or a ModelForm, with its audit entry.

    Raises ActionRefused with the first wrong field when the record breaks a rule of its model.
    """
    instance = instance_of(source)
    _check(source, instance)
    with _clashes_refused():
        instance.save(force_insert=True)
        _save_relations(source)
    audit.record(by, action, instance, audit.created(instance))
    return instance


@transaction.atomic
def update_record(source: M | ModelForm, by: User | None, version: int | None = None, *, action: str = "update") -> M:
    """Save what changed on a record, given as the changed instance or a ModelForm bound to it.

    ``version`` is what the user read; without it, the version the instance was loaded with. Raises
    ActionRefused(conflict=True) when the stored row has moved on. Writing no change writes nothing.
    """
    instance = instance_of(source)
    stored = lock(type(instance), instance.pk)
    if getattr(stored, "erased_at", None) is not None:
        raise ActionRefused(_("This person has been erased; their record cannot be changed any more."))
    require_version(stored, getattr(instance, "version", None) if version is None else version)
    _check(source, instance)
    changes = audit.difference(audit.values(stored), audit.values(instance))
    if changes:
        write_changes(instance, changes, stored)
    with _clashes_refused():
        _save_relations(source)
    if changes:
        audit.record(by, action, instance, changes)
    return instance


@transaction.atomic
def delete_record(instance: models.Model, by: User | None, version: int | None = None) -> None:
    """Delete a record nothing else needs. Raises ActionRefused when other records point at it."""
    stored = lock(type(instance), instance.pk)
    require_version(stored, version)
    audit.record(by, "delete", stored, audit.deleted(stored))
    try:
        with transaction.atomic():
            stored.delete()
    except (ProtectedError, RestrictedError) as error:
        raise ActionRefused(_("Other records need this one, so it cannot be deleted.")) from error


def lock(model: type[M], pk: Any) -> M:
    """The row as stored, locked until the transaction ends. Raises ActionRefused when it is gone."""
    try:
        return model._default_manager.select_for_update(of=("self",)).get(pk=pk)
    except model.DoesNotExist as error:  # type: ignore[attr-defined]
        raise ActionRefused(_("This record is gone: somebody deleted it."), conflict=True) from error


def next_pk(model: type[models.Model]) -> int:
    """A number for a new row, before it is written: what is called after its number needs it."""
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, %s))", [table, column])
        return cursor.fetchone()[0]


def moment(at: dt.datetime | None, not_before: dt.datetime | None = None) -> dt.datetime:
    """The instant something happened: now when not said. Raises ActionRefused for the future, or too early."""
    now = timezone.now()
    at = at or now
    if at > now + AHEAD:
        raise ActionRefused(_("This moment is still to come."), field="at")
    if not_before and at < not_before:
        shown = date_format(timezone.localtime(not_before, organisation().zone), "Y-m-d H:i")
        raise ActionRefused(_("This cannot have been before %s.") % shown, field="at")
    return at


def require_active(user: User) -> None:
    """Refuse to give something to somebody who has left."""
    if not user.is_active:
        raise ActionRefused(_("%s is not active any more.") % user, field="owner")


def require_version(stored: models.Model, version: int | None) -> None:
    """Refuse when the stored row is not the ``version`` the user read. Rows without versions always pass."""
    current = getattr(stored, "version", None)
    if version is not None and current is not None and current != version:
        raise ActionRefused(audit.stale_sentence(), conflict=True)


@transaction.atomic
def write_record(instance: M, by: User | None, action: str, **extra: Any) -> M:
    """Write a locked instance that an action has changed in place: version, save, audit entry.

    For actions that hold the lock and have checked their rules; ``extra`` is told beside the changes.
    """
    stored = type(instance)._default_manager.get(pk=instance.pk)
    changes = audit.difference(audit.values(stored), audit.values(instance))
    if changes:
        write_changes(instance, changes, stored)
    audit.record(by, action, instance, {**changes, **extra})
    return instance


def write_changes(instance: models.Model, changes: audit.Changes, stored: models.Model) -> None:
    """Save the named fields of ``instance`` and count its version up."""
    fields = set(changes)
    if hasattr(stored, "version"):
        instance.version = stored.version + 1  # type: ignore[attr-defined]
        fields.add("version")
    if hasattr(stored, "updated_at"):
        fields.add("updated_at")
    with _clashes_refused():
        instance.save(update_fields=fields)


def instance_of(source: Any) -> Any:
    """The instance a form, or the instance itself, would save. Raises ActionRefused on a form with errors."""
    if not isinstance(source, ModelForm):
        return source
    if source.errors:
        refuse_validation(source.errors.as_data())
    return source.save(commit=False)


def _check(source: Any, instance: models.Model) -> None:
    """A form has checked itself; an instance is checked here."""
    if isinstance(source, ModelForm):
        return
    try:
        instance.full_clean()
    except ValidationError as error:
        refuse_validation(error.error_dict)


def _save_relations(source: Any) -> None:
    if isinstance(source, ModelForm):
        source.save_m2m()


def refuse_validation(errors: dict[str, Any]) -> None:
    """Raise the first of Django's validation errors as ActionRefused, with its field."""
    field, found = next(iter(errors.items()))
    sentence = " ".join(message for error in found for message in error.messages)
    raise ActionRefused(sentence, field=None if field == NON_FIELD_ERRORS else field)


@contextmanager
def _clashes_refused() -> Iterator[None]:
    """Turns a constraint's refusal (two writers at once) into a sentence, the transaction still usable."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise ActionRefused(_("A record like this already exists, or it points at one that is gone.")) from error
