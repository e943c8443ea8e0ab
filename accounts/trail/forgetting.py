"""Taking personal values out of the trail again. The chain keeps their salted fingerprints and holds."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, models, transaction
from django.db.models import Q

from accounts.models import AuditEntry, Change


@transaction.atomic
def forget(model: type[models.Model], ids: Iterable[int]) -> int:
    """Blank the personal values of all changes of these rows, and the words of their audit entries; how many changes.

    Call it last in the transaction of an erasure: what that wrote is blanked with the rest.
    """
    rows = list(ids)
    entries = list(
        AuditEntry.objects.filter(model=model._meta.label_lower, object_id__in=rows).values_list("pk", flat=True)
    )
    about = Q(table=model._meta.db_table, row__in=rows) | Q(table=AuditEntry._meta.db_table, row__in=entries)
    return forget_changes(Change.objects.filter(about).values_list("pk", flat=True), entries)


def forget_changes(changes: Iterable[int], entries: Iterable[int] = ()) -> int:
    """Blank the personal values of these changes and the words of these audit entries; how many changes that were."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT crm_trail_forget(%s, %s)", [list(changes), list(entries)])
        return cursor.fetchone()[0]
