"""What is left of a person beside their records: the audit log, remembered answers, sessions, uploaded files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.belongings import Ids, model_named
from accounts.models import AuditEntry, Change, IdempotencyKey, ImportRun
from accounts.trail import forgetting
from crm_project.importing.errors import ImportBroken
from crm_project.importing.reader import Layout, broken_files, open_table

GONE = {"detail": "The person this was about has been erased."}
MESSAGES = "_messages"


def forget_audit(ids: Ids, words: set[str]) -> None:
    """Blank what the trail and the audit log say of these rows, and whatever else in them has one of the words.

    Last in the transaction of an erasure: what that wrote itself is blanked, too. The chain of the trail holds.
    """
    for label, keys in ids.items():
        forgetting.forget(model_named(label), keys)
    if words:
        entries = _having(AuditEntry, ("changes", "label"), words)
        about = Q(table=AuditEntry._meta.db_table, row__in=entries) | Q(pk__in=_having(Change, ("personal",), words))
        forgetting.forget_changes(Change.objects.filter(about).values_list("pk", flat=True), entries)


def _having(model: Any, names: tuple[str, ...], words: set[str]) -> list[int]:
    """Rows in which one of the columns has one of the words."""
    rows, about = model.objects.order_by(), Q()
    for name in names:
        rows = rows.annotate(**{f"said_{name}": Cast(name, TextField())})
        for word in words:
            about |= Q(**{f"said_{name}__icontains": word})
    return list(rows.filter(about).values_list("pk", flat=True))


def forget_admin_log(ids: Ids) -> int:
    """The admin site keeps the names of what was edited there."""
    about = Q(pk__in=[])
    for label, keys in ids.items():
        about |= Q(content_type=ContentType.objects.get_for_model(model_named(label)), object_id__in=map(str, keys))
    return LogEntry.objects.filter(about).update(object_repr="", change_message="")


def forget_answers(ids: Ids, words: set[str]) -> int:
    """Answers kept for requests sent twice: one that is asked for again is told that it is gone."""
    keys = {f"{label.partition('.')[2]}": numbers for label, numbers in ids.items()}
    about = [
        answer.pk for answer in IdempotencyKey.objects.iterator() if mentions(answer.response, answer.path, keys, words)
    ]
    return IdempotencyKey.objects.filter(pk__in=about).update(response=GONE, status=410)


def mentions(said: Any, path: str, keys: dict[str, set[int]], words: set[str]) -> bool:
    """Whether an answer holds a word, or is about one of the rows: by its own number, or by a field that names one."""
    if isinstance(said, dict):
        named = any(said.get(kind) in numbers for kind, numbers in keys.items() if isinstance(said.get(kind), int))
        return (
            named
            or said.get("id") in keys.get(kind_of(path), set())
            or any(mentions(value, path, keys, words) for value in said.values())
        )
    if isinstance(said, list):
        return any(mentions(value, path, keys, words) for value in said)
    return isinstance(said, str) and any(word.lower() in said.lower() for word in words)


def kind_of(path: str) -> str:
    """ "customer" for /api/customers/…: what kind of record an address of the API is about."""
    name = path.removeprefix("/api/").partition("/")[0].replace("-", "")
    return name.removesuffix("ies") + "y" if name.endswith("ies") else name.removesuffix("s")


def forget_sessions() -> int:
    """Sentences waiting to be shown ("Logged: …") go from every session, in the database and in the cache."""
    store: type[SessionBase] = import_string(f"{settings.SESSION_ENGINE}.SessionStore")
    count = 0
    for row in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if MESSAGES in row.get_decoded():
            session = store(row.session_key)
            session.pop(MESSAGES, None)
            session.save()
            count += 1
    Session.objects.filter(expire_date__lte=timezone.now()).delete()
    return count


def forget_imports(words: set[str]) -> int:
    """Delete uploaded files that have one of the words or cannot be read, and what reports say of their rows."""
    for run in ImportRun.objects.exclude(report={}).iterator():
        cleaned = without(run.report, words)
        if cleaned != run.report:
            ImportRun.objects.filter(pk=run.pk).update(report=cleaned)
    folder = Path(settings.MEDIA_ROOT) / "imports"
    found = [path for path in sorted(folder.glob("*")) if path.is_file() and has_words(path, words)]
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)


def without(said: Any, words: set[str]) -> Any:
    """The same report, its sentences with one of the words left empty."""
    if isinstance(said, dict):
        return {key: without(value, words) for key, value in said.items()}
    if isinstance(said, list):
        return [without(value, words) for value in said]
    return "" if isinstance(said, str) and any(word.lower() in said.lower() for word in words) else said


def has_words(path: Path, words: set[str]) -> bool:
    try:
        with open_table(path, Layout()) as table, broken_files():
            return any(word.lower() in cell.lower() for cell in cells(table) for word in words)
    except ImportBroken:
        return True


def cells(table: Any) -> Iterable[str]:
    yield from table.headers
    for _line, row in table.rows:
        yield from (str(cell) for cell in row if cell is not None)
