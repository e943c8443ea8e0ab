"""Why a published figure was restated: the edits that came after its publication and lie in its days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet

from accounts.models import AuditEntry, Organisation
from analytics.fact import Fact
from analytics.kpi import Kpi
from analytics.models import Snapshot
from analytics.periods import Window

LOOKED_AT = 400  # newest edits between two publications
SHOWN = 6


@dataclass(frozen=True)
class Restatement:
    """One line of the history: what was published, and what came in between it and the one before."""

    row: Snapshot
    before: Snapshot | None = None
    edits: list[AuditEntry] = field(default_factory=list)
    late: list[Model] = field(default_factory=list)
    more: int = 0

    @property
    def window(self) -> Window:
        return Window(self.row.since, self.row.day)

    @property
    def redefined(self) -> bool:
        return self.before is not None and self.before.definition != self.row.definition


def explained(rows: list[Snapshot], kpi: Kpi, user: Any, organisation: Organisation) -> list[Restatement]:
    """The history with the edits that moved each restated figure, as far as ``user`` may read them."""
    restated = [row for row in rows if row.revision > 1]
    if not restated:
        return [Restatement(row) for row in rows]
    first = restated[0]
    earlier = Snapshot.objects.filter(
        kpi=kpi.code, scope=first.scope, scope_id=first.scope_id, day__in={row.day for row in restated}
    )
    known = {(row.day, row.revision): row for row in [*rows, *earlier]}
    found = []
    for row in rows:
        before = known.get((row.day, row.revision - 1))
        found.append(explain(row, before, kpi, user, organisation) if before else Restatement(row))
    return found


def explain(row: Snapshot, before: Snapshot, kpi: Kpi, user: Any, organisation: Organisation) -> Restatement:
    window = Window(row.since, row.day)
    edits: dict[int, AuditEntry] = {}
    late: dict[tuple[type[Model], int], Model] = {}
    for model, path in sorted(dated_records(kpi), key=lambda pair: pair[0]._meta.label):
        for entry in edits_between(model, path, before, row, window, user, organisation):
            edits[entry.pk] = entry
        for record in recorded_between(model, path, before, row, window, user, organisation):
            late[(model, record.pk)] = record
    told = {(entry.model, entry.object_id) for entry in edits.values()}
    rest = [record for record in late.values() if (record._meta.label_lower, record.pk) not in told]
    newest = sorted(edits.values(), key=lambda entry: -entry.pk)
    hidden = max(0, len(newest) - SHOWN) + max(0, len(rest) - SHOWN)
    return Restatement(row, before, newest[:SHOWN], rest[:SHOWN], hidden)


def dated_records(kpi: Kpi) -> set[tuple[type[Model], str]]:
    """The records whose dates a KPI goes by, each with the stored column of its day."""
    return {pair for fact in kpi.facts for pair in dated(fact)}


def dated(fact: Fact) -> Iterator[tuple[type[Model], str]]:
    left = fact.excluded
    model, path = (left.model, left.at or left.on) if left else (fact.model, fact.began or fact.at or fact.on)
    *steps, column = path.split("__") if path else ("",)
    for step in steps:
        model = model._meta.get_field(step).related_model  # type: ignore[assignment]
    if column in {f.name for f in model._meta.get_fields()}:
        yield model, column


def inside(model: type[Model], path: str, window: Window, organisation: Organisation) -> QuerySet:
    """Records of the window, by the column of their day."""
    rows = model._base_manager.all()
    if model._meta.get_field(path).get_internal_type() == "DateField":
        return rows.filter(**{f"{path}__gte": window.first, f"{path}__lte": window.last})
    start, end = window.instants(organisation.zone)
    return rows.filter(**{f"{path}__gte": start, f"{path}__lt": end})


def edits_between(
    model: type[Model],
    path: str,
    before: Snapshot,
    row: Snapshot,
    window: Window,
    user: Any,
    organisation: Organisation,
) -> list[AuditEntry]:
    """Edits after the earlier publication of records that lie in the window, or lay there until the edit."""
    entries = AuditEntry.objects.visible_to(user).filter(
        model=model._meta.label_lower, at__gt=before.published_at, at__lte=row.published_at
    )
    newest = list(entries.select_related("actor").order_by("-id")[:LOOKED_AT])
    here = set(
        inside(model, path, window, organisation)
        .filter(pk__in={entry.object_id for entry in newest})
        .values_list("pk", flat=True)
    )
    return [entry for entry in newest if entry.object_id in here or was_here(entry, path, window, organisation)]


def was_here(entry: AuditEntry, path: str, window: Window, organisation: Organisation) -> bool:
    """Whether the edit took the record out of the window: by a new date or by deleting it."""
    change = entry.changes.get(path)
    old = change[0] if isinstance(change, list) and change else None
    if not isinstance(old, str):
        return False
    try:
        instant = dt.datetime.fromisoformat(old)
    except ValueError:
        return False
    day = instant.astimezone(organisation.zone).date() if instant.tzinfo else instant.date()
    return window.first <= day <= window.last


def recorded_between(
    model: type[Model],
    path: str,
    before: Snapshot,
    row: Snapshot,
    window: Window,
    user: Any,
    organisation: Organisation,
) -> list[Model]:
    """Records of the window that came in after the earlier publication."""
    if "recorded_at" not in {f.name for f in model._meta.get_fields()}:
        return []
    rows = inside(model, path, window, organisation).filter(
        recorded_at__gt=before.published_at, recorded_at__lte=row.published_at
    )
    seen = model._default_manager.filter(pk__in=rows.values("pk")).visible_to(user)  # type: ignore[attr-defined]
    return list(seen.order_by("-pk")[: 2 * SHOWN])
